"""How far apart are two samples, seen through the reference's bins? The stability index and Jensen and Shannon's."""

from __future__ import annotations

from dataclasses import dataclass
from math import log, sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .bins import counts, edges, shares
from .sample import Missing, numbers

__all__ = ["JensenShannon", "jensen_shannon", "psi", "stability", "toward_the_middle"]

Floats = NDArray[np.float64]


def psi(reference: ArrayLike, current: ArrayLike, *, bins: int = 10, nan: Missing = "raise") -> float:
    """The population stability index: how far the shares of the current values are from the reference's.

        PSI = Σ (pᵢ − qᵢ) · ln(pᵢ / qᵢ)

    over bins that are the reference's deciles, equal edges merged. Half a count is added to every bin of
    both, so that an empty one stays finite; ``drift.PSI`` counts by the same rule, value by value.

    Parameters
    ----------
    reference, current
        Numbers, any lengths from 1 on.
    bins
        Bins before equal edges are merged; 10 is what the rules of thumb were made for.
    nan
        ``"raise"`` refuses missing values, ``"drop"`` leaves them out.

    Returns
    -------
    float
        At least 0. The industry's thumbs: 0.1 look, 0.25 act; ``psi_noise`` says what noise alone gives.

    Raises
    ------
    TypeError, ValueError
        For anything but finite numbers, with a sentence that says the way out.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> round(psi(rng.normal(size=20_000), rng.normal(0.5, 1, size=20_000)), 2)
    0.23

    References
    ----------
    Siddiqi, N. (2006). Credit Risk Scorecards. Wiley.
    """
    p, q = _shares(reference, current, bins, nan)
    return float(stability(p, q))


@dataclass(frozen=True)
class JensenShannon:
    """The divergence and its square root, the distance, which other tools mean by the same name."""

    divergence: float
    distance: float
    base: float  # of the logarithm; with 2 both lie between 0 and 1

    @property
    def statistic(self) -> float:
        """The divergence."""
        return self.divergence


def jensen_shannon(
    reference: ArrayLike, current: ArrayLike, *, bins: int = 10, base: float = 2, nan: Missing = "raise"
) -> JensenShannon:
    """Jensen and Shannon's divergence: how much one value tells about which of two samples it came from.

        JS = ½ Σ pᵢ log(pᵢ / mᵢ) + ½ Σ qᵢ log(qᵢ / mᵢ),  m = ½ (p + q)

    with the bins and the half counts of ``psi``. The bins are the reference's, so that exchanging the
    samples changes the bins; on the same shares it is symmetric.

    Parameters
    ----------
    reference, current
        Numbers, any lengths from 1 on.
    bins
        Bins before equal edges are merged.
    base
        Of the logarithm: 2 gives bits, from 0 to 1; ``math.e`` gives nats, from 0 to 0.69.
    nan
        ``"raise"`` refuses missing values, ``"drop"`` leaves them out.

    Returns
    -------
    JensenShannon
        ``divergence`` (which is ``statistic``), ``distance`` (its square root), ``base``.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> found = jensen_shannon(rng.normal(size=20_000), rng.normal(1, 1, size=20_000))
    >>> round(found.divergence, 2), round(found.distance, 2), found.base
    (0.15, 0.39, 2)

    References
    ----------
    Lin, J. (1991). Divergence measures based on the Shannon entropy. IEEE Trans. Inf. Theory 37(1).
    """
    if not base > 1:
        raise ValueError(f"base must be greater than 1, got {base}: use 2 for bits, math.e for nats.")
    p, q = _shares(reference, current, bins, nan)
    divergence = float(toward_the_middle(p, q)) / log(base)
    return JensenShannon(divergence, sqrt(divergence), base)


def stability(p: Floats, q: Floats) -> Floats:
    """PSI of shares along the last axis; none may be 0."""
    index: Floats = ((p - q) * np.log(p / q)).sum(axis=-1)
    return index


def toward_the_middle(p: Floats, q: Floats) -> Floats:
    """Jensen and Shannon's divergence of shares along the last axis, in nats; none may be 0."""
    m = (p + q) / 2
    divergence: Floats = (p * np.log(p / m) + q * np.log(q / m)).sum(axis=-1) / 2
    return np.maximum(divergence, 0.0)  # equal shares round to a little below


def _shares(reference: ArrayLike, current: ArrayLike, bins: int, nan: Missing) -> tuple[Floats, Floats]:
    """The current's shares p and the reference's q in the reference's bins."""
    before, now = numbers(reference, "reference", nan=nan), numbers(current, "current", nan=nan)
    inner = edges(before, bins)
    return shares(counts(now, inner)), shares(counts(before, inner))
