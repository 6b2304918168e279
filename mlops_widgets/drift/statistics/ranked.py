"""How far apart are two samples, seen through the order of their values? No bins, no shape assumed."""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .sample import Missing, numbers

__all__ = ["KolmogorovSmirnov", "ks", "largest_gap", "wasserstein"]


@dataclass(frozen=True)
class KolmogorovSmirnov:
    """The largest gap between two cumulative shares, and how often chance alone gives one as large."""

    statistic: float  # 0 to 1
    pvalue: float
    location: float  # a value at which the gap is that large


def ks(reference: ArrayLike, current: ArrayLike, *, nan: Missing = "raise") -> KolmogorovSmirnov:
    """The two-sample test of Kolmogorov and Smirnov, by scipy: exact up to 10,000 values, then by its limit.

    With many ties, as in whole numbers of few kinds, the p-value is too large, never too small.

    Parameters
    ----------
    reference, current
        Numbers, any lengths from 1 on; the two may be exchanged.
    nan
        ``"raise"`` refuses missing values, ``"drop"`` leaves them out.

    Returns
    -------
    KolmogorovSmirnov
        ``statistic`` (0 to 1), ``pvalue``, ``location``.

    Examples
    --------
    >>> found = ks([1, 2, 3, 4, 5], [4, 5, 6, 7, 8])
    >>> found.statistic, round(found.pvalue, 3), found.location
    (0.6, 0.357, 4.0)

    References
    ----------
    Hodges, J. L. (1958). The significance probability of the Smirnov two-sample test. Arkiv för Matematik 3.
    """
    from scipy.stats import ks_2samp

    samples = numbers(reference, "reference", nan=nan), numbers(current, "current", nan=nan)
    with warnings.catch_warnings():  # scipy tells when it cannot count exactly, and takes the limit
        warnings.simplefilter("ignore", RuntimeWarning)
        found = ks_2samp(*samples)
    return KolmogorovSmirnov(float(found.statistic), float(found.pvalue), float(found.statistic_location))


def wasserstein(reference: ArrayLike, current: ArrayLike, *, nan: Missing = "raise") -> float:
    """The earth mover's distance: how far a value has to move on average to turn one sample into the other.

    Parameters
    ----------
    reference, current
        Numbers, any lengths from 1 on; the two may be exchanged.
    nan
        ``"raise"`` refuses missing values, ``"drop"`` leaves them out.

    Returns
    -------
    float
        At least 0, in the unit of the values.

    Examples
    --------
    >>> wasserstein([1, 2, 3], [11, 12, 13])
    10.0

    References
    ----------
    Ramdas, A., García Trillos, N., Cuturi, M. (2017). On Wasserstein two-sample testing. Entropy 19(2).
    """
    from scipy.stats import wasserstein_distance

    return float(wasserstein_distance(numbers(reference, "reference", nan=nan), numbers(current, "current", nan=nan)))


def largest_gap(reference: NDArray[np.float64], current: NDArray[np.float64]) -> float:
    """The statistic of Kolmogorov and Smirnov for samples that are sorted already.

    Examples
    --------
    >>> largest_gap(np.array([1.0, 2.0, 3.0, 4.0, 5.0]), np.array([4.0, 5.0, 6.0, 7.0, 8.0]))
    0.6
    """
    n, m = reference.size, current.size
    both = np.concatenate([reference, current])
    order = both.argsort(kind="stable")  # merges two sorted runs in one pass
    both = both[order]
    gap = np.where(order < n, m, -n).cumsum()  # n · m times the gap, in whole numbers
    last = np.append(both[1:] != both[:-1], True)  # of each run of equal values
    return float(np.abs(gap[last]).max() / (n * m))
