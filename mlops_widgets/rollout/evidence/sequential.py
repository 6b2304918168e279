"""What may one conclude who looks at any time and stops at will? Tests and intervals that stay valid."""

from __future__ import annotations

from math import log

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .alpha import check_alpha

__all__ = ["always_valid", "confidence_sequence", "mixture_boundary", "msprt"]

Floats = NDArray[np.float64]
_LARGEST = 700.0  # of a logarithm: more evidence than this has no number


def msprt(difference: ArrayLike, error: ArrayLike, *, scale: float) -> Floats:
    """The e-value of a difference: how much better a mixture of effects explains it than none at all.

    The mixture sequential probability ratio test takes the likelihood of every effect d, weighs it by
    a normal prior with standard deviation τ, and divides by the likelihood of no effect:

        E = √(V / (V + τ²)) · exp(τ² · difference² / (2 V (V + τ²)))

    with V the squared standard error. Without an effect its mean is 1 at whatever time one stops, so it ever
    reaches 1/α with probability α at most (Ville). One may look after every user.

    V is estimated, so this holds for large samples; begin to look when each version has some tens of hits.

    Parameters
    ----------
    difference
        What is seen so far, any shape, e.g. (replicas, looks).
    error
        Its standard error at that look, the same shape; 0 where nothing varies yet.
    scale
        τ, in the unit of the difference: about the effect that one hopes to find. Another one costs
        users, never validity, as long as it is chosen before.

    Returns
    -------
    array
        E-values of that shape; stop where one reaches 1/α, 20 for 5 %.

    Raises
    ------
    ValueError
        For a scale that is not above 0.

    Examples
    --------
    >>> msprt([0.0, 0.006, 0.009], [0.003, 0.003, 0.003], scale=0.01).round(2)
    array([ 0.29,  1.8 , 17.84])

    References
    ----------
    Robbins, H. (1970). Statistical methods related to the law of the iterated logarithm. Ann. Math. Stat. 41.
    Johari, R., Koomen, P., Pekelis, L., Walsh, D. (2022). Always valid inference: continuous monitoring of A/B
    tests. Operations Research 70(3).
    """
    if not scale > 0:
        raise ValueError(f"scale must be above 0, got {scale:g}: about the effect that you hope to find.")
    d, v = np.asarray(difference, dtype=float), np.asarray(error, dtype=float) ** 2
    d, v = np.broadcast_arrays(d, v)
    ratio = np.divide(scale**2, v, out=np.zeros(v.shape), where=v > 0)  # τ²/V
    squared = np.divide(d**2, v, out=np.zeros(v.shape), where=v > 0)  # z²
    found: Floats = np.exp(np.minimum(squared * ratio / (2 * (1 + ratio)) - np.log1p(ratio) / 2, _LARGEST))
    return found


def always_valid(evalues: ArrayLike) -> Floats:
    """P-values that stay valid at any time: the least 1/e so far, along the last axis.

    Parameters
    ----------
    evalues
        Shape (..., looks).

    Returns
    -------
    array
        The same shape, never rising, at most 1.

    Examples
    --------
    >>> always_valid([0.5, 4.0, 2.0, 25.0])
    array([1.  , 0.25, 0.25, 0.04])
    """
    highest = np.maximum.accumulate(np.asarray(evalues, dtype=float), axis=-1)
    return 1 / np.maximum(highest, 1.0)


def confidence_sequence(
    difference: ArrayLike, error: ArrayLike, users: ArrayLike, *, planned: float, alpha: float = 0.05
) -> tuple[Floats, Floats]:
    """Intervals that hold the true difference at all looks at once, whatever one does between them.

    The asymptotic confidence sequence of Waudby-Smith and others: with r = ρ² · users,

        difference ± error · √(2 (r + 1)/r · ln(√(r + 1) / α))

    It is the mSPRT read the other way round: zero lies outside where the e-value of the same r = τ²/V reaches 1/α.

    Parameters
    ----------
    difference, error
        As for ``msprt``; any difference of means, with the standard error at that look.
    users
        How many were seen by then.
    planned
        So many users, at which it is to be narrowest; ρ follows from it.
    alpha
        It ever misses the truth this often (0–1).

    Returns
    -------
    low, high
        Arrays of the common shape; infinite before the first user.

    Raises
    ------
    ValueError
        For planned users or an alpha that make no sense.

    Examples
    --------
    >>> low, high = confidence_sequence(0.01, 0.003, 10_000, planned=10_000)
    >>> round(float(low), 4), round(float(high), 4)
    (0.0009, 0.0191)

    References
    ----------
    Waudby-Smith, I., Arbour, D., Sinha, R., Kennedy, E. H., Ramdas, A. (2024). Time-uniform central limit
    theory and asymptotic confidence sequences. Annals of Statistics 52(6).
    """
    if not planned > 0:
        raise ValueError(f"planned must be above 0 users, got {planned:g}.")
    check_alpha(alpha)
    best = -2 * log(alpha) + log(1 - 2 * log(alpha))  # ρ² · planned, near the optimum, as they propose
    level = mixture_boundary(best * np.asarray(users, dtype=float) / planned, alpha=alpha)
    middle, half = np.asarray(difference, dtype=float), np.asarray(error, dtype=float) * level
    return middle - half, middle + half


def mixture_boundary(ratio: ArrayLike, *, alpha: float = 0.05) -> Floats:
    """The |z| at which a normal mixture has evidence 1/alpha: it rises with time, but slowly.

    Parameters
    ----------
    ratio
        r = τ²/V, the squared scale over the squared standard error at each look; it grows with the users.
    alpha
        Chance (0–1) of ever reaching it without an effect, at most.

    Returns
    -------
    array
        Of the shape of ``ratio``; infinite where that is 0.

    Raises
    ------
    ValueError
        For an alpha that is no probability.

    Examples
    --------
    >>> mixture_boundary([0.1, 1, 10, 100]).round(2)
    array([8.18, 3.66, 3.04, 3.27])
    """
    check_alpha(alpha)
    r = np.asarray(ratio, dtype=float)
    spread = np.divide(2 * (1 + r), r, out=np.full(r.shape, np.inf), where=r > 0)
    level: Floats = np.sqrt(spread * (np.log1p(r) / 2 - log(alpha)))
    return level
