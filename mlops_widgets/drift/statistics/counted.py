"""Do two samples of a category have the same shares? The chi-squared test, with its rule for rare levels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .sample import Level, Missing, same_kind, tally

__all__ = ["ChiSquared", "chi_squared", "compare_counts"]

RARE = 5.0  # Cochran's rule for an expected count


@dataclass(frozen=True)
class ChiSquared:
    """How far two tables of counts are from one common one, and how often chance alone gives as much."""

    statistic: float
    pvalue: float
    freedom: int  # levels after merging − 1
    effect: float  # Cramér's V, 0 to 1
    merged: tuple[Level, ...]  # the rare levels that were counted as one
    unseen: tuple[Level, ...]  # levels that the reference has not; they count as any other
    exact: bool  # two levels were left, one rare: the p-value is Fisher's


def chi_squared(reference: Any, current: Any, *, rare: float = RARE, nan: Missing = "raise") -> ChiSquared:
    """Pearson's two-sample test of a category, without a correction for continuity.

    Both samples vary by chance, so both enter the table: taking the reference's shares for the truth
    gives far more false alarms than alpha. A level that one sample has not is a level with count 0. The
    rarest levels are merged, the rarest first, until every expected count is at least ``rare`` or two
    levels are left; if one of those still is rare, the p-value is that of Fisher's exact test.

    Parameters
    ----------
    reference, current
        Text, whole numbers or booleans, any lengths from 1 on; an array, a list, a pandas Series.
    rare
        Least expected count; 5 is Cochran's rule, 0 merges nothing.
    nan
        ``"raise"`` refuses missing values, ``"drop"`` leaves them out.

    Returns
    -------
    ChiSquared
        ``statistic``, ``pvalue``, ``freedom``, ``effect``, and which levels were merged or unseen.

    Raises
    ------
    TypeError
        For measurements, and for text beside numbers.

    Examples
    --------
    >>> found = chi_squared(["card"] * 60 + ["cash"] * 40, ["card"] * 45 + ["cash"] * 54 + ["coin"])
    >>> round(found.statistic, 2), round(found.pvalue, 3), found.freedom
    (4.51, 0.034, 1)
    >>> found.merged, found.unseen
    (('coin', 'cash'), ('coin',))

    References
    ----------
    Cochran, W. G. (1954). Some methods for strengthening the common χ² tests. Biometrics 10(4).
    """
    before, now = (tally(each, name, nan=nan) for name, each in (("reference", reference), ("current", current)))
    same_kind(before, now, "current")
    return compare_counts(before, now, rare=rare)


def compare_counts(reference: Mapping[Level, int], current: Mapping[Level, int], *, rare: float = RARE) -> ChiSquared:
    """The same for samples that are counted already."""
    pooled = {level: reference.get(level, 0) + current.get(level, 0) for level in {**reference, **current}}
    levels = sorted(pooled, key=lambda level: (pooled[level], str(level)))
    table = np.array([[each.get(level, 0) for level in levels] for each in (reference, current)], dtype=float)
    merged = _merged(table, rare)
    table = np.column_stack([table[:, :merged].sum(axis=1), table[:, merged:]])
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
    statistic = float(((table - expected) ** 2 / expected).sum())
    exact = table.shape[1] == 2 and expected.min() < rare
    return ChiSquared(
        statistic,
        _probability(table, statistic, exact),
        table.shape[1] - 1,
        sqrt(statistic / table.sum()),
        tuple(levels[:merged]) if merged > 1 else (),
        tuple(level for level in current if level not in reference),
        exact,
    )


def _merged(table: NDArray[np.float64], rare: float) -> int:
    """How many of the levels, in rising order, count as one; 1 when each stands for itself."""
    smaller = table.sum(axis=1).min() / table.sum()
    expected: NDArray[np.float64] = table.sum(axis=0) * smaller
    if expected[0] >= rare:
        return 1
    enough = max(int(np.count_nonzero(expected < rare)), 1 + int(np.count_nonzero(expected.cumsum() < rare)))
    return max(1, min(enough, expected.size - 1))


def _probability(table: NDArray[np.float64], statistic: float, exact: bool) -> float:
    if table.shape[1] == 1:
        return 1.0
    if exact:
        from scipy.stats import fisher_exact

        return float(fisher_exact(table.astype(int)).pvalue)
    from scipy.special import chdtrc

    return float(chdtrc(table.shape[1] - 1, statistic))
