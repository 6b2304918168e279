"""Tell what the weather station of an airport had reported by a given moment."""

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from mlops_widgets.data.flights.clock import Moments, hours, moments
from mlops_widgets.data.flights.source import AIRPORTS, CLOCK, read

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["observations", "seen"]

_STALE = 6  # hours after which a station that fell silent counts as unknown
_MEASURED = {  # name in the file: name with its meaning
    "temp": "temperature",  # degrees Fahrenheit
    "dewp": "dew_point",  # degrees Fahrenheit
    "wind_speed": "wind",  # miles per hour
    "wind_gust": "gust",  # miles per hour
    "precip": "precipitation",  # inches in the hour
    "visib": "visibility",  # statute miles
}


@lru_cache(maxsize=1)
def observations() -> "pd.DataFrame":
    """Return the hourly observations of the three stations in order of time; not to be changed.

    ``time_hour`` is the start of the hour. The file's UTC column and its local clock columns agree
    in all months (checked by a test), so either could be used; the UTC one knows no clock change.
    """
    import pandas as pd

    weather = read("weather")
    weather["time_hour"] = pd.to_datetime(weather["time_hour"], utc=True).dt.tz_convert(CLOCK)
    # One row says 1048 mph, several times more than any wind ever measured.
    weather["wind_speed"] = weather["wind_speed"].where(weather["wind_speed"] < 300)
    return weather.sort_values("time_hour", kind="stable", ignore_index=True)


def seen(flights: "pd.DataFrame", by: Moments, weather: "pd.DataFrame", *, suffix: str = "") -> "pd.DataFrame":
    """Return the last observation at each flight's origin that was complete by its moment.

    Parameters
    ----------
    flights
        With the column ``origin``.
    by
        A moment for each flight, shape (flights,).
    weather
        Rows of ``observations()``, in order of time.
    suffix
        Added to each column's name.

    Returns
    -------
    DataFrame
        Index of the flights; nan where the last observation is over six hours old.

    """
    import pandas as pd

    table = np.full((len(flights), len(_MEASURED)), np.nan)
    for airport in AIRPORTS:
        rows = np.flatnonzero(flights["origin"] == airport)
        station = weather[weather["origin"] == airport]
        # A row holds what was observed up to minute 51 of its hour: it is known when the hour is over.
        known = moments(station["time_hour"]) + hours(1)
        last = np.searchsorted(known, by[rows], side="right") - 1
        fresh = last >= 0
        fresh[fresh] = by[rows[fresh]] - known[last[fresh]] <= hours(_STALE)
        table[rows[fresh]] = station[list(_MEASURED)].to_numpy(np.float64)[last[fresh]]
    return pd.DataFrame(table, index=flights.index, columns=[name + suffix for name in _MEASURED.values()])
