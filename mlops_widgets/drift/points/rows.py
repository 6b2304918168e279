"""What is each value of the series, and who saw a change begin there? One row each, for the table."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .drawing import Drawing
from .series import Column, series

__all__ = ["rows", "total"]

_DIGITS = 5  # of the largest value of a column, those after the point included
_THIN = "\u202f"  # a narrow space between thousands


def rows(drawing: Drawing, first: int, count: int) -> list[dict[str, Any]]:  # Any: what JSON can hold
    """The values from ``first`` on, each with its time, and whether a change begins there.

    How many of the people marked exactly this value stays unsaid until the marks were compared.

    Examples
    --------
    >>> rows(Drawing(series="coal", points={"coal": (18,)}), 18, 1)
    [{'at': 18, 'when': '1931', 'values': ['868.00'], 'yours': True, 'people': None}]
    """
    shown = series(drawing.series)
    places = range(first, min(first + count, len(shown)))
    values = zip(*(_written(column, places) for column in shown.columns), strict=True)
    seen = list(shown.marks.values()) if drawing.comparisons else None
    return [
        {
            "at": at,
            "when": shown.moments[at],
            "values": list(each),
            "yours": at in drawing.here,
            "people": None if seen is None else sum(at in marks for marks in seen),
        }
        for at, each in zip(places, values, strict=True)
    ]


def total(drawing: Drawing) -> int:
    """How many values the series in sight has."""
    return len(series(drawing.series))


def _written(column: Column, places: Iterable[int]) -> list[str]:
    """Values with as many decimals as every other of the column, so that they stand under each other."""
    whole = len(str(int(max(abs(value) for value in column.values))))
    digits = 0 if whole > _DIGITS + 1 else max(2, _DIGITS - whole)
    written = (f"{column.values[at]:,.{digits}f}" for at in places)
    return [each.replace(",", _THIN).replace("-", "−") for each in written]
