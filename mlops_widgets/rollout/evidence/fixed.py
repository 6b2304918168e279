"""Do two versions differ, judged once, when all users are in?"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .alpha import check_alpha

__all__ = ["Comparison", "two_proportions", "welch", "z_scores"]

_NORMAL = NormalDist()


@dataclass(frozen=True)
class Comparison:
    """How far two versions are apart, how sure that is, and how often chance alone gives as much."""

    difference: float  # other − base
    low: float  # the interval's ends, in the unit of the difference
    high: float
    statistic: float  # z or t
    pvalue: float  # two-sided


def two_proportions(
    hits: float, users: float, hits_other: float, users_other: float, *, alpha: float = 0.05
) -> Comparison:
    """The z-test of two shares, with Newcombe's interval for their difference.

    The test asks what would be if both shares were one, so its error comes from the pooled share; the
    interval asks nothing of the kind, and stays inside −1 to 1 even where one version has no hit at all. At the edge
    of alpha the two may disagree.

    Parameters
    ----------
    hits, users
        Of the base: how many of how many did it.
    hits_other, users_other
        Of the other version.
    alpha
        The interval misses the truth this often (0–1).

    Returns
    -------
    Comparison
        Difference and interval as shares, z, two-sided p-value.

    Raises
    ------
    ValueError
        For no users, or more hits than users.

    Examples
    --------
    >>> found = two_proportions(48, 80, 56, 70)
    >>> round(found.difference, 4), round(found.low, 4), round(found.high, 4), round(found.pvalue, 4)
    (0.2, 0.0524, 0.3339, 0.008)

    References
    ----------
    Newcombe, R. G. (1998). Interval estimation for the difference between independent proportions.
    Statistics in Medicine 17, 873–890; his method 10, and this example.
    """
    check_alpha(alpha)
    for name, count, of in (("hits", hits, users), ("hits_other", hits_other, users_other)):
        if not 0 <= count <= of or of < 1:
            raise ValueError(f"{name} must lie between 0 and the users, at least one, got {count:g} of {of:g}.")
    share, other = hits / users, hits_other / users_other
    quantile = _NORMAL.inv_cdf(1 - alpha / 2)
    (low, high), (low_other, high_other) = _wilson(share, users, quantile), _wilson(other, users_other, quantile)
    z = float(z_scores(hits, users, hits_other, users_other))
    return Comparison(
        other - share,
        other - share - sqrt((other - low_other) ** 2 + (high - share) ** 2),
        other - share + sqrt((high_other - other) ** 2 + (share - low) ** 2),
        z,
        2 * _NORMAL.cdf(-abs(z)),
    )


def z_scores(hits: ArrayLike, users: ArrayLike, hits_other: ArrayLike, users_other: ArrayLike) -> NDArray[np.float64]:
    """How many standard errors the other share lies above the base's, for whole arrays of tests at once.

    Parameters
    ----------
    hits, users, hits_other, users_other
        As for ``two_proportions``, of any shapes that broadcast, e.g. (tests, looks).

    Returns
    -------
    array
        Of the common shape; 0 where nobody, or everybody, did it: there is no evidence yet.

    Examples
    --------
    >>> z_scores([0, 48], [10, 80], [0, 56], [10, 70]).round(2)
    array([0.  , 2.65])
    """
    x, n, x_other, n_other = (np.asarray(each, dtype=float) for each in (hits, users, hits_other, users_other))
    pooled = (x + x_other) / (n + n_other)
    error = np.sqrt(pooled * (1 - pooled) * (1 / n + 1 / n_other))
    difference = x_other / n_other - x / n
    z: NDArray[np.float64] = np.divide(difference, error, out=np.zeros_like(difference), where=error > 0)
    return z


def welch(base: ArrayLike, other: ArrayLike, *, alpha: float = 0.05) -> Comparison:
    """Welch's t-test of two means, whose spreads may differ, with its interval.

    Parameters
    ----------
    base, other
        The values of each version, at least two.
    alpha
        The interval misses the truth this often (0–1).

    Returns
    -------
    Comparison
        Difference and interval in the values' unit, t, two-sided p-value.

    Raises
    ------
    ValueError
        For fewer than two values, a value that is missing, or values that never vary.

    Examples
    --------
    >>> found = welch([20.1, 22.4, 19.8, 21.0], [23.9, 25.2, 22.8, 24.6])
    >>> round(found.difference, 2), round(found.low, 2), round(found.high, 2)
    (3.3, 1.39, 5.21)

    References
    ----------
    Welch, B. L. (1947). The generalization of "Student's" problem. Biometrika 34.
    """
    from scipy.stats import ttest_ind

    check_alpha(alpha)
    a, b = (np.asarray(each, dtype=float).ravel() for each in (base, other))
    for name, values in (("base", a), ("other", b)):
        if values.size < 2 or not np.isfinite(values).all():
            raise ValueError(
                f"{name} must hold at least two values and none that is missing, got {np.isfinite(values).sum()} of "
                f"{values.size}: drop the missing ones before."
            )
    if np.ptp(a) == np.ptp(b) == 0:
        raise ValueError(
            "base and other must vary, got one and the same value in each: there is no spread to judge by."
        )
    found = ttest_ind(b, a, equal_var=False)
    interval = found.confidence_interval(1 - alpha)
    numbers = (b.mean() - a.mean(), interval.low, interval.high, found.statistic, found.pvalue)
    return Comparison(*(float(each) for each in numbers))


def _wilson(share: float, users: float, quantile: float) -> tuple[float, float]:
    """The score interval of one share."""
    middle = share + quantile**2 / (2 * users)
    half = quantile * sqrt(share * (1 - share) / users + quantile**2 / (4 * users**2))
    return (middle - half) / (1 + quantile**2 / users), (middle + half) / (1 + quantile**2 / users)
