"""Tell what was known about earlier flights by a given moment."""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from mlops_widgets.data.flights.clock import NEVER, Moments, hours, moments

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["heard"]

_RECENT = 3  # hours; in the busy part of the day they hold dozens of flights
_DAY = 24  # hours
_EVENTS = [
    "origin",
    "carrier",
    "tailnum",
    "scheduled",
    "departed",
    "landed",
    "late",
    "dep_delay",
    "arr_delay",
]

Numbers = npt.NDArray[np.float64]


def heard(flights: "pd.DataFrame", by: Moments, past: "pd.DataFrame") -> "pd.DataFrame":
    """Sum up, for each flight, the others as far as their fate was known by its moment.

    Parameters
    ----------
    flights
        With the columns ``origin``, ``carrier`` and ``tailnum``.
    by
        A moment for each flight, shape (flights,).
    past
        Rows of ``load()``; what happened in them after the moment is not looked at.

    Returns
    -------
    DataFrame
        Index of the flights; columns as ``features`` describes them, nan where nothing was known.

    """
    import pandas as pd

    past = _near(past, by)
    names = ("recent_late", "day_late", "carrier_late", "recent_delay", "waiting", "plane_delay")
    column = {name: np.full(len(flights), np.nan) for name in names}
    # As arrays, once: to take some rows of a table, for each of some thousand aircraft, costs far more than to count.
    scheduled, departed, landed = (moments(past[name]) for name in ("scheduled", "departed", "landed"))
    late, left_late, came_late = (_numbers(past[name]) for name in ("late", "dep_delay", "arr_delay"))
    for rows, others in _paired(["origin"], flights, past):
        column["recent_late"][rows] = _mean(landed[others], late[others], by[rows], _RECENT)
        column["day_late"][rows] = _mean(landed[others], late[others], by[rows], _DAY)
        column["recent_delay"][rows] = _mean(departed[others], left_late[others], by[rows], _RECENT)
        column["waiting"][rows] = _waiting(scheduled[others], departed[others], by[rows])
    for rows, others in _paired(["origin", "carrier"], flights, past):
        column["carrier_late"][rows] = _mean(landed[others], late[others], by[rows], _DAY)
    for rows, others in _paired(["tailnum"], flights, past):
        column["plane_delay"][rows] = _last(landed[others], came_late[others], by[rows], _DAY)
    return pd.DataFrame(column, index=flights.index)


def _near(past: "pd.DataFrame", by: Moments) -> "pd.DataFrame":
    """Keep the flights that can matter: nobody looks back over a day, and none landed two days late."""
    due = moments(past["scheduled"])
    first, last = (by.min(), by.max()) if by.size else (0, 0)
    return past.loc[(due >= first - hours(4 * _DAY)) & (due <= last + hours(_DAY)), _EVENTS]


def _paired(
    keys: list[str], flights: "pd.DataFrame", past: "pd.DataFrame"
) -> list[tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]]:
    """Pair the row numbers of the flights that share the keys with those of the past flights that do too."""
    groups = flights.groupby(keys, observed=True).indices
    pasts = past.groupby(keys, observed=True).indices
    return [(rows, pasts[key]) for key, rows in groups.items() if key in pasts]


def _numbers(column: "pd.Series") -> Numbers:
    numbers: Numbers = column.to_numpy(np.float64, na_value=np.nan)
    return numbers


def _in_order(happened: Moments, value: Numbers) -> tuple[Moments, Numbers]:
    order = np.argsort(happened, kind="stable")
    order = order[(happened[order] != NEVER) & ~np.isnan(value[order])]
    return happened[order], value[order]


def _mean(happened: Moments, value: Numbers, by: Moments, window: int) -> Numbers:
    """Average what happened in the window of hours up to each moment; nan if nothing did."""
    happened, value = _in_order(happened, value)
    total = np.concatenate([[0.0], np.cumsum(value)])  # whole numbers, so that no rounding depends on the past
    first = np.searchsorted(happened, by - hours(window), side="right")
    last = np.searchsorted(happened, by, side="right")
    mean = np.full(by.shape, np.nan)
    np.divide(total[last] - total[first], last - first, out=mean, where=last > first)
    return mean


def _last(happened: Moments, value: Numbers, by: Moments, window: int) -> Numbers:
    """Return the value of the last thing that happened by each moment, if it lies in the window."""
    happened, value = _in_order(happened, value)
    last = np.searchsorted(happened, by, side="right") - 1
    fresh = last >= 0
    fresh[fresh] = by[fresh] - happened[last[fresh]] < hours(window)
    found = np.full(by.shape, np.nan)
    found[fresh] = value[last[fresh]]
    return found


def _waiting(scheduled: Moments, departed: Moments, by: Moments) -> Numbers:
    """Count the flights that were due and had not left; after some hours nobody waits for them."""
    gone = np.minimum(np.maximum(scheduled, departed), scheduled + hours(_RECENT))
    due, left = (np.searchsorted(np.sort(times), by, side="right") for times in (scheduled, gone))
    return (due - left).astype(np.float64)
