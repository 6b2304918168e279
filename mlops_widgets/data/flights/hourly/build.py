"""Tell how the hourly file is made from the flights and the weather."""

import io
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from mlops_widgets.data.flights.hourly import HOURS
from mlops_widgets.data.flights.source import AIRPORTS, read
from mlops_widgets.data.flights.table import load

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["write"]

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest moment a zip can hold: the file must not tell when it was made


def write(file: Path) -> None:
    """Write the hourly arrays of the three airports, the same bytes every time.

    Nothing is compressed, because the bytes of a compressed file depend on the zlib at hand.

    Parameters
    ----------
    file
        Where to write; an existing file is replaced.

    Raises
    ------
    DataMissingError
        If the package with the CSV files is not installed.

    """
    flights, weather = load(), read("weather")
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for airport in AIRPORTS:
            arrays = {
                **_traffic(flights[flights["origin"] == airport]),
                **_weather(weather[weather["origin"] == airport]),
            }
            for name, array in arrays.items():
                entry = zipfile.ZipInfo(f"{airport}.{name}.npy", _EPOCH)
                entry.create_system = 3  # the same on every system
                archive.writestr(entry, _npy(array))


def _traffic(flights: "pd.DataFrame") -> dict[str, npt.NDArray[np.generic]]:
    hours = {name: _hours(flights[name]) for name in ("scheduled", "departed", "landed")}
    departed, delay = hours["departed"], flights["dep_delay"].to_numpy()
    count = _count(departed)
    known = _in_year(departed)
    total = np.bincount(departed[known].astype(np.int64), weights=delay[known], minlength=HOURS)
    mean = np.divide(total, count, out=np.full(HOURS, np.nan), where=count > 0)
    return {
        "scheduled": _count(hours["scheduled"]),
        "departed": count,
        "departure_delay": mean.astype(np.float32),
        "landed": _count(hours["landed"]),
        "late": _count(hours["landed"][flights["late"].fillna(value=False).to_numpy(bool)]),
        "cancelled": _count(hours["scheduled"][(flights["status"] == "cancelled").to_numpy()]),
    }


def _weather(weather: "pd.DataFrame") -> dict[str, npt.NDArray[np.generic]]:
    """Put each observation in its hour; where the clock repeats an hour, keep the worse of the two."""
    import pandas as pd

    clock = pd.to_datetime(weather[["year", "month", "day", "hour"]])
    by_hour = weather.groupby(_since_new_year(clock))
    worst = {
        "precipitation": by_hour["precip"].max(),
        "visibility": by_hour["visib"].min(),
        "gust": by_hour["wind_gust"].max(),
    }
    return {name: series.reindex(range(HOURS)).to_numpy(np.float32) for name, series in worst.items()}


def _hours(moments: "pd.Series") -> npt.NDArray[np.float64]:
    hours: npt.NDArray[np.float64] = _since_new_year(moments.dt.tz_localize(None)).to_numpy(np.float64)
    return hours


def _since_new_year(clock: "pd.Series") -> "pd.Series":
    import pandas as pd

    return (clock - pd.Timestamp(2013, 1, 1)) // pd.Timedelta(hours=1)


def _in_year(hours: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    return (hours >= 0) & (hours < HOURS)  # false for nan, the moment that never came


def _count(hours: npt.NDArray[np.float64]) -> npt.NDArray[np.uint8]:
    counts = np.bincount(hours[_in_year(hours)].astype(np.int64), minlength=HOURS)
    return counts.astype(np.uint8)  # the busiest hour has fewer than 50 flights


def _npy(array: npt.NDArray[np.generic]) -> bytes:
    buffer = io.BytesIO()
    np.lib.format.write_array(buffer, array, version=(1, 0), allow_pickle=False)
    return buffer.getvalue()
