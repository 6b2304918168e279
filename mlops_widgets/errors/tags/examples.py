"""What is looked at, one by one? A table of examples, each row under a name of its own, perhaps with a sound."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from mlops_widgets.stage import BoardError

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["TAGS", "Examples", "examples"]

_DIGITS = 3  # after the point, at most

TAGS = "tags"  # the column of a CSV file in which they stand


@dataclass(frozen=True, eq=False)
class Examples:
    """The rows of a table, as text; two are equal when they are the same table.

    Attributes
    ----------
    title, about
        What is looked at, and where it comes from.
    columns
        Their names, without that of the rows.
    names
        Each row's own name, by which its tags are kept: it must stay when rows are added or sorted.
    cells
        (rows, columns) as text.
    sounds
        Row → address of its sound, or nothing.
    """

    title: str
    about: str
    columns: tuple[str, ...]
    names: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]
    sounds: Callable[[int], str] | None = field(default=None, repr=False)

    def __len__(self) -> int:
        return len(self.names)

    def __deepcopy__(self, _: dict[int, Any]) -> Examples:  # Any: as the copy module wants it
        return self  # nothing in it can change

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Name → row."""
        return {name: row for row, name in enumerate(self.names)}


def examples(
    table: pd.DataFrame | Sequence[Mapping[str, object]],
    *,
    title: str = "Examples",
    about: str = "",
    sounds: Callable[[int], str] | None = None,
) -> Examples:
    """Take a table of pandas, whose index names its rows, or a list of dictionaries, numbered from 0.

    A column ``tags`` is left out: it is what the board is there to fill.

    Raises
    ------
    BoardError
        If there are no rows, or two rows have the same name.

    Examples
    --------
    >>> examples([{"said": "five", "heard": "nine"}]).cells
    (('five', 'nine'),)
    """
    if isinstance(table, Sequence):
        columns = list(dict.fromkeys(str(name) for row in table for name in row))
        names = [str(row) for row in range(len(table))]
        rows = [[row.get(name, "") for name in columns] for row in table]
    elif hasattr(table, "itertuples"):
        columns = [str(name) for name in table.columns]
        names = [str(name) for name in table.index]
        rows = [list(row) for row in table.itertuples(index=False, name=None)]
    else:
        raise BoardError(f"table must be a table of pandas or a list of dictionaries, got {type(table).__name__}.")
    if not names:
        raise BoardError("table must have a row or more, got none: did a filter leave nothing over?")
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise BoardError(
            f"each row must have a name of its own, and {twice!r} is there twice: table.reset_index(drop=True) "
            "numbers them."
        )
    kept = [place for place, name in enumerate(columns) if name != TAGS]
    written = [_written([row[place] for row in rows]) for place in kept]
    cells = tuple(zip(*written, strict=True)) if written else ((),) * len(names)
    return Examples(title, about, tuple(columns[place] for place in kept), tuple(names), cells, sounds)


def _written(column: Sequence[Any]) -> list[str]:  # Any: what a table may hold
    """A column as one reads it: equally many digits under each other, and nothing where nothing is known.

    A number so small that these digits would show none of it keeps its own.
    """
    known = [None if _missing(value) else value for value in column]
    tails = [f"{value:.4g}".partition(".")[2] for value in known if isinstance(value, float | np.floating)]
    most = min(max(map(len, tails), default=0), _DIGITS)
    return [_cell(value, most) for value in known]


def _missing(value: Any) -> bool:  # Any: as above
    """None, or what is not equal to itself: NaN and NaT say so, pandas' NA answers with itself."""
    if value is None:
        return True
    other = value != value
    return other is value or (isinstance(other, bool | np.bool_) and bool(other))


def _cell(value: object, digits: int) -> str:
    if isinstance(value, float | np.floating):
        shown = f"{value:.{digits}f}"
        return shown if float(shown) or not value else f"{value:.4g}"
    return "" if value is None else str(value)
