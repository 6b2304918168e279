"""How does a detector come to a stream in another unit? What is usual is learned first, then values are restated."""

from __future__ import annotations

from math import nan

import numpy as np
from numpy.typing import NDArray

from mlops_widgets.drift.statistics.options import check_whole

from .detector import Detector
from .watcher import Watcher

__all__ = ["Above", "Standardised"]


class _Restated(Watcher):
    """Learn from the first values, then hand every value to a detector in another form."""

    def __init__(self, detector: Detector, *, reference: int) -> None:
        check_whole("reference", reference, least=2)
        self.detector = detector
        self.reference = reference
        self._first: list[float] = []

    @property
    def drift_detected(self) -> bool:
        """Is the detector's alarm on?"""
        return self.detector.drift_detected

    @property
    def statistic(self) -> float:
        """The detector's evidence."""
        return float(getattr(self.detector, "statistic", nan))

    @property
    def threshold(self) -> float:
        """The detector's threshold."""
        return float(getattr(self.detector, "threshold", nan))

    @property
    def width(self) -> float:
        """How many values the detector looks at."""
        return float(getattr(self.detector, "width", nan))

    def update(self, x: float) -> None:
        """Take the next value; a missing one is refused."""
        self._check(x)
        if len(self._first) < self.reference:
            self._first.append(x)
            if len(self._first) == self.reference:
                self._learn(np.array(self._first))
        else:
            self.detector.update(self._restate(x))

    def _learn(self, first: NDArray[np.float64]) -> None:
        raise NotImplementedError

    def _restate(self, x: float) -> float:
        raise NotImplementedError


class Above(_Restated):
    """Let a detector of errors watch real values: 1 stands for a value above what is usual.

    Parameters
    ----------
    detector
        One that takes 0 and 1.
    reference
        First values, from which the limit is learned; the detector sees those after them.
    share
        Share of the reference that is usual; the limit is the value that so many do not exceed.

    Examples
    --------
    >>> from mlops_widgets.drift.detectors import DDM
    >>> rng = np.random.default_rng(0)
    >>> watched = Above(DDM(), reference=500)
    >>> alarms = watched.update_many(np.r_[rng.normal(0, 1, 1000), rng.normal(1, 1, 200)])
    >>> round(watched.limit, 2)
    1.3
    >>> np.flatnonzero(alarms)
    array([1039, 1098])
    """

    def __init__(self, detector: Detector, *, reference: int = 480, share: float = 0.9) -> None:
        super().__init__(detector, reference=reference)
        if not 0 < share < 1:
            raise ValueError(f"share must lie between 0 and 1, got {share}; use 0.9 for nine values in ten.")
        self.share = share
        self.limit = nan

    def _learn(self, first: NDArray[np.float64]) -> None:
        limit = np.quantile(first, self.share, method="inverted_cdf")
        if limit == first.max():  # so many are the largest that nothing would lie above
            limit = first[first < limit].max(initial=-np.inf)
        self.limit = float(limit) if np.isfinite(limit) else float(first[0])

    def _restate(self, x: float) -> float:
        return float(x > self.limit)


class Standardised(_Restated):
    """Let a detector watch values in standard deviations from what is usual.

    Parameters
    ----------
    detector
        One whose knobs are in the unit of the values.
    reference
        First values, from which mean and standard deviation are learned; the detector sees those after them.

    Examples
    --------
    >>> from mlops_widgets.drift.detectors import PageHinkley
    >>> rng = np.random.default_rng(0)
    >>> watched = Standardised(PageHinkley(), reference=500)
    >>> alarms = watched.update_many(1000 * np.r_[rng.normal(0, 1, 1000), rng.normal(1, 1, 200)])
    >>> np.flatnonzero(alarms)
    array([1048])
    """

    def __init__(self, detector: Detector, *, reference: int = 480) -> None:
        super().__init__(detector, reference=reference)
        self._mean, self._spread = nan, nan

    def _learn(self, first: NDArray[np.float64]) -> None:
        self._mean, self._spread = float(first.mean()), float(first.std()) or 1.0

    def _restate(self, x: float) -> float:
        return (x - self._mean) / self._spread
