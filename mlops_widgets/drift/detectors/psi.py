"""How far is the last window of values from the first ones? The population stability index, value by value."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import deque
from math import log, nan

import numpy as np

from mlops_widgets.drift.statistics.bins import counts, edges, shares
from mlops_widgets.drift.statistics.options import check_whole

from .watcher import Watcher

__all__ = ["PSI"]


class PSI(Watcher):
    """Alarm while the PSI of the last ``window`` values against the first ``reference`` values is above a threshold.

    The first values fix the bins: their deciles, equal edges merged. From then on each value moves the
    window by one, and

        PSI = Σ (pᵢ − qᵢ) · ln(pᵢ / qᵢ)

    compares the window's shares p with the reference's shares q. Half a count is added to every bin, so
    that an empty one stays finite.

    Parameters
    ----------
    window
        Values in the window.
    reference
        Values that the bins are made from; no alarm before they and one window are seen.
    threshold
        Alarm above this. 0.1 and 0.25 are the credit industry's rules of thumb; with few values in
        the window, noise alone is larger: without any change PSI is about
        (1/window + 1/reference) · χ² with bins − 1 degrees of freedom.
    bins
        Bins before equal edges are merged.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> psi = PSI(window=200, reference=1000)
    >>> alarms = []
    >>> for i, x in enumerate(np.r_[rng.normal(0, 1, 2000), rng.normal(1, 1, 200)]):
    ...     psi.update(x)
    ...     if psi.drift_detected:
    ...         alarms.append(i)
    >>> alarms[0]
    2096

    References
    ----------
    Siddiqi, N. (2006). Credit Risk Scorecards. Wiley. The thresholds.
    Yurdakul, B., Naranjo, J. (2020). Statistical properties of the population stability index.
    Journal of Risk Model Validation 14(4). The distribution without a change.
    """

    def __init__(self, *, window: int = 72, reference: int = 480, threshold: float = 0.25, bins: int = 10) -> None:
        for name, value, least in (("window", window, 1), ("reference", reference, 2), ("bins", bins, 2)):
            check_whole(name, value, least=least)
        self.window = window
        self.reference = reference
        self.threshold = threshold
        self.bins = bins
        self.statistic = nan
        self._first: list[float] = []
        self._edges: list[float] = []
        self._expected: list[float] = []
        self._recent: deque[int] = deque()
        self._counts: list[int] = []
        self._terms: list[float] = []

    @property
    def drift_detected(self) -> bool:
        """Is the index above the threshold?"""
        return self.statistic > self.threshold

    @property
    def width(self) -> int:
        """Values in the window now; 0 while the reference is being learned."""
        return len(self._recent)

    def update(self, x: float) -> None:
        """Take the next value; a missing one has to be left out, or replaced, before."""
        self._check(x)
        if len(self._first) < self.reference:
            insort(self._first, x)
            if len(self._first) == self.reference:
                self._fix_bins()
            return
        came = left = bisect_left(self._edges, x)
        self._recent.append(came)
        self._counts[came] += 1
        if len(self._recent) > self.window:
            left = self._recent.popleft()
            self._counts[left] -= 1
        if len(self._recent) == self.window:
            changed = (came, left) if self._terms else range(len(self._counts))
            self._terms = self._terms or [0.0] * len(self._counts)
            for index in changed:
                self._terms[index] = self._term(index)
            self.statistic = sum(self._terms)

    def _fix_bins(self) -> None:
        first = np.array(self._first)
        inner = edges(first, self.bins)
        self._edges = inner.tolist()
        self._expected = shares(counts(first, inner)).tolist()
        self._counts = [0] * len(self._expected)

    def _term(self, index: int) -> float:
        """What one bin adds to the index: (p − q) log(p / q)."""
        p = (self._counts[index] + 0.5) / (self.window + 0.5 * len(self._counts))
        q = self._expected[index]
        return (p - q) * log(p / q)
