"""Are these chances and labels? What comes in is checked here, once."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["Numbers", "chances", "labels"]

Numbers = npt.NDArray[np.float64]


def chances(values: npt.ArrayLike, *, name: str = "probability") -> Numbers:
    """Return chances of class 1 as numbers in [0, 1], shape (rows,), or say which is none."""
    column = _column(name, values)
    _check(name, column, (column >= 0) & (column <= 1), "chances in [0, 1]", "use predict_proba(X)[:, 1]")
    return column


def labels(values: npt.ArrayLike, *, rows: int, name: str = "label") -> Numbers:
    """Return labels as 0 and 1, shape (rows,), or say which is none."""
    column = _column(name, values)
    if column.size != rows:
        raise ValueError(
            f"{name} must be as long as probability, {rows}, got {column.size}; keep the same rows in both"
        )
    _check(name, column, (column == 0) | (column == 1), "0 or 1", "keep only rows whose label has come")
    return column


def _column(name: str, values: npt.ArrayLike) -> Numbers:
    # pandas marks a missing value with an object of its own, which numpy takes for no number.
    filled = values.to_numpy(dtype=np.float64, na_value=np.nan) if hasattr(values, "to_numpy") else values
    column = np.asarray(filled, dtype=np.float64)
    if column.ndim != 1 or column.size == 0:
        raise ValueError(
            f"{name} must be one column with rows, got shape {column.shape}; of predict_proba take [:, 1]"
        )
    return column


def _check(name: str, column: Numbers, valid: npt.NDArray[np.bool_], wish: str, way_out: str) -> None:
    if not valid.all():
        at = int(np.argmin(valid))
        raise ValueError(f"{name} must hold {wish}, got {column[at]:g} at position {at}; {way_out}")
