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
        self._away = [0, 0, 0]  # those turned away since latencies were last drawn

    def serve(self, tick: int, share: int, *, mirrored: bool = False) -> Served:
        """Serve one tick while the candidate has ``share`` percent of the users, or of their copies."""
        day = self._day
        users, old, new = day.users[tick], day.failed_by_stable[tick], day.failed_by_candidate[tick]
        first = 0 if mirrored else share  # the groups that the stable version does not serve
        pair = max(first, BUCKETS - share) if share else BUCKETS
        of_stable, of_baseline = ((int(users[-1] - users[at]), int(old[-1] - old[at])) for at in (first, pair))
        of_candidate = int(users[share]), int(new[share])
        away = self._turned_away(tick, 0, *of_stable, BUCKETS - first)
        stable = self._side(tick, 0, *of_stable, away, BUCKETS - first)
        baseline = self._side(tick, 2, *of_baseline, self._part(tick, away, of_stable, of_baseline), BUCKETS - first)
        candidate = self._side(tick, 1, *of_candidate, self._turned_away(tick, 1, *of_candidate, share), share)
        exposed = 0 if mirrored else candidate.requests
        lost = stable.errors + (0 if mirrored else candidate.errors)
        alone = int(users[-1]), int(old[-1])  # were nothing released
        usual = alone[1] + self._turned_away(tick, 0, *alone, BUCKETS) if exposed else lost
        return Served(candidate, stable, baseline, exposed, lost, usual)

    def chances(self, tick: int, which: int, share: int) -> np.ndarray:
        """Chance of each bin: of the candidate (1) with this share of the users, or of the stable version (0)."""
        return self._laws(*self._version(tick, which), *self._load(tick, share, which))

    def _side(self, tick: int, which: int, requests: int, errors: int, away: int, share: int) -> Side:
        if not share:
            return NOBODY
        self._waiting[which] += requests - away  # whom a full queue turns away waits for nothing
        self._away[which] += away
        if (tick + 1) % self._timed:
            return Side(requests, errors + away, 0)
        histogram = self._chance(tick, which).multinomial(self._waiting[which], self.chances(tick, which, share))
        slow = self._away[which] + int(histogram[BINS // 2 :].sum())
        self._waiting[which] = self._away[which] = 0
        return Side(requests, errors + away, slow, histogram)

    def _turned_away(self, tick: int, which: int, requests: int, errors: int, share: int) -> int:
        """How many of those whom the version would not fail find the queue full."""
        version, slowness = self._version(tick, which)
        chance = overload(version, *self._load(tick, share, which), slowness=slowness)
        return int(self._chance(tick, which + 3).binomial(requests - errors, chance)) if chance else 0

    def _part(self, tick: int, away: int, of_stable: tuple[int, int], of_baseline: tuple[int, int]) -> int:
        """How many of the stable version's users who were turned away belong to the baseline."""
        everybody, some = (requests - errors for requests, errors in (of_stable, of_baseline))
        return int(self._chance(tick, 5).hypergeometric(away, everybody - away, some)) if away and some else 0

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
