"""What does random search find, without playing it? The order of a finite table, and how it is drawn from, say it."""

from __future__ import annotations

from math import ceil, comb, log

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mlops_widgets import stage

__all__ = ["chance_of_top", "expected_best", "trials_for"]

Floats = NDArray[np.float64]


def chance_of_top(share: float, k: int, *, networks: int | None = None) -> float:
    """The chance that at least one of ``k`` random networks is among the best ``share`` of all.

    Parameters
    ----------
    share
        0-1; what counts as good.
    k
        Networks drawn.
    networks
        How many there are, drawn without putting back; endlessly many when left out.

    Examples
    --------
    >>> round(chance_of_top(0.05, 60), 3)
    0.954
    >>> round(chance_of_top(0.05, 60, networks=200), 3)
    0.974
    """
    if not 0 <= share <= 1:
        raise stage.StageError(f"share must lie in [0, 1], got {share:g}: use 0.05 for the best 5 %.")
    if k < 0 or (networks is not None and k > networks):
        raise stage.StageError(f"k must be 0 to {networks if networks is not None else 'any number'}, got {k}.")
    if networks is None:
        return float(1 - (1 - share) ** k)
    good = ceil(share * networks - 1e-9)
    return 1 - comb(networks - good, k) / comb(networks, k)


def expected_best(scores: ArrayLike, k: int, *, chances: ArrayLike | None = None) -> float:
    """The mean of the best of ``k`` scores drawn by chance.

    Parameters
    ----------
    scores
        What there is to draw.
    k
        How often one draws.
    chances
        How likely each score is drawn, every time anew: with ``Table.chances`` it is the mean of random search, which
        may hit a network twice. Left out, all are as likely and nothing is put back: the i-th smallest of n is the
        best of k with chance C(i − 1, k − 1) / C(n, k).

    Examples
    --------
    >>> expected_best([1, 2, 3], 2)
    2.6666666666666665
    >>> expected_best([1, 3], 2, chances=[0.5, 0.5])
    2.5
    """
    given = np.asarray(scores, dtype=float)
    if chances is not None:
        return _best_of_drawn(given, k, np.asarray(chances, dtype=float))
    ordered = np.sort(given)
    n = ordered.size
    if not 1 <= k <= n:
        raise stage.StageError(f"k must be 1 to {n}, the number of scores, got {k}.")
    chances = np.zeros(n)
    chances[-1] = k / n
    for i in range(n - 1, k - 1, -1):  # C(i − 1, k − 1) from C(i, k − 1), without large numbers
        chances[i - 1] = chances[i] * (i + 1 - k) / i
    return float(chances @ ordered)


def trials_for(share: float, sure: float) -> int:
    """How many random networks one needs to be so sure of one among the best ``share``.

    Examples
    --------
    >>> trials_for(0.05, 0.95)
    59
    """
    for name, value in (("share", share), ("sure", sure)):
        if not 0 < value < 1:
            raise stage.StageError(f"{name} must lie between 0 and 1, got {value:g}.")
    return ceil(log(1 - sure) / log(1 - share) - 1e-9)


def _best_of_drawn(scores: Floats, k: int, chances: Floats) -> float:
    """Nothing above a score is drawn k times with chance Fᵏ, F being the chance of all up to it."""
    if k < 1:
        raise stage.StageError(f"k must be 1 or more, got {k}.")
    if chances.shape != scores.shape or not (chances >= 0).all() or abs(chances.sum() - 1) > 1e-9:
        raise stage.StageError(
            f"chances must be one for each of the {scores.size} scores, 0 or more and 1 together, got {chances.size} "
            f"that add up to {chances.sum():g}: Table.chances are those of its networks."
        )
    order = np.argsort(scores, kind="stable")
    up_to = np.minimum(chances[order].cumsum(), 1.0) ** k
    up_to[-1] = 1.0
    return float(np.diff(up_to, prepend=0.0) @ scores[order])
