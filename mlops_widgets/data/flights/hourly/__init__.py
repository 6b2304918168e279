"""Tell what happened at each airport, and in its weather, in each hour of 2013.

The small stream for first views: it is read from one file in this package with numpy alone, so a
first cell needs neither the big table nor pandas. The file is made by
``python -m mlops_widgets.data.flights.hourly`` (see ``build``).
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from mlops_widgets.data.flights.hourly.storm import Storm, find
from mlops_widgets.data.flights.source import AIRPORTS

__all__ = ["HOURS", "STORED", "Hourly", "Storm", "hourly", "storms"]

HOURS = 365 * 24
STORED = Path(__file__).parent.with_name("hourly.npz")

_COUNTS = ("scheduled", "departed", "landed", "late", "cancelled")
_NUMBERS = ("departure_delay", "precipitation", "visibility", "gust")

Counts = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Hourly:
    """One airport's year, one row for each hour on the clock of New York; all arrays are read-only.

    The clock keeps its hours where the timetable has them, all year. So 10 March 02:00 is an empty
    row (the hour was skipped) and 3 November 01:00 holds both hours of that name. A flight that
    landed in 2014 is in no row. Flights count for the airport they left from, not where they landed.
    """

    airport: str  # EWR, JFK or LGA
    hour: Counts  # (8760,) hours since 2013-01-01 00:00 on the clock of New York
    scheduled: Counts  # (8760,) departures in the timetable
    departed: Counts  # (8760,) departures that took place in this hour
    departure_delay: Numbers  # (8760,) minutes, their mean, to 0.01; nan if none departed
    landed: Counts  # (8760,) flights that landed at their destination in this hour: labels that arrive
    late: Counts  # (8760,) how many of those landed more than 30 minutes late
    cancelled: Counts  # (8760,) departures in the timetable that never took place
    precipitation: Numbers  # (8760,) inches of water in this hour; nan if the station is silent
    visibility: Numbers  # (8760,) statute miles, 10 stands for 10 and more; nan if silent
    gust: Numbers  # (8760,) miles per hour; nan if silent or no gust reported
    storm: npt.NDArray[np.bool_]  # (8760,) is the hour inside one of storms(airport)?


def hourly(airport: str) -> Hourly:
    """Return the year of one airport, hour by hour.

    Parameters
    ----------
    airport
        EWR (Newark), JFK (Kennedy) or LGA (LaGuardia).

    Returns
    -------
    Hourly
        Read-only arrays of shape (8760,).

    Raises
    ------
    ValueError
        If the airport is none of the three.

    Examples
    --------
    >>> newark = hourly("EWR")
    >>> int(newark.landed.sum()), round(float(newark.late.sum() / newark.landed.sum()), 3)
    (117110, 0.173)

    """
    if airport not in AIRPORTS:
        raise ValueError(
            f"airport must be one of {', '.join(AIRPORTS)}, where all flights of the data start, "
            f'got {airport!r}; use "EWR" for Newark'
        )
    return _hourly(airport)


def storms(airport: str) -> tuple[Storm, ...]:
    """Return the storms of one airport's year, found from its weather station and nothing else.

    Parameters
    ----------
    airport
        EWR, JFK or LGA.

    Returns
    -------
    tuple of Storm
        In order of time, never overlapping. The rule stands in ``hourly.storm.find``.

    Raises
    ------
    ValueError
        If the airport is none of the three.

    Examples
    --------
    >>> storms("EWR")[1].label
    'storm, 31 Jan'

    """
    return _storms(hourly(airport).airport)


@lru_cache(maxsize=len(AIRPORTS))
def _storms(airport: str) -> tuple[Storm, ...]:
    year = _hourly(airport)
    return find(year.precipitation, year.visibility, year.gust)


@lru_cache(maxsize=len(AIRPORTS))
def _hourly(airport: str) -> Hourly:
    with np.load(STORED, allow_pickle=False) as file:
        # Stored in one byte, late - landed would wrap. Stored in four, 0.30 is a little more than 0.30,
        # and a rule that says "more than" would hear it.
        counts = {name: file[f"{airport}.{name}"].astype(np.int64) for name in _COUNTS}
        numbers = {name: file[f"{airport}.{name}"].astype(np.float64).round(2) for name in _NUMBERS}
    storm = np.zeros(HOURS, dtype=np.bool_)
    for one in find(numbers["precipitation"], numbers["visibility"], numbers["gust"]):
        storm[one.start : one.end] = True
    hour = np.arange(HOURS, dtype=np.int64)
    for array in (hour, storm, *counts.values(), *numbers.values()):
        array.flags.writeable = False
    return Hourly(airport=airport, hour=hour, storm=storm, **counts, **numbers)
