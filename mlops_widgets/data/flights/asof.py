"""Tell what is known about a flight two hours before its scheduled departure."""

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from mlops_widgets.data.flights.clock import hours, moments
from mlops_widgets.data.flights.history import heard
from mlops_widgets.data.flights.observations import observations, seen
from mlops_widgets.data.flights.source import read
from mlops_widgets.data.flights.table import record

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["HOURS_AHEAD", "LEAKS", "features"]

HOURS_AHEAD = 2
LEAKS = (
    "dep_delay",  # minutes by which the flight itself left late
    "weather_at_departure",  # the observation of the hour it was to leave in
    "late_share_of_day",  # of all its airport's flights that day, its evening included
)

_TIMETABLE = ("origin", "dest", "carrier", "tailnum", "distance", "scheduled")


def features(
    flights: "pd.DataFrame",
    *,
    leaks: Sequence[str] = (),
    history: "pd.DataFrame | None" = None,
    weather: "pd.DataFrame | None" = None,
) -> "pd.DataFrame":
    """Return what was known about each flight two hours before its scheduled departure.

    An event counts once it has happened: a departure when the flight departed, a label when it
    landed, an observation when its hour was over. Month is left out on purpose: a model that has
    seen one winter could learn from it nothing but that winter.

    Parameters
    ----------
    flights
        The flights to predict: rows of ``load()``.
    leaks
        Names out of ``LEAKS``, to see what a model does with what nobody could have known. None by
        default: a leak must be asked for by its name.
    history
        The flights whose events may be known; all of the year by default.
    weather
        The observations that may be known; ``observations.observations()`` by default.

    Returns
    -------
    DataFrame
        One row for each flight, with its index:

        - ``origin``, ``dest``, ``carrier`` (categories); ``distance`` (miles); ``hour`` (0-23) and
          ``weekday`` (0 is Monday) of the timetable; ``departures`` it has at the airport in that hour.
        - ``plane_age`` (years), ``seats``: of the aircraft assigned, taken to be known by then.
        - ``temperature``, ``dew_point`` (degrees F), ``wind``, ``gust`` (mph), ``precipitation``
          (in), ``visibility`` (mi): the last observation, nan if it is over six hours old.
        - ``recent_late``: late share of the airport's flights that landed in the last 3 hours;
          ``day_late`` and ``carrier_late``: in the last 24, of the airport and of the carrier there;
          ``recent_delay``: mean minutes of those that departed in the last 3; ``waiting``: flights
          due in the last 3 hours that have not left; ``plane_delay``: minutes by which the aircraft's
          last known landing of the last 24 hours was late. nan where nothing is known.

    Raises
    ------
    ValueError
        If a leak is unknown, or a column of the timetable is missing.

    Examples
    --------
    >>> from mlops_widgets.data.flights import load
    >>> features(load().head(3))[["origin", "hour", "distance"]].to_numpy().tolist()
    [['EWR', 5, 1400], ['LGA', 5, 1416], ['JFK', 5, 1089]]

    References
    ----------
    Kaufman, Rosset, Perlich and Stitelman (2012), Leakage in data mining, ACM TKDD 6(4).

    """
    _check(flights, leaks)
    import pandas as pd

    past = record() if history is None else history
    sky = observations() if weather is None else weather
    cutoff = moments(flights["scheduled"]) - hours(HOURS_AHEAD)
    known = [_plan(flights), _planes(flights), seen(flights, cutoff, sky), heard(flights, cutoff, past)]
    return pd.concat([*known, *(_leak(name, flights, past, sky) for name in dict.fromkeys(leaks))], axis=1)


def _check(flights: "pd.DataFrame", leaks: Sequence[str]) -> None:
    missing = [name for name in _TIMETABLE if name not in flights]
    if missing:
        raise ValueError(f"flights must have the column {missing[0]}, which is not there; use rows of load()")
    unknown = [leaks] if isinstance(leaks, str) else [name for name in leaks if name not in LEAKS]
    if unknown:
        raise ValueError(
            f"leaks must be a tuple of names out of {', '.join(LEAKS)}, got {unknown[0]!r}; "
            'use leaks=("dep_delay",), or leave it out to predict honestly'
        )


def _plan(flights: "pd.DataFrame") -> "pd.DataFrame":
    clock = flights["scheduled"].dt
    slots = flights[["origin"]].assign(slot=moments(flights["scheduled"]) // hours(1))
    return flights[["origin", "dest", "carrier", "distance"]].assign(
        hour=clock.hour,
        weekday=clock.day_of_week,
        departures=slots.join(_timetable(), on=["origin", "slot"])["departures"].to_numpy(np.float64),
    )


def _planes(flights: "pd.DataFrame") -> "pd.DataFrame":
    import pandas as pd

    planes, tail = _register(), flights["tailnum"].astype(object)
    table = pd.DataFrame({"plane_age": 2013 - tail.map(planes["year"]), "seats": tail.map(planes["seats"])})
    return table.astype(np.float64)  # one aircraft alone would come in whole numbers


def _leak(name: str, flights: "pd.DataFrame", past: "pd.DataFrame", sky: "pd.DataFrame") -> "pd.DataFrame":
    if name == "dep_delay":
        return flights[["dep_delay"]]
    if name == "weather_at_departure":
        hour_over = moments(flights["scheduled"]) + hours(1)
        return seen(flights, hour_over, sky, suffix="_at_departure")
    days = [past["origin"], past["scheduled"].dt.date.rename("day")]
    share = past["late"].astype("Float64").groupby(days, observed=True).mean().rename("share")
    keys = flights[["origin"]].assign(day=flights["scheduled"].dt.date)
    shares = keys.join(share, on=["origin", "day"])["share"]
    return flights[[]].assign(late_share_of_day=shares.to_numpy(np.float64, na_value=np.nan))


@lru_cache(maxsize=1)
def _timetable() -> "pd.Series":
    flights = record()
    slots = flights[["origin"]].assign(slot=moments(flights["scheduled"]) // hours(1))
    return slots.groupby(["origin", "slot"], observed=True).size().rename("departures")


@lru_cache(maxsize=1)
def _register() -> "pd.DataFrame":
    return read("planes").set_index("tailnum")
