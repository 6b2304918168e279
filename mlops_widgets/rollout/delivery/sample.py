"""Which requests of a tick are shown on their way, and what becomes of each?"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from mlops_widgets.rollout.deliver import Delivered
from mlops_widgets.rollout.engines import CountEngine, edges
from mlops_widgets.rollout.world import BUCKETS, Day

__all__ = ["SLOTS", "one_in", "sample"]

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]

SLOTS = 12  # requests of a tick that are shown at most
_STEADY = 9  # ticks in which queues are taken to be the same: a law costs more than a picture is worth


def one_in(arrivals: Floats, tick: float) -> float:
    """How many requests each that is shown stands for, where so many come a second."""
    return max(float(arrivals.max()) * tick / SLOTS, 1.0)


def sample(day: Day, done: Delivered, engine: CountEngine) -> dict[str, Floats]:
    """A few of each tick's requests, drawn from the users whose fates are known.

    Returns
    -------
    dict
        For each of 12: ``place`` (its user's among all, 0-1), ``way`` (0 or 1 by the stable version, 2 or 3 by the
        candidate; odd where it failed; NaN where fewer came) and ``pace`` (its latency, in the stable version's
        median); ``copy`` and ``copy_pace`` of its copy, where there is one.
    """
    luck = np.random.default_rng([day.seed, 40]).random((4, len(day), SLOTS))
    total = day.users[:, -1:]
    shown = np.arange(SLOTS) < np.minimum(np.round(total / one_in(day.arrivals, day.tick)), SLOTS)
    rank = (luck[0] * total).astype(np.int64)
    group = (day.users[:, 1:, None] <= rank[:, None, :]).sum(axis=1).clip(max=BUCKETS - 1)
    first, users = _of_group(day.users, group)
    inside = rank - first
    fails = np.stack([inside < _of_group(each, group)[1] for each in (day.failed_by_stable, day.failed_by_candidate)])
    fails |= luck[1] < _turned_away(day, done)[:, :, None]
    slow = np.stack([_latency(day, done, engine, which, luck[2 + which]) for which in (0, 1)]) / day.stable.latency
    meets = group < done.share[:, None]
    by = (meets & ~done.mirrored[:, None]).astype(int)
    chosen = np.where(by, fails[1], fails[0]), np.where(by, slow[1], slow[0])
    copied = shown & meets & done.mirrored[:, None]
    found = {
        "place": np.where(shown, (group + (inside + 0.5) / np.maximum(users, 1)) / BUCKETS, np.nan),
        "way": np.where(shown, 2 * by + chosen[0], np.nan),
        "pace": np.where(shown, chosen[1], np.nan),
        "copy": np.where(copied, 2 + fails[1], np.nan),
        "copy_pace": np.where(copied, slow[1], np.nan),
    }
    return {f"{name}_{slot}": values[:, slot] for name, values in found.items() for slot in range(SLOTS)}


def _of_group(table: Counts, group: Counts) -> tuple[Counts, Counts]:
    """How many stand before a group in a cumulative table, and how many in it."""
    before = np.take_along_axis(table, group, axis=1)
    return before, np.take_along_axis(table, group + 1, axis=1) - before


def _turned_away(day: Day, done: Delivered) -> Floats:
    """Share of the requests that failed because a queue was full, of both versions; (2, ticks)."""
    ticks, first = np.arange(len(day)), np.where(done.mirrored, 0, done.share)
    old, new = day.failed_by_stable, day.failed_by_candidate
    usual = np.stack([old[:, -1] - old[ticks, first], new[ticks, done.share]], axis=1)
    well = done.requests - usual
    return np.divide(done.errors - usual, well, out=np.zeros(well.shape), where=well > 0).T


def _latency(day: Day, done: Delivered, engine: CountEngine, which: int, luck: Floats) -> Floats:
    """Milliseconds of an answer by one version, the middle of its bin; (ticks, 12)."""
    at = edges(day.limit)
    middles = np.sqrt(np.r_[at[0], at] * np.r_[at, at[-1]])
    shares = done.share if which else BUCKETS - np.where(done.mirrored, 0, done.share)
    bins = [
        np.searchsorted(engine.chances(tick - tick % _STEADY, which, int(share)).cumsum(), chance * (1 - 1e-12))
        for tick, (share, chance) in enumerate(zip(shares, luck, strict=True))
    ]
    slow: Floats = middles[np.array(bins).clip(max=middles.size - 1)]
    return slow
