"""Are these chances and labels? What comes in is checked here, once."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from mlops_widgets.drift.statistics.sample import floats

__all__ = ["Numbers", "chances", "check", "labels"]

Numbers = npt.NDArray[np.float64]


def chances(values: npt.ArrayLike, *, name: str = "probability") -> Numbers:
    """Return chances of class 1 as numbers in [0, 1], shape (rows,), or say which is none."""
    column = _column(name, values, "use predict_proba(X)[:, 1]")
    check(name, column, (column >= 0) & (column <= 1), "chances in [0, 1]", "use predict_proba(X)[:, 1]")
    return column


def labels(values: npt.ArrayLike, *, rows: int, name: str = "label") -> Numbers:
    """Return labels as 0 and 1, shape (rows,), or say which is none."""
    column = _column(name, values, "compare with the name of class 1, label == 'late'")
    if column.size != rows:
        raise ValueError(
            f"{name} must be as long as probability, {rows}, got {column.size}; keep the same rows in both"
        )
    check(name, column, (column == 0) | (column == 1), "0 or 1", "keep only rows whose label has come")
    return column


def _column(name: str, values: npt.ArrayLike, text: str) -> Numbers:
    column = floats(values, name, text=text, table="of predict_proba take [:, 1]")
    if not column.size:
        raise ValueError(f"{name} must hold at least one row, got none: wait for a batch.")
    return column


def check(name: str, column: Numbers, valid: npt.NDArray[np.bool_], wish: str, way_out: str) -> None:
    """Say the first value that is not valid, what was wished, and what to do."""
    if not valid.all():
        at = int(np.argmin(valid))
        raise ValueError(f"{name} must hold {wish}, got {column[at]:g} at position {at}; {way_out}")
