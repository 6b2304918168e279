"""Do two samples differ in any way, in all features together? Maximum mean discrepancy with a permutation test."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .options import check_whole
from .sample import Missing, matrix

__all__ = ["MMD", "mmd"]

Floats = NDArray[np.float64]

ROWS = 256  # of the kernel at a time: with 10,000 rows in all, 20 MB
LOOKED_AT = 1000  # rows from which the bandwidth is taken: half a million distances


@dataclass(frozen=True)
class MMD:
    """The squared discrepancy, and how many shuffled labellings give as much."""

    statistic: float  # MMD², unbiased: about 0 without drift, and then as often below as above
    pvalue: float  # at least 1 / (permutations + 1)
    bandwidth: float  # σ of the kernel, in the unit of the values
    permutations: int


def mmd(
    reference: Any,
    current: Any,
    *,
    permutations: int = 100,
    bandwidth: float | None = None,
    seed: int = 0,
    nan: Missing = "raise",
) -> MMD:
    """Maximum mean discrepancy: are rows more alike within the samples than between them?

        MMD² = mean k(x, x′) + mean k(y, y′) − 2 mean k(x, y),  k(x, y) = exp(−‖x − y‖² / 2σ²)

    over pairs of different rows. It sees any change, that of a correlation too. The p-value comes from
    shuffling which row belongs to which sample. Features in different units have to be scaled before,
    or the largest rules.

    The kernel is computed a strip at a time and multiplied with all labellings at once; it is never
    stored, so that memory grows with the rows, not with their square.

    Parameters
    ----------
    reference, current
        Rows of numbers, shape (n, features), or (n,) for one feature; a DataFrame of numbers. A sample
        of a single row has no pair, and is compared with itself.
    permutations
        Labellings to compare with, at least 1; 100 can show p-values down to 0.0099.
    bandwidth
        σ of the kernel; by default the median distance of the rows of both samples together, taken
        from at most 1,000 of them.
    seed
        Of the labellings, and of the rows that the bandwidth is taken from.
    nan
        ``"raise"`` refuses missing values, ``"drop"`` leaves out rows that have one.

    Returns
    -------
    MMD
        ``statistic`` (MMD², unbiased), ``pvalue``, ``bandwidth``, ``permutations``.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> found = mmd(rng.normal(size=(200, 2)), rng.multivariate_normal([0, 0], [[1, 0.8], [0.8, 1]], size=200))
    >>> round(found.statistic, 3), round(found.pvalue, 3)
    (0.016, 0.01)

    References
    ----------
    Gretton, A., Borgwardt, K., Rasch, M., Schölkopf, B., Smola, A. (2012). A kernel two-sample test. JMLR 13.
    """
    x, y = matrix(reference, "reference", nan=nan), matrix(current, "current", nan=nan)
    _check(x, y, permutations, bandwidth)
    rng = np.random.default_rng(seed)
    rows = np.concatenate([x, y])
    # Far from zero, products of rows would lose digits; and one wild value moves a mean far from all others.
    rows = rows - np.median(rows, axis=0)
    scale = float(np.abs(rows).max()) or 1.0
    rows /= scale
    sigma = _median_distance(rows, rng) if bandwidth is None else bandwidth / scale
    labels = np.zeros((permutations + 1, len(rows)))
    labels[:, : len(x)] = 1.0
    rng.permuted(labels[1:], axis=1, out=labels[1:])
    found = _squared(rows / sigma, labels.T, len(x))
    as_much = int(np.count_nonzero(found[1:] >= found[0] - 1e-12))  # equal labellings may differ in the last digit
    return MMD(float(found[0]), (1 + as_much) / (1 + permutations), sigma * scale, permutations)


def _check(x: Floats, y: Floats, permutations: int, bandwidth: float | None) -> None:
    if x.shape[1] != y.shape[1]:
        raise ValueError(f"current must have {x.shape[1]} columns as reference has, got {y.shape[1]}.")
    check_whole("permutations", permutations, least=1, hint="100 show p-values down to 0.0099")
    if bandwidth is not None and not 0 < bandwidth < np.inf:
        raise ValueError(f"bandwidth must be greater than 0, got {bandwidth}: leave it out for the median distance.")


def _median_distance(rows: Floats, rng: np.random.Generator) -> float:
    from scipy.spatial.distance import pdist

    some = rows if len(rows) <= LOOKED_AT else rows[rng.choice(len(rows), LOOKED_AT, replace=False)]
    distances = pdist(some)
    apart = distances[distances > 0]  # where most rows are equal, the others say what is far
    return float(np.median(distances)) or (float(np.median(apart)) if apart.size else 1.0)


def _squared(rows: Floats, labels: Floats, n: int) -> Floats:
    """MMD² of every labelling; labels has one column each, 1 for a row of the first sample."""
    within, total = _sums(rows, labels)
    m = len(rows) - n
    xx, both = within, labels.T @ total  # sums of the kernel over (x, x) and (x, all)
    xy = both - xx
    yy = total.sum() - both - xy
    return _mean_of_pairs(xx, n) + _mean_of_pairs(yy, m) - 2 * xy / (n * m)


def _mean_of_pairs(sums: Floats, n: int) -> Floats:
    """Over pairs of different rows; k(x, x) is 1."""
    return (sums - n) / (n * (n - 1)) if n > 1 else sums


def _sums(rows: Floats, labels: Floats) -> tuple[Floats, Floats]:
    """Σ wᵢ kᵢⱼ wⱼ of every labelling w, and Σⱼ kᵢⱼ of every row, from strips of the upper triangle."""
    half = (rows**2).sum(axis=1, keepdims=True) / 2
    ones = np.ones_like(half)
    # −‖x − y‖² / 2 = x·y − ‖x‖²/2 − ‖y‖²/2, as one product of matrices
    left, right = np.hstack([rows, -half, ones]), np.hstack([rows, ones, -half])
    within, total = np.zeros(labels.shape[1]), np.zeros(len(rows))
    for start in range(0, len(rows), ROWS):
        stop = min(start + ROWS, len(rows))
        kernel = left[start:stop] @ right[start:].T
        np.exp(np.minimum(kernel, 0, out=kernel), out=kernel)
        np.fill_diagonal(kernel, 1)  # a row is like itself, though it lies so far out that digits are lost
        beside = kernel[:, stop - start :]  # its mirror image lies below the diagonal
        total[start:stop] += kernel.sum(axis=1)
        total[stop:] += beside.sum(axis=0)
        kernel[:, stop - start :] *= 2
        within += (labels[start:stop] * (kernel @ labels[start:])).sum(axis=0)
    return within, total
