"""What is an alarm worth that knows nothing? The detector that fires by the clock, for honest scoring."""

from __future__ import annotations

from math import nan

from mlops_widgets.drift.statistics.options import check_whole

from .watcher import Watcher

__all__ = ["Always"]


class Always(Watcher):
    """Alarm at every ``every``-th value, whatever the values are.

    With many changes in a stream such a clock finds most of them soon, and a score that forgives its false
    alarms calls it good. A detector that scores no better than this one, at as many alarms, has noticed
    nothing.

    ``statistic`` counts the values since the last alarm, ``threshold`` is ``every``.

    Parameters
    ----------
    every
        Values from one alarm to the next.

    Examples
    --------
    >>> import numpy as np
    >>> np.flatnonzero(Always(every=40).update_many(np.zeros(100)))
    array([39, 79])

    References
    ----------
    Bifet, A. (2017). Classifier concept drift detection and the illusion of progress. ICAISC, 715–725.
    """

    def __init__(self, *, every: int = 100) -> None:
        check_whole("every", every, least=1, hint="1 alarms at every value")
        self.every = every
        self._seen = 0

    @property
    def drift_detected(self) -> bool:
        """Has the clock struck?"""
        return self._seen > 0 and self._seen % self.every == 0

    def update(self, x: float) -> None:
        """Count the next value; a missing one is refused."""
        self._check(x)
        self._seen += 1

    @property
    def statistic(self) -> float:
        """Values since the last alarm, this one included; nan before the first value."""
        return float((self._seen - 1) % self.every + 1) if self._seen else nan

    @property
    def threshold(self) -> float:
        """The count at which it alarms."""
        return float(self.every)
