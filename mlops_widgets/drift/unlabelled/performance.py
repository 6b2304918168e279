"""How good are these predictions, while their labels are still on the way? Confidence-based estimation."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import isnan
from statistics import NormalDist
from typing import Self

import numpy as np
import numpy.typing as npt

from .calibration import Calibration, chosen
from .chances import Numbers, chances, labels
from .expected import METRICS, tally

__all__ = ["Band", "Compared", "Estimate", "EstimatedPerformance"]


@dataclass(frozen=True)
class Band:
    """An estimated metric, and where the labels are to be expected to put it."""

    value: float
    lower: float
    upper: float


@dataclass(frozen=True, eq=False)
class Estimate:
    """What a batch without labels is estimated to be worth."""

    rows: int
    accuracy: Band
    precision: Band  # nan if no row is predicted 1
    recall: Band
    f1: Band
    auc: Band
    log_loss: Band  # nats a row, of the model's own chances
    confusion: Numbers = field(repr=False)  # (2, 2) expected rows: truth 0, 1 down, prediction 0, 1 across
    probability: Numbers = field(repr=False)  # (rows,) the chances that were judged


@dataclass(frozen=True)
class Compared:
    """One metric, estimated and proven; ``pandas.DataFrame`` takes a list of these."""

    metric: str
    estimated: float
    lower: float
    upper: float
    proven: float
    inside: bool | None  # of the band; None where one of them has no value


class EstimatedPerformance:
    """Estimate how good predictions are from nothing but their own chances, before any label has come.

    If a chance of 0.8 comes true eight times in ten, a row predicted 1 with it is right with chance 0.8, whatever its
    label. So a batch's expected accuracy is the mean of max(p, 1 − p), and every other metric follows from the
    expected confusion matrix and ranks.

    **It is blind to concept drift.** It assumes that p(label | row) is what it was in the reference: rows may become
    others (covariate shift), and it tells what that costs. If the same rows come to mean something else, chances and
    estimate stay as they are while the truth falls. Only labels show that: ``compare`` when they come.

    Parameters
    ----------
    threshold
        Rows with a chance of at least this are predicted 1.
    calibration
        ``"auto"`` maps chances to calibrated ones if that clearly helps out of fold, ``"isotonic"`` and ``"platt"``
        do so in any case, ``"none"`` takes the chances at their word.
    level
        How often the labels are to fall into the band, 0-1, if nothing but chance is at work.

    Attributes
    ----------
    calibration_, reason_ : str
        What was done to the chances, and why, with the figure that decided.
    rows_ : int
        Rows of the reference.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> p = rng.beta(1, 5, 4000)
    >>> y = rng.random(4000) < p
    >>> performance = EstimatedPerformance().fit(p[:2000], y[:2000])
    >>> performance.calibration_
    'none'
    >>> estimate = performance.estimate(p[2000:])
    >>> round(estimate.accuracy.value, 3), round(float(np.maximum(p, 1 - p)[2000:].mean()), 3)
    (0.846, 0.846)
    >>> [row.metric for row in performance.compare(estimate, y[2000:]) if row.inside is False]
    []

    References
    ----------
    Białek, J., Kivimäki, J., Kuberski, W., Perrakis, N. (2024). Estimating model performance under covariate shift
    without labels. arXiv 2401.08348. CBPE is the method that it sets out from.
    """

    def __init__(self, *, threshold: float = 0.5, calibration: Calibration = "auto", level: float = 0.95) -> None:
        if calibration not in ("auto", "isotonic", "platt", "none"):
            raise ValueError(f'calibration must be "auto", "isotonic", "platt" or "none", got {calibration!r}')
        for name, value in (("threshold", threshold), ("level", level)):
            if not 0 < value < 1:
                raise ValueError(f"{name} must lie between 0 and 1, got {value}; a usual one is 0.5 or 0.95")
        self.threshold = threshold
        self.calibration = calibration
        self.level = level

    def fit(self, probability: npt.ArrayLike, label: npt.ArrayLike) -> Self:
        """Learn from rows with labels, not those the model was trained on, whether its chances can be believed.

        ``probability`` holds chances of class 1, shape (rows,); ``label`` 0 and 1. Both classes have to be there.
        """
        p = chances(probability)
        y = labels(label, rows=p.size)
        if min(y.sum(), y.size - y.sum()) < 5:
            raise ValueError(f"label must hold each class five times at least, got {y.sum():g} ones in {y.size} rows")
        self.calibration_, self.reason_, self._map = chosen(self.calibration, p, y)
        self.rows_ = y.size
        return self

    def estimate(self, probability: npt.ArrayLike) -> Estimate:
        """Estimate every metric of a batch, with a band for what its labels may prove.

        Parameters
        ----------
        probability
            The model's chances of class 1, shape (rows,).

        Returns
        -------
        Estimate
            Frozen; each metric is a ``Band``. The band holds the chance of these rows' labels, and as much again in
            proportion for a reference of ``rows_`` rows; it holds no drift of what rows mean.

        Raises
        ------
        NotFittedError
            Before ``fit``.
        TypeError, ValueError
            For anything but chances, naming the first that is none.
        """
        p = chances(probability)
        if not hasattr(self, "rows_"):
            from sklearn.exceptions import NotFittedError

            raise NotFittedError(
                "EstimatedPerformance must be fitted before it estimates: call fit(probability, label) with labelled "
                "rows that the model was not trained on."
            )
        chance = self._map(p)
        sums = tally(p, self.threshold)
        value, noise = sums.of_chances(chance)
        reach = NormalDist().inv_cdf((1 + self.level) / 2) * noise * np.sqrt(1 + p.size / self.rows_)
        most = np.array([np.inf if name == "log_loss" else 1.0 for name in METRICS])
        lower, upper = np.maximum(value - reach, 0), np.minimum(value + reach, most)
        bands = {name: Band(*map(float, each)) for name, *each in zip(METRICS, value, lower, upper, strict=True)}
        return Estimate(rows=p.size, **bands, confusion=_confusion(p >= self.threshold, chance), probability=p)

    def compare(self, estimate: Estimate, label: npt.ArrayLike) -> list[Compared]:
        """Hold an estimate against the labels that came in the end; ``label`` has the shape of the batch, (rows,)."""
        y = labels(label, rows=estimate.rows)
        proven = tally(estimate.probability, self.threshold).of_labels(y)
        bands = [getattr(estimate, name) for name in METRICS]
        return [
            Compared(name, band.value, band.lower, band.upper, truth, _inside(band, truth))
            for name, band, truth in zip(METRICS, bands, proven.tolist(), strict=True)
        ]


def _inside(band: Band, truth: float) -> bool | None:
    """Does the band hold the truth? None where either is no number: nobody knows."""
    return None if isnan(band.value) or isnan(truth) else band.lower <= truth <= band.upper


def _confusion(is_predicted: npt.NDArray[np.bool_], chance: Numbers) -> Numbers:
    return np.array(
        [[np.sum(truth[side]) for side in (~is_predicted, is_predicted)] for truth in (1 - chance, chance)]
    )
