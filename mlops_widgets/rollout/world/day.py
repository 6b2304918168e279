"""What happens on a day to each user under either version, before anybody decides who meets which?

Both outcomes of every user are drawn, so that two policies meet the same users and can be compared exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil

import numpy as np
import numpy.typing as npt

from .traffic import rate
from .version import Version

__all__ = ["BUCKETS", "USERS", "Day", "draw", "strike"]

Counts = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

BUCKETS = 100  # users are hashed into so many groups; a share of 5 % is the first five
USERS = 10_000  # who come back again and again, and always meet the same version


@dataclass(frozen=True, eq=False)
class Day:
    """Users in a hundred sticky groups, tick by tick, and how many of them either version would fail.

    The tables are cumulative over the groups: column ``b`` holds the users of the first ``b`` groups, so that a
    share is looked up and not added up.
    """

    seed: int
    tick: float  # seconds
    limit: float  # milliseconds that an answer may take
    arrivals: Floats  # (ticks,) expected requests a second
    stable: Version
    candidate: Version
    segments: tuple[float, ...]  # share of users in each segment
    failing: Floats = field(repr=False)  # (ticks, 2) share of requests that fail: stable, candidate
    struck: Floats = field(repr=False)  # (2, 100) how often a group fails beside the mean: stable, candidate
    users: Counts = field(repr=False)  # (ticks, 101)
    failed_by_stable: Counts = field(repr=False)  # (ticks, 101)
    failed_by_candidate: Counts = field(repr=False)  # (ticks, 101)

    def __len__(self) -> int:
        """Ticks."""
        return len(self.arrivals)

    def times(self) -> Floats:
        """Seconds at which each tick begins."""
        return self.tick * np.arange(len(self), dtype=np.float64)


def draw(
    stable: Version,
    candidate: Version,
    *,
    requests: float = 50.0,
    pattern: str = "constant",
    ticks: int = 720,
    tick: float = 10.0,
    limit: float = 300.0,
    segments: tuple[float, ...] = (1.0,),
    faults: Sequence[tuple[int, int, float]] = (),
    seed: int = 0,
) -> Day:
    """Draw a day: who comes, and whom each version would fail.

    Parameters
    ----------
    stable, candidate
        The version in service and the one to be released.
    requests
        Mean requests a second.
    pattern
        One of ``PATTERNS``.
    ticks, tick
        How many, and how long each is, in seconds.
    limit
        Milliseconds that an answer may take; a longer one is counted as slow.
    segments
        Share of users in each segment; they sum to 1.
    faults
        First tick, the tick after the last, and the share of requests that the candidate fails on top.
    seed
        Every source of chance has a stream of its own, so that a worse candidate meets the same users.

    Raises
    ------
    ValueError
        When shares do not sum to 1, or there is no tick.

    Examples
    --------
    >>> day = draw(Version(), Version(errors=0.05), ticks=6, seed=1)
    >>> day.users.shape, int(day.users[0, 100]) > 400
    ((6, 101), True)
    """
    if len(segments) == 0 or min(segments) < 0 or abs(sum(segments) - 1) > 1e-9:
        raise ValueError(f"segments must be shares that sum to 1, got {segments!r}: write (0.7, 0.3).")
    if ticks < 1 or not 0 < tick < np.inf:
        raise ValueError(f"a day needs ticks of some seconds, got {ticks!r} of {tick!r}: write ticks=720, tick=10.")
    if not 0 < limit < np.inf:
        raise ValueError(f"limit must be milliseconds above 0, got {limit!r}: write 300.")
    for version in (stable, candidate):
        version.earns(segments)
    times: Floats = tick * np.arange(ticks, dtype=np.float64)
    arrivals = rate(pattern, requests, times)
    coming, fate, change, hit = (np.random.default_rng([seed, source]) for source in range(1, 5))
    users = coming.poisson((arrivals * tick / BUCKETS)[:, None], (ticks, BUCKETS))
    struck = np.array([strike(version, hit) for version in (stable, candidate)])
    # The old version has been in service for long: it neither warms up nor wears any further.
    failing = np.stack([stable.failing(np.zeros(ticks)), candidate.failing(times)], axis=1)
    for start, end, share in faults:
        failing[start:end, 1] = np.clip(failing[start:end, 1] + share, 0.0, candidate.hits)
    usual, risk = (np.minimum(share[:, None] * weight, 1.0) for share, weight in zip(failing.T, struck, strict=True))
    failed = fate.binomial(users, usual)
    tables = (_summed(each) for each in (users, failed, _changed(change, users, failed, usual, risk)))
    return Day(seed, tick, limit, arrivals, stable, candidate, segments, failing, struck, *tables)


def _changed(rng: np.random.Generator, users: Counts, failed: Counts, usual: Floats, risk: Floats) -> Counts:
    """Whom the candidate fails: those whom the stable version fails, and more or fewer, as their rates differ."""
    more = risk >= usual
    with np.errstate(invalid="ignore", divide="ignore"):
        chance = np.where(more, (risk - usual) / (1 - usual), risk / usual)
    drawn = rng.binomial(np.where(more, users - failed, failed), np.nan_to_num(chance).clip(0, 1))
    return np.where(more, failed + drawn, drawn)


def strike(version: Version, rng: np.random.Generator) -> Floats:
    """How often each group fails beside the mean: where a fault hits few users, some groups bear it all."""
    weight, order = np.zeros(BUCKETS), rng.permutation(BUCKETS)
    hit = ceil(round(version.hits * BUCKETS, 6))  # 0.07 · 100 is a trifle more than 7
    weight[order[:hit]] = BUCKETS / hit
    return weight


def _summed(counts: Counts) -> Counts:
    summed = np.zeros((len(counts), BUCKETS + 1), dtype=np.int64)
    np.cumsum(counts, axis=1, out=summed[:, 1:])
    return summed
