"""What happens not once but in many runs? Only each run's summary is kept, so memory stays flat."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from statistics import NormalDist
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np

from .errors import StageError
from .parts import Part
from .progress import bar
from .scenario import Scenario
from .simulation import Simulation
from .trace import Floats
from .workers import Failure, Job, Simulate, batched, outcomes

if TYPE_CHECKING:
    import pandas as pd
    from distributed import Client

__all__ = ["Study", "study"]

_RESAMPLES = 2000


@dataclass(frozen=True, eq=False, repr=False)
class Study:
    """The summaries of many runs, in the order of their scenarios.

    Parameters
    ----------
    scenarios
        What was asked for, n of them.
    summaries
        Name → one number of each run, shape (n,), read-only; NaN where a run has no such number.
    """

    scenarios: tuple[Scenario, ...]
    summaries: Mapping[str, Floats]

    def __post_init__(self) -> None:
        held = {name: np.array(values, dtype=np.float64) for name, values in self.summaries.items()}
        for values in held.values():
            values.flags.writeable = False
        object.__setattr__(self, "scenarios", tuple(self.scenarios))
        object.__setattr__(self, "summaries", MappingProxyType(held))

    def __len__(self) -> int:
        return len(self.scenarios)

    def __repr__(self) -> str:
        return f"Study of {len(self)} runs: {', '.join(self.summaries)}; see .frame(), .mean(name), .interval(name)"

    def __getitem__(self, name: str) -> Floats:
        if name not in self.summaries:
            raise StageError(f"the study has no number {name!r}: it has {', '.join(self.summaries)}.")
        return self.summaries[name]

    def __eq__(self, other: object) -> bool:
        return self._bytes() == other._bytes() if isinstance(other, Study) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._bytes())

    def __reduce__(self) -> tuple[object, ...]:
        return Study, (self.scenarios, dict(self.summaries))

    def _bytes(self) -> tuple[object, ...]:
        asked = (each.to_json() for each in self.scenarios)
        return (*asked, *((name, values.tobytes()) for name, values in self.summaries.items()))

    def frame(self) -> pd.DataFrame:
        """One row a run, as a pandas frame: the knobs that vary, then the numbers."""
        import pandas as pd

        return pd.DataFrame({**_varying(self.scenarios), **self.summaries})

    def mean(self, name: str) -> float:
        """Mean of one number over the runs that have it (are not NaN); NaN when none has."""
        known = self._known(name)
        return float(known.mean()) if known.size else math.nan

    def interval(self, name: str, *, level: float = 0.95) -> tuple[float, float]:
        """Confidence interval of the mean over the runs that have this number.

        Where every value is 0 or 1 the mean is a share, and the interval is Wilson's; otherwise it is the
        percentile bootstrap of 2,000 seeded resamples. The runs must be independent: vary the seed alone.

        Parameters
        ----------
        name
            One of the summaries.
        level
            Share of studies whose interval holds the true mean, in (0, 1).

        References
        ----------
        Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference. JASA.
        Efron, B. (1979). Bootstrap methods: another look at the jackknife. Annals of Statistics.
        """
        if not 0 < level < 1:
            raise StageError(f"level must lie between 0 and 1, got {level}: use 0.95 for 95 %.")
        known = self._known(name)
        if known.size < 2:
            return math.nan, math.nan  # one run says nothing about chance
        if np.isin(known, (0, 1)).all():
            return _wilson(float(known.mean()), known.size, NormalDist().inv_cdf((1 + level) / 2))
        random = np.random.default_rng(0)
        means = [random.choice(known, known.size).mean() for _ in range(_RESAMPLES)]
        low, high = np.quantile(means, [(1 - level) / 2, (1 + level) / 2])
        return float(low), float(high)

    def _known(self, name: str) -> Floats:
        values = self[name]
        return values[~np.isnan(values)]


def study(
    simulate: Simulate,
    scenarios: Iterable[Scenario],
    *,
    n_jobs: int = 1,
    client: Client | None = None,
    parts: Mapping[str, Part] | None = None,
    progress: bool = True,
) -> Study:
    """Run a simulation under many scenarios and keep what each run comes down to.

    The numbers are the same bytes for any number of workers. Only scenarios and summaries travel between
    processes, never a trace.

    Parameters
    ----------
    simulate
        A ``stage.Simulation``, whose learner's parts are checked and stopped as in a single run; or any
        function ``simulate(scenario, **parts)`` that returns a ``Trace`` or a mapping of numbers. With a
        ``replicas`` (see ``Simulation``), scenarios that differ only by seed are computed side by side.
    scenarios
        What to run, e.g. ``[Scenario(seed=seed) for seed in range(200)]``.
    n_jobs
        Processes on this machine; -1 takes every core. Starting them costs about a second, once.
    client
        A ``dask.distributed.Client`` (extra ``scale``), whose workers are used in place of ``n_jobs``.
    parts
        The learner's own classes, e.g. ``{"detector": MyDetector}``.
    progress
        Show a bar.

    Raises
    ------
    StageError
        Naming the first scenario that failed, by its place and the knobs that vary, and why; the other
        workers are stopped. Its note holds the traceback.

    Examples
    --------
    >>> def roll(scenario):
    ...     return {"eyes": np.random.default_rng(scenario.seed).integers(1, 7)}
    >>> rolls = study(roll, [Scenario(seed=seed) for seed in range(100)], progress=False)
    >>> rolls.mean("eyes")
    3.82
    """
    asked = _admitted(simulate, list(scenarios), dict(parts or {}))
    job = Job(simulate, dict(parts or {}))
    workers = _workers(n_jobs, client)
    summaries: list[Mapping[str, float]] = [{}] * len(asked)
    found = outcomes(job, batched(job, asked, workers), n_jobs=workers, client=client)
    with closing(found), bar(len(asked), shown=progress) as told:  # closed early, it stops the workers
        for batch, done, failure in found:
            if failure is not None:
                raise _refusal(failure, asked)
            for place, summary in zip(batch.places, done, strict=True):
                summaries[place] = summary
            told.update(len(done))
    return Study(tuple(asked), _columns(summaries))


def _admitted(simulate: Simulate, scenarios: list[Scenario], parts: Mapping[str, Part]) -> list[Scenario]:
    if not scenarios:
        raise StageError(
            "a study needs at least one scenario, got none: pass [Scenario(seed=s) for s in range(100)]."
        )
    for place, scenario in enumerate(scenarios):
        if not isinstance(scenario, Scenario):
            raise StageError(f"scenarios must hold scenarios, got {scenario!r} at place {place}.")
    if not isinstance(simulate, Simulation):
        return scenarios
    return [simulate.admit(scenario, parts) for scenario in scenarios]


def _workers(n_jobs: int, client: Client | None) -> int:
    if client is not None:
        return max(1, len(client.scheduler_info(n_workers=-1)["workers"]))
    if not isinstance(n_jobs, int) or n_jobs == 0:
        raise StageError(f"n_jobs must be a whole number of processes, or -1 for every core, got {n_jobs!r}.")
    if n_jobs == 1:
        return 1
    from joblib import effective_n_jobs

    return int(effective_n_jobs(n_jobs))


def _refusal(failure: Failure, scenarios: Sequence[Scenario]) -> StageError:
    knobs = ", ".join(f"{name}={values[failure.place]!r}" for name, values in _varying(scenarios).items())
    error = StageError(f"scenario {failure.place}{f' ({knobs})' if knobs else ''} failed: {failure.sentence}")
    error.add_note(failure.trace)
    return error


def _columns(summaries: Sequence[Mapping[str, float]]) -> dict[str, Floats]:
    names = list(summaries[0])
    if not names:
        raise StageError(
            "a study needs numbers, and the runs leave no summary: give Trace(…, summary={name: number})."
        )
    for place, summary in enumerate(summaries):
        if set(summary) != set(names):
            raise StageError(
                f"every run must leave the same numbers: the first leaves {', '.join(names)}, scenario {place} "
                f"leaves {', '.join(summary) or 'none'}; use NaN where there is none."
            )
    return {name: np.array([summary[name] for summary in summaries]) for name in names}


def _varying(scenarios: Sequence[Scenario]) -> dict[str, list[Any]]:  # Any: a knob's value
    """Each field that is not the same in all scenarios, and its values."""
    rows = [each.model_dump(mode="json") | {"interventions": _told(each)} for each in scenarios]
    names = dict.fromkeys(name for row in rows for name in row)
    columns = {name: [row.get(name) for row in rows] for name in names}
    return {name: values for name, values in columns.items() if any(value != values[0] for value in values)}


def _told(scenario: Scenario) -> str:
    return ", ".join(f"{each.kind} at {each.tick}" for each in scenario.interventions)


def _wilson(p: float, n: int, z: float) -> tuple[float, float]:
    half = z * math.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    return (p + z**2 / (2 * n) - half) / (1 + z**2 / n), (p + z**2 / (2 * n) + half) / (1 + z**2 / n)
