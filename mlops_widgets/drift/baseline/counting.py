"""How many values of each column lie at or below each edge? As fast as the array can be read, or nearly."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

__all__ = ["below", "side_by_side"]

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]
Work = TypeVar("Work")
Done = TypeVar("Done")

THREADS = 2  # numpy leaves Python's lock while it compares; more threads wait for memory
SHORT = 65_536  # rows; in shorter columns two threads lose more by handing the lock over than they win
BLOCK = 131_072  # values that stay in the cache while they are compared with every edge
TOGETHER = 8  # neighbours in a row share a line of the cache: who reads one reads the others for nothing


def below(columns: Sequence[Floats], edges: Floats) -> Counts:
    """Count without a temporary as large as a column: block by block, one comparison for each edge.

    Nine comparisons beat one sorted search by far, because a processor compares several values at a
    time and never has to guess.

    Parameters
    ----------
    columns
        Equally long; NaN lies below nothing.
    edges
        Shape (columns, edges), each row rising and ending in infinity, so that the last count is that of
        all values that are not missing.

    Returns
    -------
    array
        Shape (columns, edges).

    Examples
    --------
    >>> below([np.array([1.0, 2.0, np.nan, 9.0])], np.array([[2.0, np.inf]])).tolist()
    [[2, 3]]
    """
    found: Counts = np.zeros(edges.shape, dtype=np.int64)
    if len(columns[0]) < SHORT:
        _count(columns, edges, found)
        return found
    turns = -(-len(columns) // (THREADS * TOGETHER))  # as many for each thread
    ends = np.linspace(0, len(columns), THREADS * turns + 1).astype(int)
    groups = [slice(start, end) for start, end in pairwise(ends) if start < end]
    side_by_side(lambda group: _count(columns[group], edges[group], found[group]), groups)
    return found


def side_by_side(do: Callable[[Work], Done], works: Iterable[Work]) -> list[Done]:
    """What ``do`` makes of every work, in order, in two threads."""
    with ThreadPoolExecutor(THREADS) as threads:
        return list(threads.map(do, works))


def _count(columns: Sequence[Floats], edges: Floats, found: Counts) -> None:
    lines = [[*line[line < np.inf].tolist(), np.inf] for line in edges]
    whole = all(column.flags.c_contiguous for column in columns)
    size = BLOCK if whole else BLOCK // TOGETHER
    mask = np.empty(size, dtype=bool)
    for start in range(0, len(columns[0]), size):
        for column, line, count in zip(columns, lines, found, strict=True):
            block = np.ascontiguousarray(column[start : start + size])
            is_below = mask[: block.size]
            count[: len(line)] += [np.count_nonzero(np.less_equal(block, edge, out=is_below)) for edge in line]
    for line, count in zip(lines, found, strict=True):
        count[len(line) :] = count[len(line) - 1]
