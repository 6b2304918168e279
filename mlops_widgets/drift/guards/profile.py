"""What does a column of the reference look like, in the few numbers that a batch is held against?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from numbers import Real
from typing import SupportsFloat

import numpy as np
import numpy.typing as npt

__all__ = ["LEVELS", "Column", "Floats", "Profile", "more_often", "profile", "read"]

Floats = npt.NDArray[np.float64]
LEVELS = np.linspace(0.1, 0.9, 9)
_STEP = 0.05  # between the levels from which the density at a level is taken


@dataclass(frozen=True, eq=False)
class Column:
    """The values of one column of a table."""

    kind: str  # number, text or time
    values: npt.NDArray[np.generic]  # (n,) without nulls; float64 for a number, objects otherwise
    rows: int  # nulls included

    @property
    def nulls(self) -> int:
        """How many values are missing."""
        return self.rows - self.values.size


@dataclass(frozen=True, eq=False)
class Profile:
    """What is kept of a reference column."""

    kind: str
    rows: int
    nulls: int
    low: float = np.nan  # plausible bounds of a number
    high: float = np.nan
    logs: Floats | None = None  # logarithm of the quantiles at LEVELS; None where the unit cannot be told
    noise: Floats | None = None  # (9, 9) covariance of those of one row; divided by n it is that of n rows
    known: frozenset[str] = frozenset()  # texts that occur
    once: int = 0  # texts that occur a single time


def read(table: Mapping[str, npt.ArrayLike]) -> dict[str, Column]:
    """Name → column of a mapping of arrays or of a pandas frame.

    Raises
    ------
    TypeError
        When a column is a single value.
    ValueError
        When the columns differ in length or are no columns.
    """
    columns = {str(name): _column(str(name), np.asarray(table[name])) for name in table}
    lengths = {name: column.rows for name, column in columns.items()}
    if len(set(lengths.values())) > 1:
        told = ", ".join(f"{name} {rows}" for name, rows in lengths.items())
        raise ValueError(f"columns must have the same number of rows, got {told}: take them from one table.")
    return columns


def profile(column: Column) -> Profile:
    """The few numbers that are kept of a reference column."""
    if column.kind != "number" or column.values.size == 0:
        counts = Counter(map(str, column.values)) if column.kind == "text" else Counter()
        once = sum(count == 1 for count in counts.values())
        return Profile(column.kind, column.rows, column.nulls, known=frozenset(counts), once=once)
    values = np.asarray(column.values, float)
    least, most = values.min(), values.max()
    slack = 0.5 * (most - least)
    low = max(least - slack, 0.0) if least >= 0 else least - slack  # what was never negative stays so
    logs, noise = _quantiles(values)
    return Profile(column.kind, column.rows, column.nulls, low, most + slack, logs, noise)


def more_often(count: int, rows: int, count_before: int, rows_before: int, *, chance: float) -> bool:
    """Did it happen more often than before, so that chance alone is an explanation of less than ``chance``?

    The share before is taken at the upper end of its Clopper–Pearson interval, and the count now is held
    against the binomial distribution with that share.
    """
    from scipy.special import bdtrc, betaincinv

    if count == 0 or count_before >= rows_before:
        return False
    most = betaincinv(count_before + 1, rows_before - count_before, 1 - chance)
    return bool(bdtrc(count - 1, rows, most) < chance)


def _column(name: str, values: npt.NDArray[np.generic]) -> Column:
    if values.ndim == 0:
        raise TypeError(
            f"{name} must be a list or an array of values, got {type(values.item()).__name__}: put it in a list."
        )
    if values.ndim != 1:
        raise ValueError(f"{name} must be one column of values, got shape {values.shape}: name each column.")
    if values.dtype.kind in "biuf":
        numbers = values.astype(float)
        return Column("number", numbers[~np.isnan(numbers)], values.size)
    if values.dtype.kind in "mM":
        return Column("time", values[~np.isnat(values)], values.size)
    held = [value for value in values.tolist() if not _is_null(value)]
    if held and all(isinstance(value, date) for value in held):  # with a zone, pandas has an object for each time
        return Column("time", np.array(held, object), values.size)
    if all(isinstance(value, Real) for value in held):
        return Column("number", np.array([_float(value) for value in held], float), values.size)
    return Column("text", np.array(held, object), values.size)


def _float(value: SupportsFloat) -> float:
    """A whole number that no float can hold is infinite, which is a problem and not an error."""
    try:
        return float(value)
    except OverflowError:
        return np.inf


def _is_null(value: object) -> bool:
    try:
        return value is None or bool(value != value)
    except TypeError:
        return True  # pandas' NA refuses to be compared


def _quantiles(values: Floats) -> tuple[Floats | None, Floats | None]:
    """Log quantiles and their covariance; None for a column with signs, zeros or few distinct values."""
    if values.min() <= 0:
        return None, None
    below, logs, above = (np.log(np.quantile(values, LEVELS + step)) for step in (-_STEP, 0, _STEP))
    width = (above - below) / (2 * _STEP)  # 1 / density
    if width.min() <= 0:
        return None, None
    p = np.minimum.outer(LEVELS, LEVELS) - np.outer(LEVELS, LEVELS)
    return logs, p * np.outer(width, width)
