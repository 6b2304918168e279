"""Is this a sample that can be compared, and if not, what was wanted instead?"""

from __future__ import annotations

import numbers as abstract
from collections.abc import Mapping
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["Level", "Missing", "floats", "levels", "matrix", "numbers", "same_kind", "tally"]

Floats = NDArray[np.float64]
Level = str | int | bool  # one value of a category
Missing = Literal["raise", "drop"]  # what happens with missing values

LARGEST = 1e300  # beyond, a difference or a sum is no number any more


def numbers(values: ArrayLike, name: str, *, nan: Missing = "raise") -> Floats:
    """One column of finite numbers, at least one; missing values are refused or left out.

    Parameters
    ----------
    values
        Numbers or booleans: array, list, pandas Series; missing are NaN, None and NA.
    name
        What the sentence of an error calls it.
    nan
        ``"raise"`` refuses missing values, ``"drop"`` leaves them out.

    Returns
    -------
    array
        Shape (n,), 64-bit floats; not always a copy.

    Raises
    ------
    TypeError
        For anything but numbers.
    ValueError
        When empty, when infinite, and for missing values unless they are dropped.

    Examples
    --------
    >>> numbers([1, None, True], "amounts", nan="drop")
    array([1., 1.])
    """
    return _finite(floats(values, name), name, nan)


def matrix(values: Any, name: str, *, nan: Missing = "raise") -> Floats:
    """Rows of finite numbers, shape (n, features); one column may be flat. A row with a missing value is missing.

    ``values`` is anything that becomes an array, or a DataFrame, which is why it has no narrower type.
    """
    array = _array(values, name)
    if array.ndim != 2:
        return numbers(values, name, nan=nan)[:, None]
    columns = [floats(column, name) for column in array.T]
    if not columns:
        raise ValueError(f"{name} must have at least one column, got none.")
    return _finite(np.column_stack(columns), name, nan)


def floats(
    values: Any,
    name: str,
    *,
    text: str = "turn it into numbers, or compare categories with chi_squared",
    table: str = "compare the columns one at a time, or all with Baseline",
) -> Floats:
    """One column as 64-bit floats, a missing value as NaN; any type that holds numbers is taken.

    ``text`` and ``table`` are the ways out that the sentences end with when one of these came instead.
    """
    array = _array(values, name)
    if array.ndim != 1:
        raise ValueError(f"{name} must be one column of values, got the shape {array.shape}: {table}.")
    if array.dtype.kind in "biuf":
        return array.astype(float, copy=False)
    if array.dtype.kind != "O":
        raise TypeError(_no_number(name, array[:1].tolist(), text))
    import pandas as pd

    present = ~pd.isna(array)
    wrong = [each for each in array[present] if not isinstance(each, abstract.Number | np.bool)]
    if wrong:
        raise TypeError(_no_number(name, wrong, text))
    found = np.full(array.size, np.nan)
    try:
        found[present] = array[present].astype(float)
    except OverflowError:
        raise ValueError(
            f"{name} must hold numbers up to {LARGEST:g} in size, got a larger whole one: mend it, or leave it out."
        ) from None
    return found


def levels(values: Any, name: str) -> tuple[dict[Level, int], int]:
    """How often each level of a category occurs, the most frequent first, and how many rows are missing."""
    import pandas as pd

    column = values if isinstance(values, pd.Series) else pd.Series(_objects(values, name))
    counted = column.value_counts()
    counted = counted[counted > 0]  # a pandas category counts levels that do not occur
    found = {_level(each, name): int(count) for each, count in zip(counted.index.tolist(), counted, strict=True)}
    ordered = sorted(found.items(), key=lambda each: (-each[1], str(each[0])))
    return dict(ordered), len(column) - sum(found.values())


def tally(values: Any, name: str, *, nan: Missing = "raise") -> dict[Level, int]:
    """How often each level of a category occurs, at least one; missing values are refused or left out."""
    found, missing = levels(values, name)
    _check_missing(name, missing, missing + sum(found.values()), nan)
    return found


def same_kind(reference: Mapping[Level, int], current: Mapping[Level, int], name: str) -> None:
    """Refuse text beside numbers: ``"1"`` is another level than ``1``, and hardly ever meant to be."""
    texts = [{isinstance(level, str) for level in each} for each in (reference, current)]
    if texts[1] and texts[0].isdisjoint(texts[1]):
        kinds = ("numbers", "text") if True in texts[1] else ("text", "numbers")
        raise TypeError(
            f"{name} must hold {kinds[0]} as the reference does, got {kinds[1]} such as {next(iter(current))!r}: "
            "turn one into the other."
        )


def _array(values: Any, name: str) -> NDArray[Any]:
    if isinstance(values, np.ma.MaskedArray):
        is_number = values.dtype.kind in "biuf"
        values = np.ma.filled(values.astype(float if is_number else object), np.nan)
    try:
        array = np.asarray(values.to_numpy() if hasattr(values, "to_numpy") else values)
    except ValueError:
        raise ValueError(f"{name} must be one column of values, got rows of different lengths.") from None
    if array.ndim == 0:
        raise TypeError(f"{name} must be a list or an array of values, got {type(values).__name__}.")
    return array


def _objects(values: Any, name: str) -> NDArray[Any]:
    """One column of anything; a list keeps the types of its members."""
    array = _array(np.array(values, dtype=object) if isinstance(values, list | tuple) else values, name)
    if array.ndim != 1:
        raise ValueError(f"{name} must be one column of categories, got the shape {array.shape}.")
    return array


def _finite(array: Floats, name: str, nan: Missing) -> Floats:
    gone = np.isnan(array) if array.ndim == 1 else np.isnan(array).any(axis=1)
    missing = int(np.count_nonzero(gone))
    _check_missing(name, missing, len(array), nan)
    kept = array[~gone] if missing else array
    if max(kept.max(), -kept.min()) > LARGEST:
        count = np.count_nonzero(np.abs(kept) > LARGEST)
        raise ValueError(
            f"{name} must hold finite numbers (up to {LARGEST:g} in size), got {count} infinite in {kept.size}: "
            f"mend them, or leave them out with {name}[np.isfinite({name})]."
        )
    return kept


def _check_missing(name: str, missing: int, total: int, nan: Missing) -> None:
    if nan not in {"raise", "drop"}:
        raise ValueError(f'nan must be "raise" or "drop", got {nan!r}.')
    if missing and nan == "raise":
        raise ValueError(
            f'{name} must hold no missing values, got {missing} in {total}: pass nan="drop" to leave them out, '
            "or fill them before."
        )
    if missing == total:
        came = f"only missing ones ({total})" if total else "none"
        raise ValueError(f"{name} must hold at least one value, got {came}: take a longer window.")


def _no_number(name: str, wrong: list[Any], way_out: str) -> str:
    came = "text" if wrong and isinstance(wrong[0], str) else type(wrong[0]).__name__ if wrong else "nothing"
    return f"{name} must hold numbers, got {came}{f' such as {wrong[0]!r}' if wrong else ''}: {way_out}."


def _level(value: Any, name: str) -> Level:
    if isinstance(value, str | bool | int):
        return value
    if isinstance(value, float) and value.is_integer():
        return int(value)  # whole numbers beside a missing one are floats
    raise TypeError(
        f"{name} must hold categories (text, whole numbers or booleans), got {value!r}: "
        "compare measurements with ks or psi, or cut them into named bins."
    )
