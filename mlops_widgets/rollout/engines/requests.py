"""Serves a day request by request: each has a user, a time, and an outcome under either version."""

from __future__ import annotations

from math import ceil, inf, log
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from mlops_widgets.rollout.queueing import waits
from mlops_widgets.rollout.world import BUCKETS, USERS, Day

from .latency import BINS, edges, overload
from .served import NOBODY, Served, Side

__all__ = ["RequestEngine"]

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]

_MIX = 2_654_435_761  # Knuth's multiplicative hash: neighbours in number are none in group


class _Answers(NamedTuple):
    lost: npt.NDArray[np.bool_]  # failed, or turned away
    away: npt.NDArray[np.bool_]
    times: Floats  # logarithm of milliseconds; of those turned away it counts for nothing

    def only(self, these: npt.NDArray[np.bool_]) -> _Answers:
        return _Answers(self.lost[these], self.away[these], self.times[these])


class RequestEngine:
    """Serves single requests in the order in which they come, with real queues before the workers.

    What workers cannot carry is turned away, each request by the chance that counts know, and waits for nothing.

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
        self._patience = np.random.default_rng([day.seed, 23]).random(total if workers < inf else 0)
        self._free: dict[int, list[float]] = {}

    def serve(self, tick: int, share: int, *, mirrored: bool = False) -> Served:
        """Serve one tick while the candidate has ``share`` percent of the users, or of their copies."""
        here = np.arange(self._ends[tick], self._ends[tick + 1])
        group = self.group[here]
        first = 0 if mirrored else share
        pair = max(first, BUCKETS - share) if share else BUCKETS
        candidate, stable = (
            self._answers(tick, which, here[on], share if which else BUCKETS - first)
            for which, on in ((1, group < share), (0, group >= first))
        )
        paired = group[group >= first] >= pair
        sides = [_counted(each, self._day.limit) for each in (candidate, stable, stable.only(paired))]
        exposed = 0 if mirrored else sides[0].requests
        lost = sides[1].errors + (0 if mirrored else sides[0].errors)
        usual = int(np.count_nonzero(self._lost(tick, 0, here, BUCKETS))) if exposed else lost
        return Served(sides[0], sides[1], sides[2], exposed, lost, usual)

    def _answers(self, tick: int, which: int, here: Places, share: int) -> _Answers:
        """What became of each of these requests of a version that has so many percent of the users."""
        version = (self._day.stable, self._day.candidate)[which]
        times = log(version.latency * self._slowness[which, tick]) + version.spread * self._normal[here]
        away = self._turned_away(tick, which, here, share)
        if self._order is not None and here.size:
            work, order = np.exp(times[~away]) / 1000, self._order[here[~away]] * self._day.tick
            times[~away] = np.log(1000 * (work + self._waited(which, order, work, share)))
        return _Answers(self._lost(tick, which, here, share), away, times)

    def _lost(self, tick: int, which: int, here: Places, share: int) -> npt.NDArray[np.bool_]:
        failing = self._day.failing[tick, which] * self._day.struck[which][self.group[here]]
        lost: npt.NDArray[np.bool_] = (self._luck[here] < failing) | self._turned_away(tick, which, here, share)
        return lost

    def _turned_away(self, tick: int, which: int, here: Places, share: int) -> npt.NDArray[np.bool_]:
        if self._order is None:
            return np.zeros(here.size, dtype=bool)
        version, arrivals = (self._day.stable, self._day.candidate)[which], self._day.arrivals[tick] * share / BUCKETS
        slowness = float(self._slowness[which, tick])
        return self._patience[here] < overload(version, arrivals, self._crew(which, share), slowness=slowness)

    def _crew(self, which: int, share: int) -> int:
        return ceil(self._workers * share / BUCKETS) if which == 1 else int(self._workers)

    def _waited(self, which: int, arrivals: Floats, work: Floats, share: int) -> Floats:
        crew = self._crew(which, share)
        free = self._free.setdefault(which, [])
        if len(free) != crew:  # a step more, or fewer workers: they begin with empty hands
            free[:] = sorted(free)[:crew] + [-inf] * (crew - len(free))
            free.sort()
        return waits(arrivals, work, crew, free=free)


def _counted(answers: _Answers, limit: float) -> Side:
    if not answers.lost.size:
        return NOBODY
    inner = np.log(edges(limit)[[0, -1]])
    times = answers.times[~answers.away]
    places = np.ceil((times - inner[0]) * ((BINS - 2) / (inner[1] - inner[0]))).astype(np.intp)
    histogram = np.bincount(places.clip(0, BINS - 1), minlength=BINS)
    slow = int(np.count_nonzero(answers.away) + histogram[BINS // 2 :].sum())
    return Side(answers.lost.size, int(np.count_nonzero(answers.lost)), slow, histogram)
