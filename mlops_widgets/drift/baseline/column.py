"""What has to be known about a column of the reference, so that the column itself can be forgotten?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlops_widgets.drift.statistics import bins as binning
from mlops_widgets.drift.statistics.sample import Level, numbers, tally

__all__ = ["Categories", "Column", "Numbers", "remember"]

KEPT = 10_000  # sorted values kept of a longer column; its gap to another is then known to 1/20,000


@dataclass(frozen=True, eq=False)
class Numbers:
    """Bins, their counts, and the sorted values."""

    name: str
    n: int  # values, the missing ones not counted
    missing: int
    edges: NDArray[np.float64]  # (bins − 1,) rising
    counts: NDArray[np.int64]  # (bins,)
    values: NDArray[np.float64]  # (n,) sorted; or KEPT of them, evenly spaced by rank

    def __post_init__(self) -> None:
        for array in (self.edges, self.counts, self.values):
            array.setflags(write=False)

    def __reduce__(self) -> tuple[type[Numbers], tuple[Any, ...]]:
        """Built anew when unpickled, so that the arrays stay read-only."""
        return Numbers, (self.name, self.n, self.missing, self.edges, self.counts, self.values)


@dataclass(frozen=True)
class Categories:
    """Levels and how often each occurs, the most frequent first."""

    name: str
    n: int
    missing: int
    levels: tuple[Level, ...]
    counts: tuple[int, ...]


Column = Numbers | Categories


def remember(values: Any, name: str, *, bins: int, categorical: bool) -> Column:
    """Look at a column once.

    Parameters
    ----------
    values
        Numbers, or text, or booleans; missing values are counted and left out.
    name
        Of the column.
    bins
        Bins before equal edges are merged.
    categorical
        Are whole numbers names, as a postal code is?
    """
    called = f"reference[{name!r}]"
    if categorical or _holds_categories(values, called):
        found = tally(values, called, nan="drop")
        n = sum(found.values())
        return Categories(name, n, len(values) - n, tuple(found), tuple(found.values()))
    ordered = np.sort(numbers(values, called, nan="drop"))
    edges = binning.edges(ordered, bins)
    counts = np.diff([0, *ordered.searchsorted(edges, side="right"), ordered.size])
    return Numbers(name, ordered.size, len(values) - ordered.size, edges, counts, _thinned(ordered))


def _thinned(ordered: NDArray[np.float64]) -> NDArray[np.float64]:
    if ordered.size <= KEPT:
        return ordered
    ranks = (np.arange(KEPT) + 0.5) * ordered.size / KEPT
    return ordered.take(ranks.astype(int))


def _holds_categories(values: Any, called: str) -> bool:
    if isinstance(values, np.ndarray) and values.dtype.kind in "biuf":
        return bool(values.dtype == bool)
    from pandas.api.types import infer_dtype

    kind = infer_dtype(values, skipna=True)
    if kind in {"integer", "floating", "mixed-integer-float", "decimal"}:
        return False
    if kind in {"string", "boolean", "categorical", "empty"}:
        return True
    raise TypeError(
        f"{called} must hold numbers or categories (text, booleans), got {kind}: turn it into numbers, "
        "e.g. hours since a date, or leave the column out."
    )
