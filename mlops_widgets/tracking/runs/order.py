"""Which runs are shown, and in which order? Those that match, within the limits, sorted by one column."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .asking import matching
from .desk import Desk
from .source import Runs

__all__ = ["Order", "order", "slim"]


class Order(NamedTuple):
    """What a desk lets through."""

    places: NDArray[np.int64]  # of the runs shown, the first row first
    matched: int  # runs that match the filter, before the limits


def order(runs: Runs, desk: Desk) -> Order:
    """The runs that a desk shows; the last desk's is remembered."""
    asked, found = runs.kept.get("order", (None, None))
    if asked is not desk or found is None:
        found = _order(runs, desk)
        runs.kept["order"] = (desk, found)
    return Order(*found)


def slim(runs: Runs, desk: Desk) -> list[str]:
    """Names of the columns shown: those in which runs differ, or all."""
    return [name for name, column in runs.columns.items() if desk.wide or column.varies or len(runs) == 1]


def _order(runs: Runs, desk: Desk) -> Order:
    mask = matching(runs, desk.where, desk.edits)
    matched = int(mask.sum())
    for name, (low, high) in desk.brushes.items():
        if name in runs.columns:
            values = runs.columns[name].ranks
            mask = mask & (values >= low) & (values <= high)
    places = np.flatnonzero(mask)
    ranks = _ranks(runs, desk.sort)[places]
    keys = -ranks if desk.descending else ranks  # nan stays last either way
    return Order(places[np.argsort(keys, kind="stable")], matched)


def _ranks(runs: Runs, name: str) -> NDArray[np.float64]:
    if name == "name":
        return np.argsort(np.argsort(np.array(runs.names), kind="stable"), kind="stable").astype(np.float64)
    if name not in runs.columns:
        return np.zeros(len(runs))
    return runs.columns[name].ranks
