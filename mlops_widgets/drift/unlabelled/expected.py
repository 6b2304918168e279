"""How good will these predictions prove, and how far may the labels stray from that? In closed form."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .chances import Numbers

__all__ = ["METRICS", "Tally", "tally"]

METRICS = ("accuracy", "precision", "recall", "f1", "auc", "log_loss")


@dataclass(frozen=True, eq=False)
class Tally:
    """What the metrics need to know of labels: four sums over rows, each linear in the label.

    With labels y the sums are ``weights.T @ y``; without, chances c give their means and covariances.
    """

    weights: Numbers  # (rows, 4): predicted 1, predicted 0, rank of the chance, log odds of the chance
    predicted: int  # rows predicted 1
    certain: float  # Σ −log(1 − p), the log loss if every label were 0

    def metrics(self, sums: Numbers, *, variance: float = 0.0) -> Numbers:
        """Return the metrics in the order of ``METRICS``, shape (..., 6), of sums of shape (..., 4).

        ``variance`` is that of the number of positives: a row is not to be paired with itself under the curve.
        """
        n, hits, misses, ranks, odds = len(self.weights), *np.moveaxis(sums, -1, 0)
        positive = hits + misses
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.stack([
                (hits + n - self.predicted - misses) / n,
                hits / self.predicted if self.predicted else np.full_like(hits, np.nan),
                hits / positive,
                2 * hits / (self.predicted + positive),
                (ranks - (positive**2 + variance + positive) / 2) / (positive * (n - positive) - variance),
                (self.certain - odds) / n,
            ], axis=-1)  # fmt: skip

    def of_labels(self, label: Numbers) -> Numbers:
        """Return the metrics that labels prove, shape (6,)."""
        return self.metrics(self.weights.T @ label)

    def of_chances(self, chance: Numbers) -> tuple[Numbers, Numbers]:
        """Return what to expect of labels that are 1 with these chances, and the standard deviations, (6,) each."""
        spread = chance * (1 - chance)
        mean, covariance = self.weights.T @ chance, (self.weights.T * spread) @ self.weights
        step = np.sqrt(np.diag(covariance)) / 100  # small against the noise: the metrics are smooth there
        up, down = (self.metrics(mean + sign * np.diag(step)) for sign in (1, -1))
        slopes = (up - down) / np.where(step > 0, 2 * step, 1)[:, None]
        noise = np.einsum("ik,ij,jk->k", slopes, covariance, slopes)
        return self.metrics(mean, variance=float(spread.sum())), np.sqrt(noise)


def tally(probability: Numbers, threshold: float) -> Tally:
    """Return what the model's own chances say before any label: ranks, odds, and what is predicted 1."""
    p = np.clip(probability, (tiny := np.finfo(np.float64).eps), 1 - tiny)
    _, place, count = np.unique(probability, return_inverse=True, return_counts=True)
    rank = (np.cumsum(count) - (count - 1) / 2)[place]
    is_predicted = probability >= threshold
    weights = np.column_stack([is_predicted, ~is_predicted, rank, np.log(p / (1 - p))])
    return Tally(weights.astype(np.float64), int(is_predicted.sum()), float(-np.log1p(-p).sum()))
