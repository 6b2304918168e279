"""How are many runs shared among workers? In batches, whose summaries come back in order."""

from __future__ import annotations

import inspect
import traceback
import warnings
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from . import parts as _parts
from .errors import StageError
from .scenario import Scenario
from .simulation import Simulation
from .trace import Trace

if TYPE_CHECKING:
    from distributed import Client

__all__ = ["Batch", "Failure", "Job", "Outcome", "Simulate", "batched", "outcomes"]

_LONGEST = 32  # runs in a batch: progress is seen, and a lost worker loses little
_SIDE_BY_SIDE = 256  # seeds in a batch: bounds the memory of a simulation with a replica axis
_REPLICA_SECONDS = 10 * _parts.BUDGET  # for a batch of seeds with a learner's part

Summary = Mapping[str, float]
Simulate = Simulation | Callable[..., Trace | Summary]


@dataclass(frozen=True)
class Batch:
    """Runs that one worker makes, one after another, or side by side where only their seeds differ."""

    places: tuple[int, ...]
    scenarios: tuple[Scenario, ...]
    side_by_side: bool = False


@dataclass(frozen=True)
class Failure:
    """What went wrong in one run, as text: not every error survives the way between processes."""

    place: int
    sentence: str
    trace: str


Outcome = tuple[Batch, list[Summary], Failure | None]


@dataclass(frozen=True)
class Job:
    """What a worker does with each batch."""

    simulate: Simulate
    parts: Mapping[str, _parts.Part]

    def __call__(self, batch: Batch) -> Outcome:
        """The summaries of a batch, up to the first run that fails."""
        done: list[Summary] = []
        try:
            if batch.side_by_side:
                done += self._replicas(batch)
            else:
                for scenario in batch.scenarios:
                    done.append(self._run(scenario))
        except (Exception, SystemExit) as error:  # noqa: BLE001 - the study says which run it was
            sentence = str(error) if isinstance(error, StageError) else f"{type(error).__name__}: {error}"
            if batch.side_by_side and len(batch.places) > 1:
                sentence = f"side by side with {len(batch.places) - 1} other seeds, {sentence}"
            return batch, done, Failure(batch.places[len(done)], sentence, traceback.format_exc())
        return batch, done, None

    def can_replicate(self, scenario: Scenario) -> bool:
        """Does the simulation have a replica axis that takes the parts this scenario uses?"""
        replicas = getattr(self.simulate, "replicas", None)
        return replicas is not None and set(self._used(scenario)) <= _keywords(replicas)

    def _used(self, scenario: Scenario) -> dict[str, _parts.Part]:
        asked = isinstance(self.simulate, Simulation)
        return {
            name: part
            for name, part in self.parts.items()
            if not asked or getattr(scenario, name, "yours") == "yours"
        }

    def _run(self, scenario: Scenario) -> Summary:
        if isinstance(self.simulate, Simulation):
            return dict(self.simulate.perform(scenario, self.parts).summary)
        result = self.simulate(scenario, **self.parts)
        summary = result.summary if isinstance(result, Trace) else result
        if not isinstance(summary, Mapping):
            raise StageError(
                f"simulate must return a Trace or a mapping of numbers, got {type(summary).__name__}: "
                'return {"name": number}.'
            )
        return {name: float(value) for name, value in summary.items()}

    def _replicas(self, batch: Batch) -> list[Summary]:
        first, seeds = batch.scenarios[0], [each.seed for each in batch.scenarios]
        used = self._used(first)
        run = partial(getattr(self.simulate, "replicas"), first, seeds, **used)  # noqa: B009 - asked for above
        guarded = used and isinstance(self.simulate, Simulation)
        found = _parts.call(run, seconds=_REPLICA_SECONDS) if guarded else run()
        columns = {name: np.asarray(values, dtype=np.float64) for name, values in found.items()}
        for name, values in columns.items():
            if values.shape != (len(seeds),):
                raise StageError(f"replicas must give one {name} for each of {len(seeds)} seeds, got {values.shape}.")
        return [{name: float(values[place]) for name, values in columns.items()} for place in range(len(seeds))]


def batched(job: Job, scenarios: Sequence[Scenario], workers: int) -> list[Batch]:
    """Runs that differ only by seed together where they can be computed side by side, else a few neighbours each."""
    groups: dict[str, list[int]] = {}
    for place, scenario in enumerate(scenarios):
        if job.can_replicate(scenario):
            groups.setdefault(scenario.model_dump_json(exclude={"seed"}), []).append(place)
    together = [places for places in groups.values() if len(places) > 1]
    grouped = {place for places in together for place in places}
    alone = [place for place in range(len(scenarios)) if place not in grouped]
    found: list[Batch] = []
    for places in together:
        found += _cut(places, min(_SIDE_BY_SIDE, -(-len(places) // workers)), scenarios, side_by_side=True)
    found += _cut(alone, min(_LONGEST, -(-len(alone) // (8 * workers)) or 1), scenarios, side_by_side=False)
    return sorted(found, key=lambda batch: batch.places[0])


def _cut(places: Sequence[int], size: int, scenarios: Sequence[Scenario], *, side_by_side: bool) -> Iterator[Batch]:
    for start in range(0, len(places), size):
        some = tuple(places[start : start + size])
        yield Batch(some, tuple(scenarios[place] for place in some), side_by_side)


def outcomes(job: Job, batches: Sequence[Batch], *, n_jobs: int, client: Client | None) -> Generator[Outcome]:
    """What became of each batch, in their order; left early, it stops the workers."""
    if client is not None:
        yield from _over_the_net(job, batches, client)
    elif n_jobs == 1:
        yield from map(job, batches)
    else:
        yield from _in_processes(job, batches, n_jobs)


def _in_processes(job: Job, batches: Sequence[Batch], n_jobs: int) -> Iterator[Outcome]:
    from joblib import Parallel, delayed
    from joblib.externals.loky.process_executor import BrokenProcessPool

    results = Parallel(n_jobs=n_jobs, backend="loky", return_as="generator", batch_size=1)(
        delayed(job)(batch) for batch in batches
    )
    try:
        for outcome in results:  # noqa: UP028 - "yield from" would close them before the finally below
            yield outcome
    except BrokenProcessPool as error:
        raise StageError(
            "a worker process ended in the middle of a run, perhaps out of memory: try n_jobs=1, or shorter runs."
        ) from error
    finally:
        with warnings.catch_warnings():  # joblib warns of what is stopped here on purpose
            warnings.simplefilter("ignore")
            results.close()


def _over_the_net(job: Job, batches: Sequence[Batch], client: Client) -> Iterator[Outcome]:
    """Dask computes again whatever a lost worker held, so nothing is lost with it."""
    futures = client.map(job, batches, pure=False)
    try:
        while futures:
            yield futures[0].result()
            futures.pop(0)  # forgotten here, it is forgotten there
    finally:
        client.cancel(futures)


def _keywords(function: Callable[..., object]) -> set[str]:
    found = inspect.signature(function).parameters.values()
    return {each.name for each in found if each.kind is inspect.Parameter.KEYWORD_ONLY}
