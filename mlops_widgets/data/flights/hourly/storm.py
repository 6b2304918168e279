"""Tell when there was a storm at an airport, by its weather station alone.

Delays take no part in the rule: a storm is the truth that a detector on delays is judged by.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
import numpy.typing as npt

__all__ = ["APART", "Storm", "find"]

HEAVY_RAIN, MODERATE_RAIN = 0.30, 0.10  # inches in an hour, more than: intensities of FMH-1
LOW_IFR, IFR = 1.0, 3.0  # statute miles of visibility, less than: flight categories of the AWC
ADVISORY, GALE = 46.0, 39.0  # miles per hour in a gust, at least: 40 and 34 knots
APART = 12  # hours; rough hours closer than this belong to one spell

# Written out, because strftime answers in the language of the machine.
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
# Storms with a name in the record; all others are called by their date.
_NAMED = {
    (2, 8): "nor'easter",  # the blizzard of 8-9 February, category 3 on NOAA's snowfall scale
    (3, 6): "nor'easter",  # the coastal storm of 6-8 March, which stalled and came back as snow
    (3, 7): "nor'easter",
    (3, 8): "nor'easter",
    (6, 7): "tropical storm Andrea",  # National Hurricane Center, report AL012013
}


@dataclass(frozen=True)
class Storm:
    """One storm at one airport."""

    start: int  # hours since 2013-01-01 00:00 on the clock of New York
    end: int  # the same, exclusive
    label: str  # 'storm, 13 Jun', or its name where the record has one
    why: str  # what the station saw at its worst


def find(
    precipitation: npt.NDArray[np.float64],
    visibility: npt.NDArray[np.float64],
    gust: npt.NDArray[np.float64],
) -> tuple[Storm, ...]:
    """Find the storms in one year of hourly weather.

    An hour is **severe** with heavy rain (more than 0.30 in), or with precipitation in which one sees
    less than 1 mile (low IFR; so snow counts, dry fog does not, and fog with drizzle does), or with a gust
    of 46 mph (the National Weather Service's wind advisory). It is **rough** from moderate rain (more than
    0.10 in), precipitation with less than 3 miles (IFR), or a gale's gust of 39 mph.
    Rough hours less than 12 hours apart form a spell, and a spell with a severe hour is a storm.

    Parameters
    ----------
    precipitation
        Inches of water in the hour, shape (hours,), from 1 January 2013; nan where unknown.
    visibility
        Statute miles, same shape.
    gust
        Miles per hour, same shape; nan where no gust was reported.

    Returns
    -------
    tuple of Storm
        From the first rough hour to the end of the last one.

    Examples
    --------
    >>> rain = np.array([0, 0.2, 0.5, 0, 0.2, 0, 0])
    >>> [(storm.start, storm.end) for storm in find(rain, np.full(7, 10.0), np.full(7, np.nan))]
    [(1, 5)]

    References
    ----------
    Federal Meteorological Handbook No. 1 (FCM-H1), 2019, chapter 8: intensity of rain.
    National Weather Service, Aviation Weather Center: flight categories (low IFR: less than 1 mile;
    IFR: less than 3 miles).
    National Weather Service, New York: wind advisory, gusts of 46 to 57 mph; gale, 34 knots.

    """
    # Comparisons with nan are false: a silent station reports no storm.
    wet = precipitation > 0
    severe = (precipitation > HEAVY_RAIN) | (wet & (visibility < LOW_IFR)) | (gust >= ADVISORY)
    rough = severe | (precipitation > MODERATE_RAIN) | (wet & (visibility < IFR)) | (gust >= GALE)
    return tuple(
        Storm(start, end, _label(start), _why(precipitation, visibility, gust, severe, slice(start, end)))
        for start, end in _spells(np.flatnonzero(rough))
        if severe[start:end].any()
    )


def _spells(hours: npt.NDArray[np.intp]) -> list[tuple[int, int]]:
    if hours.size == 0:
        return []
    parts = np.split(hours, np.flatnonzero(np.diff(hours) > APART) + 1)
    return [(int(part[0]), int(part[-1]) + 1) for part in parts]


def _label(start: int) -> str:
    day = datetime(2013, 1, 1) + timedelta(hours=start)  # a clock reading, so without a zone
    return f"{_NAMED.get((day.month, day.day), 'storm')}, {day.day} {_MONTHS[day.month - 1]}"


def _why(
    precipitation: npt.NDArray[np.float64],
    visibility: npt.NDArray[np.float64],
    gust: npt.NDArray[np.float64],
    severe: npt.NDArray[np.bool_],
    spell: slice,
) -> str:
    """Name the worst of each measurement that made an hour severe."""
    rain, sight, wind = (column[spell][severe[spell]] for column in (precipitation, visibility, gust))
    seen = []
    if (rain > HEAVY_RAIN).any():
        seen.append(f"heavy rain, {np.nanmax(rain):.2f} in within an hour")
    if ((rain > 0) & (sight < LOW_IFR)).any():
        seen.append(f"visibility {sight[rain > 0].min():.2f} mi in precipitation")
    if (wind >= ADVISORY).any():
        seen.append(f"gusts of {np.nanmax(wind):.0f} mph")
    return "; ".join(seen)
