"""Serves a day by counts: what it costs does not depend on how many come."""

from __future__ import annotations

from functools import lru_cache
from math import ceil, inf

import numpy as np

from mlops_widgets.rollout.world import BUCKETS, Day, Version

from .latency import BINS, law, overload
from .served import NOBODY, Served, Side

__all__ = ["CountEngine"]


class CountEngine:
    """Looks up who failed, and draws a histogram of latencies for each version and tick.

    Parameters
    ----------
    day
        Who comes, and whom either version would fail.
    workers
        Of the stable version; the candidate has its share of as many, rounded up. Infinite where nobody waits.
    timed
        Every so many ticks latencies are drawn, for all requests since; ``Pipeline.between`` says how often they are
        read.
    """

    def __init__(self, day: Day, *, workers: float = inf, timed: int = 1) -> None:
        self._day, self._workers, self._timed = day, workers, timed
        self._slowness = day.candidate.slowness(day.times()).tolist()
        self._laws = lru_cache(maxsize=512)(self._law)
        self._waiting = [0, 0, 0]  # requests whose latencies are still to be drawn: stable, candidate, baseline

    def serve(self, tick: int, share: int, *, mirrored: bool = False) -> Served:
        """Serve one tick while the candidate has ``share`` percent of the users, or of their copies."""
        day = self._day
        users, old, new = day.users[tick], day.failed_by_stable[tick], day.failed_by_candidate[tick]
        first = 0 if mirrored else share  # the groups that the stable version does not serve
        pair = max(first, BUCKETS - share) if share else BUCKETS
        candidate = self._side(tick, 1, int(users[share]), int(new[share]), share)
        stable = self._side(tick, 0, int(users[-1] - users[first]), int(old[-1] - old[first]), BUCKETS - first)
        baseline = self._side(tick, 2, int(users[-1] - users[pair]), int(old[-1] - old[pair]), BUCKETS - first)
        exposed = 0 if mirrored else candidate.requests
        lost = stable.errors + (0 if mirrored else candidate.errors)
        usual = self._failures(tick, 0, int(users[-1]), int(old[-1]), BUCKETS) if exposed else lost
        return Served(candidate, stable, baseline, exposed, lost, usual)

    def chances(self, tick: int, which: int, share: int) -> np.ndarray:
        """Chance of each bin: of the candidate (1) with this share of the users, or of the stable version (0)."""
        return self._laws(*self._version(tick, which), *self._load(tick, share, which))

    def _side(self, tick: int, which: int, requests: int, errors: int, share: int) -> Side:
        if not share:
            return NOBODY
        failed = self._failures(tick, which, requests, errors, share)
        self._waiting[which] += requests - (failed - errors)  # whom a full queue turns away waits for nothing
        if (tick + 1) % self._timed:
            return Side(requests, failed, 0)
        histogram = self._chance(tick, which).multinomial(self._waiting[which], self.chances(tick, which, share))
        self._waiting[which] = 0
        return Side(requests, failed, int(histogram[BINS // 2 :].sum()), histogram)

    def _failures(self, tick: int, which: int, requests: int, errors: int, share: int) -> int:
        """Those of the version itself, and those whom a full queue turns away."""
        version, slowness = self._version(tick, which)
        away = overload(version, *self._load(tick, share, which), slowness=slowness)
        return errors + (int(self._chance(tick, which + 3).binomial(requests - errors, away)) if away else 0)

    def _version(self, tick: int, which: int) -> tuple[Version, float]:
        """Who answers, and how many times as long as usual it takes."""
        return (self._day.candidate, self._slowness[tick]) if which == 1 else (self._day.stable, 1.0)

    def _load(self, tick: int, share: int, which: int) -> tuple[float, float]:
        """Requests a second, and workers to answer them."""
        if self._workers == inf:
            return 0.0, inf
        arrivals = float(self._day.arrivals[tick]) * share / BUCKETS
        return arrivals, ceil(self._workers * share / BUCKETS) if which == 1 else self._workers

    def _law(self, version: Version, slowness: float, arrivals: float, workers: float) -> np.ndarray:
        return law(version, self._day.limit, slowness=slowness, arrivals=arrivals, workers=workers)

    def _chance(self, tick: int, source: int) -> np.random.Generator:
        """A stream for each tick and source: what is drawn for one leaves the others as they were."""
        return np.random.default_rng([self._day.seed, 10 + source, tick])
