"""How good was a detector? Each alarm is held against the truth: seen how late, or without a cause."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .sources import Change

__all__ = ["PAUSE", "Score", "score"]

PAUSE = 24.0  # an alarm that comes back within this time is the same alarm


@dataclass(frozen=True, eq=False)
class Score:
    """What a detector's alarms were worth."""

    alarms: tuple[int, ...]  # tick at which each alarm went on
    false: tuple[int, ...]  # those without a cause
    found: tuple[int | None, ...]  # for each change the tick of the alarm that found it, None when none did
    delays: tuple[float, ...]  # for each change, in units of time; NaN when not found
    already: tuple[bool, ...]  # for each change: was an alarm on when it began, so that none could find it?
    wasted: np.ndarray  # (n,) bool: on, and part of an alarm without a cause


def score(time: np.ndarray, alarm: np.ndarray, changes: Sequence[Change]) -> Score:
    """Judge an alarm that is on or off at each tick.

    An alarm lasts from its first tick until it has been off for ``PAUSE``; it is judged once, by its
    first tick. It finds every change that is going on then, or ended less than its grace ago, and that
    no alarm found before; with none, it has no cause. So an alarm that is on for ever finds nothing.

    Parameters
    ----------
    time
        Shape (n,), hours.
    alarm
        Shape (n,), true while the alarm is on.
    changes
        In order of start.

    Examples
    --------
    >>> hours = np.arange(100.0)
    >>> score(hours, hours >= 60, [Change(50, 70, "storm")]).delays
    (10.0,)
    """
    on = np.flatnonzero(alarm)
    fresh = np.diff(time[on], prepend=-np.inf) >= PAUSE
    alarms = on[fresh]
    found: list[int | None] = [None] * len(changes)
    false = []
    for tick in alarms.tolist():
        causes = [i for i, each in enumerate(changes) if each.start <= time[tick] < each.end + each.grace]
        if not causes:
            false.append(tick)
        for i in causes:
            found[i] = tick if found[i] is None else found[i]
    delays = [np.nan if at is None else float(time[at]) - each.start for at, each in zip(found, changes, strict=True)]
    owner = np.zeros(time.size, dtype=int)
    owner[on] = alarms[np.cumsum(fresh) - 1] if on.size else 0
    wasted = np.asarray(alarm, dtype=bool) & np.isin(owner, false)
    already = tuple(bool(np.any((time[on] < each.start) & (each.start - time[on] < PAUSE))) for each in changes)
    return Score(tuple(alarms.tolist()), tuple(false), tuple(found), tuple(delays), already, wasted)
