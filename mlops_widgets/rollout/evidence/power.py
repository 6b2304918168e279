"""How many users does a test need before its answer means something?"""

from __future__ import annotations

from math import sqrt
from statistics import NormalDist

from .alpha import check_alpha

__all__ = ["power", "sample_size"]

_NORMAL = NormalDist()


def sample_size(
    base: float,
    other: float,
    *,
    spread: float | None = None,
    ratio: float = 1.0,
    alpha: float = 0.05,
    power: float = 0.8,
) -> int:
    """Users that the other version must see before a difference of this size is found reliably.

    Halve the difference, and four times as many are needed.

    Parameters
    ----------
    base, other
        The two shares (0–1), or with ``spread`` the two means: what stands now, and what one would not want
        to overlook.
    spread
        Standard deviation of single values, in the unit of the means; left out for shares.
    ratio
        Users of the base for each user of the other version: 1 for two equal groups, 19 for a canary of 5 %.
    alpha
        Chance (0–1) of a false alarm, two-sided.
    power
        Chance (0–1) to find a difference that is there.

    Returns
    -------
    int
        Users of the other version; the base has ``ratio`` times as many.

    Raises
    ------
    ValueError
        For a share outside 0 to 1, no difference at all, or a power not above alpha.

    Examples
    --------
    >>> sample_size(0.05, 0.06)
    8158
    >>> sample_size(0, 0.5, spread=1)
    64

    References
    ----------
    Fleiss, J. L., Levin, B., Paik, M. C. (2003). Statistical Methods for Rates and Proportions, 3rd ed.,
    section 4.2. For shares.
    Cohen, J. (1988). Statistical Power Analysis for the Behavioral Sciences, 2nd ed., table 2.4.1. For means.
    """
    _check(base, other, spread, ratio, alpha)
    if base == other:
        raise ValueError(
            f"other must differ from base, got {other:g} twice: name the least difference that would matter."
        )
    if not alpha < power < 1:
        raise ValueError(f"power must lie above alpha, {alpha:g}, and below 1, got {power:g}: 0.8 is usual.")
    none, there = _errors(base, other, spread, ratio)
    needed = _NORMAL.inv_cdf(1 - alpha / 2) * none + _NORMAL.inv_cdf(power) * there
    users = max(int((needed / (other - base)) ** 2), 2)
    while _power(base, other, users, spread, ratio, alpha) < power:
        users += 1
    return users


def power(
    base: float,
    other: float,
    users: float,
    *,
    spread: float | None = None,
    ratio: float = 1.0,
    alpha: float = 0.05,
) -> float:
    """The chance that a test with so many users finds a difference of this size.

    Parameters
    ----------
    base, other, spread, ratio, alpha
        As for ``sample_size``.
    users
        Users of the other version, at least 2.

    Returns
    -------
    float
        From 0 to 1; ``alpha`` when there is no difference.

    Raises
    ------
    ValueError
        For a share outside 0 to 1 or fewer than two users.

    Examples
    --------
    >>> round(power(0.05, 0.055, 10_000), 2), round(power(0.05, 0.06, 10_000), 2)
    (0.35, 0.87)
    """
    _check(base, other, spread, ratio, alpha)
    if not users >= 2:
        raise ValueError(f"users must be at least 2, got {users:g}.")
    return _power(base, other, users, spread, ratio, alpha)


def _power(base: float, other: float, users: float, spread: float | None, ratio: float, alpha: float) -> float:
    none, there = (each / sqrt(users) for each in _errors(base, other, spread, ratio))
    apart = abs(other - base)
    if spread is None:
        level = _NORMAL.inv_cdf(1 - alpha / 2) * none
        return _NORMAL.cdf((apart - level) / there) + _NORMAL.cdf((-apart - level) / there)
    from scipy.stats import nct, t

    freedom = users * (1 + ratio) - 2
    level = t.isf(alpha / 2, freedom)
    return float(nct.sf(level, freedom, apart / there) + nct.cdf(-level, freedom, apart / there))


def _errors(base: float, other: float, spread: float | None, ratio: float) -> tuple[float, float]:
    """Standard error of the difference times √users: were there no difference, and with the one there is."""
    if spread is not None:
        return (spread * sqrt(1 + 1 / ratio),) * 2
    pooled = (ratio * base + other) / (ratio + 1)
    return sqrt(pooled * (1 - pooled) * (1 + 1 / ratio)), sqrt(base * (1 - base) / ratio + other * (1 - other))


def _check(base: float, other: float, spread: float | None, ratio: float, alpha: float) -> None:
    for name, value in (("base", base), ("other", other)):
        if spread is None and not 0 < value < 1:
            raise ValueError(f"{name} must lie between 0 and 1, a share, got {value:g}; for means, pass spread too.")
    if spread is not None and not spread > 0:
        raise ValueError(f"spread must be above 0, got {spread:g}: the standard deviation of single values.")
    if not ratio > 0:
        raise ValueError(f"ratio must be above 0, got {ratio:g}: 19 for a canary of 5 %.")
    check_alpha(alpha)
