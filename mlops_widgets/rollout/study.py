"""How often does a policy abort a healthy version, and how often does it let a bad one through?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from mlops_widgets import stage

from .deliver import decided
from .engines import BINS, Side
from .engines.latency import law
from .metrics import Window
from .policies import Decider, Policy
from .policies.judges import Judges, Many, Tally
from .world import BUCKETS, Version
from .world.day import strike

__all__ = ["Study", "study"]

Whole = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
_SECONDS = 60.0  # that a learner's policy may take for all rollouts together


@dataclass(frozen=True, eq=False)
class Study:
    """Many rollouts of one policy.

    ``outcome`` holds 1 where the candidate was promoted, -1 where it was rolled back and 0 where the time was up.
    """

    outcome: Whole = field(repr=False)  # (rollouts,)
    windows: Whole = field(repr=False)  # (rollouts,) looks until then
    exposed: Floats = field(repr=False)  # (rollouts,) requests that met the candidate by then

    @property
    def rolled_back(self) -> float:
        """Share of rollouts: false aborts, if the candidate is no worse."""
        return float(np.mean(self.outcome < 0))

    @property
    def promoted(self) -> float:
        """Share of rollouts: missed regressions, if the candidate is worse."""
        return float(np.mean(self.outcome > 0))

    @property
    def undecided(self) -> float:
        """Share of rollouts that came to no end in time."""
        return float(np.mean(self.outcome == 0))

    def error(self, share: float) -> float:
        """Half the 95 % interval of one of these shares (Wilson's: above 0 even where no rollout ended so)."""
        z, n = NormalDist().inv_cdf(0.975), self.outcome.size
        return z * float(np.sqrt(share * (1 - share) / n + (z / (2 * n)) ** 2)) / (1 + z**2 / n)

    def __repr__(self) -> str:
        shares = ((name, getattr(self, name)) for name in ("promoted", "rolled_back", "undecided"))
        said = ", ".join(f"{name.replace('_', ' ')} {share:.1%}" for name, share in shares)
        return f"Study of {self.outcome.size:,} rollouts: {said}; {np.median(self.windows):.0f} looks in the median"


def study(
    policy: Policy,
    *,
    stable: Version | None = None,
    candidate: Version | None = None,
    requests: float = 50.0,
    windows: int = 48,
    rollouts: int = 10_000,
    drops: float = 0.0,
    limit: float = 300.0,
    seed: int = 0,
    decider: Callable[[], Decider] | None = None,
) -> Study:
    """Roll a candidate out many times, each time to other users.

    Parameters
    ----------
    policy
        Steps, checks, and the seconds between two looks.
    stable, candidate
        The truth about both versions; alike by default.
    requests
        A second, arriving at random.
    windows
        Looks after which the time is up.
    rollouts
        How many.
    drops
        Chance that a look finds no data. The counts come with the next reading.
    limit
        Milliseconds that an answer may take.
    seed
        Of all of it.
    decider
        A learner's own class or function: a fresh one decides each rollout, through the policy's steps.

    Raises
    ------
    PartError
        When a learner's policy answers something that is no verdict, or takes too long.

    Examples
    --------
    >>> from mlops_widgets.rollout.policies import Step, Threshold
    >>> policy = Policy("hasty", (Step(1, min_requests=1),), (Threshold("errors", above=0.02),), interval=60)
    >>> study(policy, requests=33.3, rollouts=2000).rolled_back > 0.2  # 20 requests a window: one failure is 5 %
    True
    """
    if rollouts < 1 or windows < 1:
        raise ValueError(
            f"a study needs rollouts and windows, got {rollouts!r} and {windows!r}: write 10_000 and 48."
        )
    if not 0 <= requests < np.inf or not 0 <= drops <= 1:
        raise ValueError(f"requests must be 0 or more and drops 0 to 1, got {requests!r} and {drops!r}.")
    timed = decider is not None or any(check.metric == "slow" for check in policy.checks)
    versions = stable or Version(), candidate or stable or Version()
    world = _World(policy, versions, requests, rollouts, limit, seed, timed=timed)
    if decider is None:
        return _run(Judges(policy, rollouts), world, policy, windows, drops)
    return stage.parts.call(
        lambda: _run(_Deciders(policy, decider, rollouts, limit), world, policy, windows, drops), seconds=_SECONDS
    )


class _World:
    """Draws a window of every rollout: sums of Poisson counts, the same law as a day's."""

    def __init__(
        self,
        policy: Policy,
        versions: tuple[Version, Version],
        requests: float,
        rollouts: int,
        limit: float,
        seed: int,
        *,
        timed: bool,
    ) -> None:
        self.rng = np.random.default_rng([seed, 40])
        self._limit, self._interval, self._timed, self._versions = limit, policy.interval, timed, versions
        self._expected = requests * policy.interval
        self._live = np.array([0, *(step.share * (not step.mirrored) for step in policy.steps), BUCKETS])
        self._meets = np.array([0, *(step.share for step in policy.steps), BUCKETS])
        self._failing = [_by_group(version, rollouts, [seed, 41 + which]) for which, version in enumerate(versions)]
        self._every = np.arange(rollouts)

    def window(self, step: Whole, time: float) -> tuple[Many, Floats]:
        """Counts, and the requests that meet the candidate."""
        live, share = self._live[step + 1], self._meets[step + 1]
        age = max(time - self._interval / 2, 0.0)
        pair = np.maximum(BUCKETS - share, live)  # the baseline's first group
        candidate = self._tally(1, age, 0 * share, share)
        baseline, rest = self._tally(0, 0.0, pair, 0 * pair + BUCKETS), self._tally(0, 0.0, live, pair)
        return Many(candidate, baseline.plus(rest), baseline), np.where(live > 0, candidate.requests, 0.0)

    def _tally(self, which: int, age: float, first: Whole, end: Whole) -> Tally:
        """Of one version on the groups from the first to the one before the end."""
        version, at = self._versions[which], np.array([age])
        by_group, expected = self._failing[which], (end - first) / BUCKETS * self._expected
        part = by_group[self._every, end] - by_group[self._every, first]
        failing = version.failing(at)[0] * part * self._expected
        errors = self.rng.poisson(failing)
        requests = errors + self.rng.poisson((expected - failing).clip(0))
        if not self._timed:
            return Tally(requests, errors, np.zeros_like(requests))
        slow = law(version, self._limit, slowness=float(version.slowness(at)[0]) if which else 1.0)[BINS // 2 :].sum()
        return Tally(requests, errors, self.rng.binomial(requests, min(slow, 1.0)))


def _by_group(version: Version, rollouts: int, seed: list[int]) -> Floats:
    """The part of a version's failures that the first so many groups bear, shape (rollouts, 101)."""
    if version.hits == 1:
        return np.broadcast_to(np.arange(BUCKETS + 1) / BUCKETS, (rollouts, BUCKETS + 1))
    rng = np.random.default_rng(seed)
    struck = rng.permuted(np.tile(strike(version, rng), (rollouts, 1)), axis=1)
    return np.pad(struck.cumsum(axis=1) / BUCKETS, ((0, 0), (1, 0)))


class _Deciders:
    """A learner's own policies, a fresh one for each rollout, asked one after the other."""

    def __init__(self, policy: Policy, make: Callable[[], Decider], rollouts: int, limit: float) -> None:
        self._policy, self._limit = policy, limit
        self._each = [make() for _ in range(rollouts)]
        self._missed, self._read = Many.empty(rollouts), np.zeros(rollouts)  # since when, in seconds
        self.step = np.zeros(rollouts, np.int64)

    @property
    def running(self) -> npt.NDArray[np.bool_]:
        return (self.step >= 0) & (self.step < len(self._policy.steps))

    def decide(self, now: float, window: Many, *, data: npt.NDArray[np.bool_]) -> None:
        steps, counted = self._policy.steps, self._missed.plus(window)
        self._missed = counted.only(~data)
        seconds = np.where(data, now - self._read, 0.0).tolist()
        self._read[data] = now
        sides = [list(zip(*(each.tolist() for each in side), strict=True)) for side in counted.only(data)]
        for index in np.flatnonzero(self.running):
            place = int(self.step[index])
            candidate, stable, baseline = (Side(*side[index]) for side in sides)
            seen = Window(
                now, place, steps[place].share, steps[place].mirrored, seconds[index],
                candidate if data[index] else None, stable, baseline, self._limit,
            )  # fmt: skip
            verdict = decided(self._each[index], seen)
            self.step[index] = -1 if verdict == "roll back" else place + (verdict == "advance")


def _run(judges: Judges | _Deciders, world: _World, policy: Policy, windows: int, drops: float) -> Study:
    rollouts = judges.step.size
    looks, exposed = np.zeros(rollouts, np.int64), np.zeros(rollouts)
    for index in range(windows):
        running = judges.running
        if not running.any():
            break
        now = (index + 1) * policy.interval
        window, met = world.window(np.where(running, judges.step, -1), now)
        looks += running
        exposed += met
        judges.decide(now, window, data=world.rng.random(rollouts) >= drops)
    last = len(policy.steps)
    return Study(np.where(judges.step == last, 1, np.minimum(judges.step, 0)), looks, exposed)
