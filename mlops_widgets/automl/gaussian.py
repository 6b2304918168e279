"""What do the networks tried so far say about one that was not, and how surely?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Posterior", "expected_improvement", "normal_cdf", "posterior"]

Floats = NDArray[np.float64]

_LENGTHS = (0.1, 0.18, 0.32, 0.56, 1.0)  # tried ranges of likeness, in shares of an axis
_NOISES = (0.05, 0.2)  # tried noises, in standard deviations of the scores


@dataclass(frozen=True)
class Posterior:
    """A Gaussian process after some networks: what it believes at other places."""

    mean: Floats  # (places,), in units of the score
    sd: Floats  # (places,), the same; how unsure it is of the mean, noise of one training apart
    length: float  # how far likeness reaches, in shares of an axis; the likeliest of a few
    noise: float  # sd of one training, in units of the score; the likeliest of a few


def posterior(tried: Floats, scores: Floats, places: Floats) -> Posterior:
    """What a Gaussian process with a Matérn-5/2 kernel believes at some places.

    Length and noise are chosen by the marginal likelihood, among a few.

    Parameters
    ----------
    tried
        Places in the unit cube that were trained, (networks, axes).
    scores
        What came of them, (networks,).
    places
        Where one wants to know more, (places, axes).

    References
    ----------
    Rasmussen and Williams: Gaussian Processes for Machine Learning, MIT Press, 2006, algorithm 2.1.
    """
    centre, spread = float(np.mean(scores)), float(np.std(scores)) or 1.0
    y = (scores - centre) / spread
    away, across = _distances(tried, tried), _distances(places, tried)
    fits = [(_evidence(away, y, length, noise), length, noise) for length in _LENGTHS for noise in _NOISES]
    _, length, noise = max(fits)
    root = np.linalg.cholesky(_kernel(away, length) + noise**2 * np.eye(len(y)))
    k = _kernel(across, length)
    v = np.linalg.solve(root, k.T)
    mean = k @ np.linalg.solve(root.T, np.linalg.solve(root, y))
    sd = np.sqrt(np.maximum(1.0 - (v**2).sum(axis=0), 1e-12))
    return Posterior(centre + spread * mean, spread * sd, length, noise * spread)


def expected_improvement(mean: Floats, sd: Floats, best: float) -> Floats:
    """By how much a network is expected to beat the best so far, where it does not beat it counting as 0.

    Examples
    --------
    >>> expected_improvement(np.array([0.9, 0.9]), np.array([0.0001, 0.1]), 0.9).round(4)
    array([0.    , 0.0399])
    """
    z = (mean - best) / sd
    gain: Floats = sd * (z * normal_cdf(z) + np.exp(-0.5 * z**2) / np.sqrt(2 * np.pi))
    return np.asarray(np.maximum(gain, 0.0))


def normal_cdf(z: Floats) -> Floats:
    """The chance that a standard normal number is smaller; to 1e-7 (Abramowitz and Stegun 1964, 26.2.17)."""
    t = 1 / (1 + 0.2316419 * np.abs(z))
    tail = np.exp(-0.5 * z**2) / np.sqrt(2 * np.pi)
    tail *= t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
    return np.asarray(np.where(z >= 0, 1 - tail, tail))


def _distances(one: Floats, other: Floats) -> Floats:
    squares: Floats = ((one[:, None, :] - other[None, :, :]) ** 2).sum(axis=2)
    return np.sqrt(squares)


def _kernel(away: Floats, length: float) -> Floats:
    """Matérn 5/2: 1 for the same place, less the farther away."""
    s = np.sqrt(5) * away / length
    like: Floats = (1 + s + s**2 / 3) * np.exp(-s)
    return like


def _evidence(away: Floats, y: Floats, length: float, noise: float) -> float:
    """Log marginal likelihood, up to a constant."""
    root = np.linalg.cholesky(_kernel(away, length) + noise**2 * np.eye(len(y)))
    alpha = np.linalg.solve(root, y)
    return float(-0.5 * alpha @ alpha - np.log(np.diag(root)).sum())
