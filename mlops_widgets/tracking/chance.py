"""How good is the best of n, how often is it still remembered, and how often is a record broken? Closed forms."""

from __future__ import annotations

from math import sqrt
from statistics import NormalDist

import numpy as np

__all__ = ["expected_best", "expected_choice", "expected_records", "remembered"]

_REACH, _STEPS = 9.0, 6001  # standard deviations either side, and points between, of the integral


def expected_best(n: int) -> float:
    """The mean of the largest of n standard normal numbers.

    Parameters
    ----------
    n
        How many there are, from 1 on.

    Returns
    -------
    float
        In standard deviations: the integral of x · n · φ(x) · Φ(x)ⁿ⁻¹.

    Examples
    --------
    >>> round(expected_best(2), 4), round(expected_best(60), 2)
    (0.5642, 2.32)

    References
    ----------
    David, H. A. and Nagaraja, H. N. (2003). Order Statistics, 3rd edition. Wiley.
    """
    x = np.linspace(-_REACH, _REACH, _STEPS)
    below = np.array([NormalDist().cdf(each) for each in x.tolist()])
    density = np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi)
    return float(np.trapezoid(x * n * density * below ** (n - 1), x))


def expected_choice(n: int, spread: float, noise: float) -> tuple[float, float]:
    """What the best of n noisy scores says, on average, and what the run behind it is truly worth.

    Parameters
    ----------
    n
        Runs.
    spread
        Standard deviation of what runs are truly worth, around 0.
    noise
        Standard deviation by which a score misses that.

    Returns
    -------
    tuple
        Mean of the best score and mean worth of its run: the winner promises more than it keeps.

    Examples
    --------
    >>> said, true = expected_choice(60, 1.0, 1.0)
    >>> round(said / true, 2)
    2.0
    """
    total = sqrt(spread**2 + noise**2)
    best = expected_best(n)
    return best * total, best * spread**2 / total if total else 0.0


def remembered(n: int, half: float) -> float:
    """The chance that the best of n runs, of which each may be it, is still known after the last one.

    Parameters
    ----------
    n
        Runs.
    half
        After so many more runs half of what was done is forgotten.

    Examples
    --------
    >>> round(remembered(60, 8), 2)
    0.2
    """
    keep = 0.5 ** (1 / half)
    return float((1 - keep**n) / (n * (1 - keep)))


def expected_records(n: int) -> float:
    """How often, on average, one of n runs in any order beats all before it: 1 + 1/2 + … + 1/n.

    Examples
    --------
    >>> round(expected_records(60), 2)
    4.68

    References
    ----------
    Rényi, A. (1962). Théorie des éléments saillants d'une suite d'observations. Annales scientifiques de
    l'Université de Clermont-Ferrand 2, 8, 7–13.
    """
    return float(np.sum(1 / np.arange(1, n + 1)))
