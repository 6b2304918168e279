"""What do the four gauges read on a day, and above what is that no chance any more?"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from statistics import NormalDist

import numpy as np

from mlops_widgets.drift.statistics.binned import stability

from .world import CORRELATION, REFERENCE, Moves, Rows, drawn, probability, reference

__all__ = [
    "BANDWIDTH",
    "Deciles",
    "deciles_of",
    "loss_threshold",
    "losses",
    "mmd_threshold",
    "on_grid",
    "psi_of",
    "psi_threshold",
    "remembered",
    "up",
]

BANDWIDTH = 1.0  # σ of the kernel, in standard deviations of a feature
_BINS = 10
_CELL, _LOW, _CELLS = 0.25, -4.5, 44  # rows are rounded to a grid for the kernel: up to 6.5 σ, where x₁ may be moved
_QUIET = 1000  # days drawn without a move


@dataclass(frozen=True, eq=False)
class Deciles:
    """What PSI remembers of one column of the reference."""

    edges: np.ndarray  # (bins − 1,)
    shares: np.ndarray  # (bins,)


def deciles_of(known: np.ndarray) -> Deciles:
    """The deciles of a column (m,), and its shares between them."""
    edges = np.quantile(known, np.arange(1, _BINS) / _BINS)
    return Deciles(edges, _smoothed(np.bincount(np.searchsorted(edges, known), minlength=_BINS)))


@cache
def remembered() -> tuple[Deciles, Deciles, Deciles]:
    """Of x₁, of x₂ and of the model's scores in the reference."""
    x = reference().x[0]
    return deciles_of(x[:, 0]), deciles_of(x[:, 1]), deciles_of(probability(x))


def psi_of(values: np.ndarray, deciles: Deciles) -> np.ndarray:
    """PSI of each day's values (days, rows) against the reference; (days,)."""
    days = values.shape[0]
    place = np.searchsorted(deciles.edges, values) + _BINS * np.arange(days)[:, None]
    counts = np.bincount(place.ravel(), minlength=days * _BINS).reshape(days, _BINS)
    return stability(_smoothed(counts), deciles.shares)


def _smoothed(counts: np.ndarray) -> np.ndarray:
    """Shares after half a count is added to every bin."""
    found: np.ndarray = (counts + 0.5) / (counts.sum(axis=-1, keepdims=True) + 0.5 * _BINS)
    return found


def psi_threshold(rows: int, rate: float) -> float:
    """Exceeded at a share ``rate`` of quiet days, by formula: (1/n + 1/m) · χ² with bins − 1 degrees of freedom."""
    from scipy.special import chdtri

    return float((1 / rows + 1 / REFERENCE) * chdtri(_BINS - 1, rate))


def on_grid(x: np.ndarray) -> np.ndarray:
    """MMD² (unbiased) of each day's rows (days, rows, 2) against the reference, both rounded to a grid; (days,).

    With p and q the shares of the cells, Σ (p − q) K (p − q) is the squared discrepancy, and a Gaussian
    kernel on a grid is a product of one matrix for each feature: all days cost two small products.
    """
    rows = x.shape[1]
    kernel = _kernel()
    known, smooth, m = _known_cells()
    p = _shares(x)
    smoothed = kernel @ p @ kernel
    own = ((p * smoothed).sum(axis=(1, 2)) * rows - 1) / (rows - 1)
    theirs = ((known * smooth).sum() * m - 1) / (m - 1)
    found: np.ndarray = own + theirs - 2 * (p * smooth).sum(axis=(1, 2))
    return found


@lru_cache(maxsize=64)
def mmd_threshold(rows: int, rate: float) -> float:
    """Exceeded at a share ``rate`` of quiet days, by simulation of a thousand of them."""
    return float(np.quantile(_quiet(rows), 1 - rate))


def losses(rows: Rows, measure: str) -> np.ndarray:
    """What each answer of the fixed model costs, (days, rows): log loss, or 1 where it is wrong."""
    p = probability(rows.x)
    if measure == "error":
        wrong: np.ndarray = (p > 0.5) != (rows.y > 0)
        return wrong.astype(float)
    found: np.ndarray = -np.log(np.where(rows.y > 0, p, 1 - p))
    return found


@lru_cache(maxsize=64)
def loss_threshold(rows: int, rate: float, measure: str) -> tuple[float, float]:
    """What is normal, and what a share ``rate`` of quiet days exceeds: mean + z · sd · √(1/n + 1/m)."""
    known = losses(reference(), measure)
    error = float(known.std()) * np.sqrt(1 / rows + 1 / REFERENCE)
    return float(known.mean()), float(known.mean() + NormalDist().inv_cdf(1 - rate) * error)


def up(values: np.ndarray, threshold: float) -> np.ndarray:
    """Is a gauge up? From the second day in a row above its threshold to the second in a row below."""
    above, state = values > threshold, False
    seen = np.zeros(values.size, dtype=bool)
    for day in range(1, values.size):
        if above[day] == above[day - 1]:
            state = bool(above[day])
        seen[day] = state
    return seen


@lru_cache(maxsize=32)
def _quiet(rows: int) -> np.ndarray:
    still = Moves(np.zeros(_QUIET), np.full(_QUIET, CORRELATION), np.zeros(_QUIET), np.ones(_QUIET), ())
    return on_grid(drawn(2000, rows, still).x)


@cache
def _kernel() -> np.ndarray:
    centre = np.arange(_CELLS) * _CELL
    found: np.ndarray = np.exp(-((centre[:, None] - centre) ** 2) / (2 * BANDWIDTH**2))
    return found


@cache
def _known_cells() -> tuple[np.ndarray, np.ndarray, int]:
    """The reference's shares, the same smoothed by the kernel, and its rows."""
    shares = _shares(reference().x)[0]
    return shares, _kernel() @ shares @ _kernel(), REFERENCE


def _shares(x: np.ndarray) -> np.ndarray:
    days, rows, _ = x.shape
    cell = np.clip(((x - _LOW) / _CELL).astype(int), 0, _CELLS - 1)
    place = (np.arange(days)[:, None] * _CELLS + cell[..., 0]) * _CELLS + cell[..., 1]
    found: np.ndarray = np.bincount(place.ravel(), minlength=days * _CELLS**2).reshape(days, _CELLS, _CELLS) / rows
    return found
