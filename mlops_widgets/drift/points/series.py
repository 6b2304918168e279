"""Which real series were marked by people, and where did each of them see a change?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from mlops_widgets.stage import StageError

__all__ = ["TITLES", "Column", "Series", "series"]

Row = tuple[datetime, tuple[float, ...]]

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True)
class Column:
    """One quantity of a series."""

    title: str
    unit: str
    values: tuple[float, ...]


@dataclass(frozen=True)
class Series:
    """A series as the people saw it, and the places at which each of them saw a change begin."""

    name: str
    title: str
    about: str
    columns: tuple[Column, ...]
    times: tuple[datetime, ...]
    moments: tuple[str, ...]  # each time in words
    marks: dict[str, tuple[int, ...]]  # person's number in the study → places, 0 is the first value

    def __len__(self) -> int:
        return len(self.times)


@dataclass(frozen=True)
class _Source:
    """Where a series lies in river, and how it was cut before people saw it."""

    title: str
    about: str
    dataset: str
    columns: tuple[tuple[str, str, str], ...]  # key in river, title, unit
    moment: Callable[[datetime, datetime], str]  # the time and the first time
    scale: float = 1.0
    cut: Callable[[Sequence[Row]], Sequence[Row]] = lambda rows: rows


def _day(when: datetime, _: datetime) -> str:
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"


def _minute(when: datetime, _: datetime) -> str:
    return f"{when.day} {_MONTHS[when.month - 1]}, {when:%H:%M}"


def _month(when: datetime, _: datetime) -> str:
    return f"{_MONTHS[when.month - 1]} {when.year}"


def _year(when: datetime, _: datetime) -> str:
    return str(when.year)


def _into_the_run(when: datetime, first: datetime) -> str:
    minutes, seconds = divmod(int((when - first).total_seconds()), 60)
    return f"{minutes}:{seconds:02d} min"


# River carries three of the series longer or denser than people saw them; the cuts are those of the
# study's own scripts (github.com/alan-turing-institute/TCPD, datasets/*/), which made 774, 500 and 622 values.
_SOURCES = {
    "airline": _Source(
        "Passengers at JFK airport", "New York's airport, every month", "AirlinePassengers",
        (("", "Passengers", "million a month"),), _month, scale=1e-6,
    ),
    "apple": _Source(
        "Apple's stock", "every third trading day, splits undone", "Apple",
        (("Close", "Closing price", "USD"), ("Volume", "Volume", "shares a day")), _day,
        cut=lambda rows: rows[1::3],
    ),
    "bitcoin": _Source(
        "The price of a bitcoin", "every third day", "Bitcoin", (("", "Price", "USD"),), _day,
        cut=lambda rows: [row for row in rows if row[0] <= datetime(2019, 6, 19)],
    ),
    "brent": _Source(
        "The price of crude oil", "Brent, every tenth trading day", "BrentSpotPrice",
        (("", "Price", "USD a barrel"),), _day, cut=lambda rows: [row for row in rows[::10] if row[0].year >= 2000],
    ),
    "coal": _Source(
        "People working in British coal mines", "every year", "UKCoalEmploy", (("", "Employed", "thousand"),),
        _year, scale=1e-3,
    ),
    "occupancy": _Source(
        "An office room", "every 16 minutes for six days", "Occupancy",
        (("V1", "Temperature", "°C"), ("V2", "Humidity", "%"), ("V3", "Light", "lux"), ("V4", "CO₂", "ppm")), _minute,
    ),
    "run": _Source(
        "A runner's interval training", "every five seconds", "RunLog",
        (("Pace", "Pace", "min/km"), ("Distance", "Distance", "m")), _into_the_run,
    ),
}  # fmt: skip

TITLES = {name: source.title for name, source in _SOURCES.items()}


@cache
def series(name: str) -> Series:
    """One of the series, read from river's own files; nothing is downloaded.

    Parameters
    ----------
    name
        One of ``TITLES``.

    Raises
    ------
    StageError
        When there is no such series, or no river.

    References
    ----------
    G. J. J. van den Burg, C. K. I. Williams: An Evaluation of Change Point Detection Algorithms,
    2020, arXiv:2003.06222, from where series and annotations come.

    Examples
    --------
    >>> coal = series("coal")
    >>> coal.moments[0], len(coal), coal.marks["7"]
    ('1913', 105, (18, 47, 81))
    """
    if name not in _SOURCES:
        raise StageError(f"series must be one of {', '.join(TITLES)}, got {name!r}.")
    try:
        from river.drift import datasets
    except ImportError:
        raise StageError(
            'the series lie in river, which is not installed: run pip install "mlops-widgets[drift]".'
        ) from None
    source = _SOURCES[name]
    found = getattr(datasets, source.dataset)()
    rows = source.cut([_row(source, features, target) for features, target in found])
    times = tuple(when for when, _ in rows)
    columns = tuple(
        Column(title, unit, tuple(values[i] * source.scale for _, values in rows))
        for i, (_, title, unit) in enumerate(source.columns)
    )
    marks = {person: tuple(sorted(places)) for person, places in found.annotations.items()}
    moments = tuple(source.moment(when, times[0]) for when in times)
    return Series(name, source.title, source.about, columns, times, moments, marks)


def _row(source: _Source, features: dict[str, datetime], target: object) -> Row:
    (when,) = features.values()
    if isinstance(target, dict):
        return when, tuple(float(target[key]) for key, _, _ in source.columns)
    return when, (float(target),)  # type: ignore[arg-type]  # river's single target is a number
