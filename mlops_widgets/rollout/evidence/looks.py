"""If one looks again and again and stops at the first p < 0.05, how often is one fooled? Exactly."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import isfinite, sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .alpha import check_alpha

__all__ = ["crossing", "false_alarm"]

_FAR = 7.0  # standard deviations beyond which nothing is left to integrate
_NODES = 1.6  # on each unit of the sum; a step's own spread is 1, so the integral is exact to 1e-9


def false_alarm(looks: int, *, alpha: float = 0.05) -> float:
    """The chance that at least one of several looks at an A/A test shows p < alpha.

    It is less than 1 − (1 − alpha)^looks, which would hold for independent tests: each look shares its users
    with the one before.

    Parameters
    ----------
    looks
        How often one looks, each time after as many new users as before.
    alpha
        The p-value at which one stops (0–1).

    Returns
    -------
    float
        From alpha, at one look, towards 1.

    Raises
    ------
    ValueError
        For no look, or an alpha that is no probability.

    Examples
    --------
    >>> [round(false_alarm(looks), 4) for looks in (1, 2, 5, 10, 100)]
    [0.05, 0.0831, 0.1417, 0.1934, 0.3736]

    References
    ----------
    Armitage, P., McPherson, C. K., Rowe, B. C. (1969). Repeated significance tests on accumulating data.
    J. R. Stat. Soc. A 132, 235–244; their table 2.
    """
    if looks < 1:
        raise ValueError(f"looks must be at least 1, got {looks}.")
    check_alpha(alpha)
    level = NormalDist().inv_cdf(1 - alpha / 2)
    return float(_crossing((level,) * looks, 0.0)[-1])


def crossing(levels: ArrayLike, *, drift: float = 0.0) -> NDArray[np.float64]:
    """The chance that |z| has reached its level by each look.

    The sum of what was seen so far is carried on from look to look as a density on the stretch that has
    not stopped: each look adds a normal step and cuts off what is beyond its level.

    Parameters
    ----------
    levels
        Shape (looks,): where one stops at each look; infinite where one does not look.
    drift
        What z is on average at the last look: 0 for an A/A test. At look k of K it is drift · √(k/K).

    Returns
    -------
    array
        Shape (looks,), rising: without drift the last one is the chance of a false alarm, with drift the
        power.

    Raises
    ------
    ValueError
        For no look, or a level that is negative or missing.

    Examples
    --------
    >>> crossing([1.96, 1.96]).round(4)
    array([0.05  , 0.0831])
    >>> round(float(crossing([np.inf, 1.96], drift=2.8)[-1]), 3)
    0.8

    References
    ----------
    Armitage, P., McPherson, C. K., Rowe, B. C. (1969), as in ``false_alarm``.
    """
    held = np.asarray(levels, dtype=float)
    if held.ndim != 1 or not held.size or not (held >= 0).all():
        raise ValueError(f"levels must be a list of numbers from 0 on, one for each look, got {levels!r:.60}.")
    if not isfinite(drift):
        raise ValueError(f"drift must be a finite number, got {drift}.")
    return np.array(_crossing(tuple(held.tolist()), float(drift)))


@lru_cache(maxsize=256)
def _crossing(levels: Sequence[float], drift: float) -> tuple[float, ...]:
    """The recursion in the sum of unit normal steps; it crosses where |sum| ≥ level · √look."""
    step = drift / sqrt(len(levels))
    crossed: list[float] = []
    sums, mass, since = np.zeros(1), np.ones(1), 0  # where the sum may be, density times weight, and after which look
    for look, level in enumerate(levels, start=1):
        if level == np.inf:
            crossed.append(crossed[-1] if crossed else 0.0)
            continue
        middle, spread, gap = look * step, sqrt(look), look - since
        low, high = max(-level, -_FAR + middle / spread) * spread, min(level, _FAR + middle / spread) * spread
        if high <= low:
            return (*crossed, *[1.0] * (len(levels) - len(crossed)))
        points, weights = _nodes(high - low)
        now = (high + low) / 2 + points
        density = np.exp(-0.5 * (now[:, None] - sums - gap * step) ** 2 / gap) @ mass / sqrt(2 * np.pi * gap)
        sums, mass, since = now, density * weights, look
        crossed.append(max(1 - float(mass.sum()), *crossed[-1:], 0.0))
    return tuple(crossed)


def _nodes(width: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Gauss and Legendre's points and weights on a stretch around 0."""
    points, weights = _legendre(32 * (1 + int(_NODES * width / 32 + 0.5)))
    return width / 2 * points, width / 2 * weights


@lru_cache(maxsize=64)
def _legendre(number: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    points, weights = np.polynomial.legendre.leggauss(number)
    return points, weights
