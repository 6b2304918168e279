"""Which bins does a reference give, and what shares fall into them? One rule for every index on bins."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .options import check_whole

__all__ = ["counts", "edges", "shares"]

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]


def edges(reference: Floats, bins: int = 10) -> Floats:
    """The inner edges of a reference's bins: its deciles for ten bins, equal ones merged.

    A value on an edge belongs to the bin below. The outer bins are open, so that one outlier, however
    far, is one value in the last bin and moves no edge.

    Parameters
    ----------
    reference
        Finite numbers, shape (n,).
    bins
        Bins before equal edges are merged, at least 2.

    Returns
    -------
    array
        Rising, 1 to bins − 1 edges.

    Examples
    --------
    >>> edges(np.arange(101.0), bins=4).tolist()
    [25.0, 50.0, 75.0]
    """
    check_whole("bins", bins, least=2)
    most = reference.max()
    inner: Floats = np.unique(np.quantile(reference, np.arange(1, bins) / bins))
    inner = inner[inner < most]
    if inner.size:
        return inner
    # Where nearly all values are the largest, the next one below it is still an edge worth having.
    below = reference[reference < most]
    return np.array([below.max() if below.size else most])


def counts(values: Floats, inner: Floats) -> Counts:
    """How many values lie in each bin, shape (bins,).

    Examples
    --------
    >>> counts(np.array([1.0, 2.0, 9.0]), np.array([2.0, 5.0])).tolist()
    [2, 0, 1]
    """
    below = [np.count_nonzero(values <= edge) for edge in inner]
    return np.diff([0, *below, values.size])


def shares(count: Counts) -> Floats:
    """The share of each bin after half a count is added to every one, so that none is empty.

    Examples
    --------
    >>> shares(np.array([3, 0])).tolist()
    [0.875, 0.125]
    """
    share: Floats = (count + 0.5) / (count.sum() + 0.5 * count.size)
    return share
