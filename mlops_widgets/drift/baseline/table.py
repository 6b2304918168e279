"""Which columns does a table have, whatever it is kept in?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

__all__ = ["columns", "matching"]


def columns(table: Any, name: str) -> dict[str, Any]:
    """Column name → its values, all equally long, at least one row; nothing is copied.

    Parameters
    ----------
    table
        A DataFrame, a mapping of names to values, or an array of shape (rows, columns), whose columns
        are called ``"0"``, ``"1"`` and so on.
    name
        What the sentence of an error calls it.

    Examples
    --------
    >>> list(columns({"amount": [1.5, 2.0], "kind": ["card", "cash"]}, "reference"))
    ['amount', 'kind']
    """
    if isinstance(table, Mapping):
        keys, values = list(table), list(table.values())
    elif isinstance(table, np.ndarray) and table.ndim == 2:
        keys, values = list(range(table.shape[1])), list(table.T)
    elif hasattr(table, "columns"):
        keys = list(table.columns)
        values = [] if len(set(keys)) < len(keys) else [table[key] for key in keys]
    else:
        raise TypeError(
            f"{name} must be a DataFrame, a mapping of column names to values, or an array of shape (rows, columns), "
            f"got {type(table).__name__}{f' of shape {table.shape}' if isinstance(table, np.ndarray) else ''}."
        )
    names = [str(key) for key in keys]
    if twice := sorted(name for name, count in Counter(names).items() if count > 1):
        raise ValueError(f"{name} must have every column once, got {_listed(twice)} twice: rename or drop one.")
    if not names:
        raise ValueError(f"{name} must have at least one column, got none.")
    _check_rows(dict(zip(names, values, strict=True)), name)
    return dict(zip(names, values, strict=True))


def matching(names: Iterable[str], table: Any) -> dict[str, Any]:
    """The columns of the current table in the reference's order; it has those and no others."""
    found = columns(table, "current")
    wanted = dict.fromkeys(names)
    if lacking := [each for each in wanted if each not in found]:
        raise ValueError(
            f"current must have the columns of the reference, and lacks {_listed(lacking)}: add them, "
            "or fit a baseline without them."
        )
    if besides := [each for each in found if each not in wanted]:
        raise ValueError(
            f"current must have the columns of the reference, and has {_listed(besides)} besides: leave them out, "
            "e.g. current[list(baseline.names)]."
        )
    return {each: found[each] for each in wanted}


def _check_rows(found: Mapping[str, Any], name: str) -> None:
    for each, values in found.items():
        if not hasattr(values, "__len__") or isinstance(values, str):
            raise TypeError(f"{name}[{each!r}] must be a list or an array of values, got {type(values).__name__}.")
    rows = {len(values): each for each, values in found.items()}
    if len(rows) > 1:
        came = " and ".join(f"{count} ({each})" for count, each in list(rows.items())[:2])
        raise ValueError(f"{name} must have columns of the same length, got {came}: a row has a value in each.")
    if 0 in rows:
        raise ValueError(f"{name} must hold at least one row, got none: take a longer window.")


def _listed(names: list[str]) -> str:
    return ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")
