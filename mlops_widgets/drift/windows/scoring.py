"""What were the alarms worth? How soon after a change, and how often without one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .streams import Change

__all__ = ["QUIET", "begun", "caused", "delays"]

QUIET = 3  # h; an alarm that comes back within them is the same alarm


def begun(on: np.ndarray) -> np.ndarray:
    """At which hours does an alarm begin? (streams, n), after ``QUIET`` hours without one.

    Examples
    --------
    >>> begun(np.array([[0, 1, 1, 0, 1, 0, 0, 0, 1]]) > 0).astype(int)
    array([[0, 1, 0, 0, 0, 0, 0, 0, 1]])
    """
    before = np.zeros_like(on)
    for hours in range(1, QUIET + 1):
        before[:, hours:] |= on[:, :-hours]
    found: np.ndarray = on & ~before
    return found


def caused(changes: Sequence[Change], n: int) -> np.ndarray:
    """In which hours has an alarm a cause? (n,)."""
    hours = np.arange(n)
    inside: np.ndarray = np.zeros(n, dtype=bool)
    for change in changes:
        inside |= change.inside(hours)
    return inside


def delays(alarms: np.ndarray, changes: Sequence[Change]) -> np.ndarray:
    """Hours from each change to the first alarm that begins about it, (streams, changes); NaN where none does."""
    hours = np.arange(alarms.shape[1])
    found = np.full((alarms.shape[0], len(changes)), np.nan)
    for index, change in enumerate(changes):
        about = alarms & change.inside(hours)
        found[:, index] = np.where(about.any(axis=1), about.argmax(axis=1) - change.start, np.nan)
    return found
