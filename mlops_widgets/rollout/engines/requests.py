"""Serves a day request by request: each has a user, a time, and an outcome under either version."""

from __future__ import annotations

from math import ceil, inf, log

import numpy as np
import numpy.typing as npt

from mlops_widgets.rollout.queueing import waits
from mlops_widgets.rollout.world import BUCKETS, Day

from .latency import BINS, edges
from .served import NOBODY, Served, Side

__all__ = ["RequestEngine"]

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]

USERS = 10_000  # who come back again and again, and always meet the same version
_MIX = 2_654_435_761  # Knuth's multiplicative hash: neighbours in number are none in group


class RequestEngine:
    """Serves single requests in the order in which they come, with real queues before the workers.

    A queue takes everybody here. Counts turn away what workers cannot carry, so that the two agree up to there.

    Parameters
    ----------
    day
        Who comes, and how good each version is.
    workers
        Of the stable version; the candidate has its share of as many, rounded up. Infinite where nobody waits.
    """

    def __init__(self, day: Day, *, workers: float = inf) -> None:
        self._day, self._workers = day, workers
        coming, fate, timing = (np.random.default_rng([day.seed, 20 + source]) for source in range(3))
        counts = coming.poisson(day.arrivals * day.tick)
        self._ends = np.r_[0, np.cumsum(counts)]
        total = int(self._ends[-1])
        self.user = coming.integers(0, USERS, total)
        self.group = self.user * _MIX % 2**32 * BUCKETS // 2**32
        self._luck = fate.random(total)  # one for both: whom a better version fails, a worse one fails too
        self._normal = timing.standard_normal(total)  # a heavy request is heavy for both
        self._slowness = np.array([np.ones(len(day)), day.candidate.slowness(day.times())])
        self._order = (
            np.sort(timing.random(total) + np.repeat(np.arange(len(day)), counts)) if workers < inf else None
        )
        self._free: dict[int, list[float]] = {}

    def serve(self, tick: int, share: int, *, mirrored: bool = False) -> Served:
        """Serve one tick while the candidate has ``share`` percent of the users, or of their copies."""
        here = np.arange(self._ends[tick], self._ends[tick + 1])
        group = self.group[here]
        first = 0 if mirrored else share
        pair = max(first, BUCKETS - share) if share else BUCKETS
        candidate, stable = (
            self._answers(tick, which, here[on], share) for which, on in ((1, group < share), (0, group >= first))
        )
        paired = group[group >= first] >= pair
        baseline = stable[0][paired], stable[1][paired]
        sides = [_counted(failed, times, self._day.limit) for failed, times in (candidate, stable, baseline)]
        exposed = 0 if mirrored else sides[0].requests
        lost = sides[1].errors + (0 if mirrored else sides[0].errors)
        usual = int(np.count_nonzero(self._has_failed(tick, 0, here))) if exposed else lost
        return Served(sides[0], sides[1], sides[2], exposed, lost, usual)

    def _answers(self, tick: int, which: int, here: Places, share: int) -> tuple[npt.NDArray[np.bool_], Floats]:
        """Did each of these requests fail, and the logarithm of its milliseconds."""
        version = (self._day.stable, self._day.candidate)[which]
        times = log(version.latency * self._slowness[which, tick]) + version.spread * self._normal[here]
        if self._order is not None and here.size:
            work = np.exp(times) / 1000
            times = np.log(1000 * (work + self._waited(which, self._order[here] * self._day.tick, work, share)))
        return self._has_failed(tick, which, here), times

    def _has_failed(self, tick: int, which: int, here: Places) -> npt.NDArray[np.bool_]:
        failed: npt.NDArray[np.bool_] = (
            self._luck[here] < self._day.failing[tick, which] * self._day.struck[which][self.group[here]]
        )
        return failed

    def _waited(self, which: int, arrivals: Floats, work: Floats, share: int) -> Floats:
        crew = ceil(self._workers * share / BUCKETS) if which == 1 else int(self._workers)
        free = self._free.setdefault(which, [])
        if len(free) != crew:  # a step more, or fewer workers: they begin with empty hands
            free[:] = sorted(free)[:crew] + [-inf] * (crew - len(free))
            free.sort()
        return waits(arrivals, work, crew, free=free)


def _counted(failed: npt.NDArray[np.bool_], times: Floats, limit: float) -> Side:
    if not failed.size:
        return NOBODY
    inner = np.log(edges(limit)[[0, -1]])
    places = np.ceil((times - inner[0]) * ((BINS - 2) / (inner[1] - inner[0]))).astype(np.intp)
    histogram = np.bincount(places.clip(0, BINS - 1), minlength=BINS)
    return Side(failed.size, int(np.count_nonzero(failed)), int(histogram[BINS // 2 :].sum()), histogram)
