"""Have the deviations from the mean piled up on one side? River's Page–Hinkley test, made visible."""

from __future__ import annotations

from math import nan

from .watcher import River

__all__ = ["PageHinkley"]


class PageHinkley(River):
    """Page–Hinkley: add up how far values lie from their mean, and alarm when the sum has come far from its best.

    With x̄ the mean so far, the sum U grows by x − x̄ − delta and D by x − x̄ + delta, each fading by one
    in 10,000 a value. The alarm comes when

        max(U − min U, max D − D) > threshold

    so it sees a mean that rises or falls. Both knobs are in the unit of the values: on another scale they
    need other numbers, or values in standard deviations (``Standardised``). The fading lets the sums wander,
    so that river's false alarms are not rare on long streams (one in 26,000 still values of 0 and 1, one in
    1,600 standard normal ones). MOA's version looks for a rise only, and at the sum itself instead of its
    distance from the lowest point.

    ``statistic`` is the left-hand side, ``width`` counts the values since the last alarm.

    Parameters
    ----------
    threshold
        λ, in the unit of the values; 50 is river's default.
    delta
        A deviation that is no news, in the same unit; 0.005 is river's default.
    warm_start
        No alarm before so many values.

    Examples
    --------
    >>> import numpy as np
    >>> rng = np.random.default_rng(0)
    >>> alarms = PageHinkley().update_many(np.r_[rng.normal(0, 1, 1000), rng.normal(1, 1, 200)])
    >>> np.flatnonzero(alarms)
    array([1048])

    References
    ----------
    Page, E. S. (1954). Continuous inspection schemes. Biometrika 41, 100–115.
    Hinkley, D. V. (1971). Inference about the change-point from cumulative sum tests. Biometrika 58, 509–523.
    """

    def __init__(self, *, threshold: float = 50.0, delta: float = 0.005, warm_start: int = 30) -> None:
        from river import drift

        self._inner = drift.PageHinkley(threshold=threshold, delta=delta, min_instances=warm_start)

    @property
    def statistic(self) -> float:
        """The larger of the two sums' distance from their best; nan while it warms up."""
        river = self._inner
        if self.width < river.min_instances:
            return nan
        return float(max(river._sum_increase - river._min_increase, river._max_decrease - river._sum_decrease))

    @property
    def threshold(self) -> float:
        """Where the statistic becomes an alarm."""
        return float(self._inner.threshold)

    @property
    def width(self) -> int:
        """Values since the last alarm."""
        return int(self._inner._x_mean.n)
