"""How much of the hour's error budget is left, and how fast does it go?"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from mlops_widgets.rollout.deliver import Delivered
from mlops_widgets.rollout.world import Day

__all__ = ["RECENT", "TARGET", "budget"]

Floats = npt.NDArray[np.float64]

TARGET = 0.99  # of the requests shall be answered well: the rest of them is the budget
RECENT = 15  # ticks, over which a rate is told


def budget(day: Day, done: Delivered, at_once: Delivered) -> dict[str, Floats]:
    """The share that is left, here and had everybody had the candidate at once; and the burn rate.

    The budget is what may fail of all requests that are expected on this day. A burn rate of 1 spends all of it in
    just that time.

    References
    ----------
    Beyer, Murphy, Rensin, Kawahara and Thorne (eds., 2018), The Site Reliability Workbook, O'Reilly, chapter 5.
    """
    allowed = (1 - TARGET) * day.arrivals.sum() * day.tick
    left, otherwise = (1 - each.lost.cumsum() / allowed if allowed else np.ones(len(day)) for each in (done, at_once))
    lost, users = (_recent(each) for each in (done.lost, day.users[:, -1]))
    rate = np.divide(lost, users, out=np.zeros(len(day)), where=users > 0)
    return {"budget": left, "budget_at_once": otherwise, "burn": rate / (1 - TARGET)}


def _recent(counts: npt.NDArray[np.int64]) -> Floats:
    sums = counts.cumsum().astype(float)
    sums[RECENT:] -= sums[:-RECENT].copy()
    return sums
