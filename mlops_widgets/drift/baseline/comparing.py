"""How does each column of a table differ from what is remembered of it?"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from math import log, nan, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlops_widgets.drift.statistics.binned import stability, toward_the_middle
from mlops_widgets.drift.statistics.bins import shares
from mlops_widgets.drift.statistics.counted import compare_counts
from mlops_widgets.drift.statistics.noise import psi_noise
from mlops_widgets.drift.statistics.ranked import largest_gap
from mlops_widgets.drift.statistics.sample import Level, levels, same_kind

from .column import Categories, Column, Numbers
from .counting import below, side_by_side
from .report import Feature

__all__ = ["category_counts", "category_index", "compare_category", "compare_numbers", "number_index"]

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]


def number_index(columns: Sequence[Numbers], values: Sequence[Floats]) -> tuple[Counts, Floats, Floats]:
    """Counts (columns, bins), PSI (columns,) and Jensen–Shannon divergence in bits (columns,).

    Where a column has no value at all, both are NaN.
    """
    sizes = np.array([[column.counts.size] for column in columns])
    edges, before = np.full((len(columns), sizes.max()), np.inf), np.zeros((len(columns), sizes.max()))
    for line, count, column in zip(edges, before, columns, strict=True):
        line[: column.edges.size] = column.edges
        count[: column.counts.size] = column.counts
    now = np.diff(below(values, edges), axis=1, prepend=0)
    is_bin = np.arange(sizes.max()) < sizes  # where edges were merged, a row has fewer
    p, q = (
        np.where(is_bin, (count + 0.5) / (count.sum(axis=1, keepdims=True) + 0.5 * sizes), 1.0)
        for count in (now, before)
    )
    psi, divergence = stability(p, q), toward_the_middle(p, q) / log(2)
    psi[~now.any(axis=1)] = divergence[~now.any(axis=1)] = nan
    return now, psi, divergence


def compare_numbers(columns: Sequence[Numbers], values: Sequence[Floats]) -> list[Feature]:
    """All columns of numbers: PSI and divergence on the bins, the test on the ranks."""
    from scipy.special import kolmogorov

    if not columns:
        return []
    now, psi, divergence = number_index(columns, values)
    present = now.sum(axis=1).tolist()

    def gap_of(i: int) -> float:
        ordered = np.sort(values[i])[: present[i]]  # NaN comes last
        return largest_gap(columns[i].values, ordered) if ordered.size else nan

    found = []
    for i, gap in enumerate(side_by_side(gap_of, range(len(columns)))):
        column, n = columns[i], present[i]
        if not n:
            found.append(_without_values(column, values[i].size))
            continue
        found.append(
            _feature(
                column,
                n=n,
                rows=values[i].size,
                bins=int(np.count_nonzero(now[i, : column.counts.size] + column.counts)),
                psi=float(psi[i]),
                divergence=float(divergence[i]),
                effect=gap,
                test="Kolmogorov–Smirnov",
                pvalue=float(kolmogorov(gap * sqrt(n * column.n / (n + column.n)))),
            )
        )
    return found


def category_counts(column: Categories, found: Mapping[Level, int], bins: int) -> tuple[Counts, Counts]:
    """Current and reference counts in the bins of a category.

    Each level is a bin, and one more is for those never seen. More levels than that are cut by the order
    of their names into bins of about the same share, as numbers are. (The most frequent ones and a rest
    would not do: what was most frequent in one sample is less so in the next, without any drift.)
    """
    bin_of, size = _cut(column, bins)
    before = dict(zip(column.levels, column.counts, strict=True))
    now_counts, before_counts = (
        np.bincount([bin_of(level) for level in each], list(each.values()), size).astype(np.int64)
        for each in (found, before)
    )
    return now_counts, before_counts


def _cut(column: Categories, bins: int) -> tuple[Callable[[Level], int], int]:
    """In which bin a level lies, and how many there are."""
    if len(column.levels) < bins:
        places = {level: place for place, level in enumerate(column.levels)}
        return lambda level: places.get(level, len(places)), len(places) + 1
    named = sorted(zip(map(str, column.levels), column.counts, strict=True))
    reached = np.cumsum([count for _, count in named[:-1]]) / column.n
    last = np.unique(reached.searchsorted(np.arange(1, bins) / bins))
    edges = [named[i][0] for i in last.tolist() if i < reached.size]
    return lambda level: bisect_left(edges, str(level)), len(edges) + 1


def category_index(column: Categories, values: Any, bins: int) -> float:
    """PSI of a category."""
    found, _ = _levels(column, values)
    now, before = category_counts(column, found, bins)
    return float(stability(shares(now), shares(before))) if found else nan


def compare_category(column: Categories, values: Any, bins: int) -> Feature:
    """One category: PSI and divergence on its bins, the test on all levels that are not rare."""
    found, missing = _levels(column, values)
    if not found:
        return _without_values(column, missing)
    now, before = category_counts(column, found, bins)
    p, q = shares(now), shares(before)
    test = compare_counts(dict(zip(column.levels, column.counts, strict=True)), found)
    return _feature(
        column,
        n=int(now.sum()),
        rows=int(now.sum()) + missing,
        bins=int(np.count_nonzero(now + before)),
        psi=float(stability(p, q)),
        divergence=float(toward_the_middle(p, q)) / log(2),
        effect=test.effect,
        test="Fisher" if test.exact else "chi-squared",
        pvalue=test.pvalue,
    )


def _levels(column: Categories, values: Any) -> tuple[dict[Level, int], int]:
    name = f"current[{column.name!r}]"
    found, missing = levels(values, name)
    same_kind(dict.fromkeys(column.levels, 1), found, name)
    return found, missing


def _without_values(column: Column, rows: int) -> Feature:
    """No value came at all: what can be tested is whether that many are missing by chance."""
    before: dict[Level, int] = {
        is_missing: count for is_missing, count in ((True, column.missing), (False, column.n)) if count
    }
    test = compare_counts(before, {True: rows})
    return _feature(
        column,
        n=0,
        rows=rows,
        bins=0,
        psi=nan,
        divergence=nan,
        effect=test.effect,
        test="missing values",
        pvalue=test.pvalue,
    )


def _feature(
    column: Column,
    *,
    n: int,
    rows: int,
    bins: int,
    psi: float,
    divergence: float,
    effect: float,
    test: str,
    pvalue: float,
) -> Feature:
    """What every feature has in common; the correction for many comes later."""
    return Feature(
        name=column.name,
        kind="number" if isinstance(column, Numbers) else "category",
        n=n,
        missing=1 - n / rows,
        missing_before=column.missing / (column.missing + column.n),
        psi=psi,
        noise=psi_noise(n, column.n, bins=max(2, bins)).above(psi) if n else nan,
        jensen_shannon=divergence,
        effect=effect,
        test=test,
        pvalue=pvalue,
        adjusted=nan,
        drifted=False,
    )
