"""Do the newest values look like those before them? River's KSWIN, which looks only now and then here."""

from __future__ import annotations

from math import nan
from typing import Any

from mlops_widgets.drift.statistics.options import check_whole

from .watcher import Watcher

__all__ = ["KSWIN"]


class KSWIN(Watcher):
    """Kolmogorov–Smirnov windowing: test the newest 30 values against 30 drawn from the 70 before them.

    One look costs as much as a thousand updates of ADWIN, so this one looks at every ``every``-th value
    only; in between, values enter the window untested. ``every=1`` is river's own.

    It sees any change of the distribution, not of the mean alone. But each look has its own chance
    ``alpha`` of a false alarm and nothing corrects for their number: looking at every value it
    cries 12 times in 10,000 still normal values, at every tenth twice.

    ``statistic`` is the p-value of the last look, which alarms *below* its ``threshold`` alpha; ``width``
    is the number of values in the window.

    Parameters
    ----------
    alpha
        Alarm at or below this p-value; 0.005 is river's default.
    every
        Look at every so many values.
    window
        Values in the window.
    newest
        How many of them are the newest ones, and as many are drawn from the rest.
    seed
        Of the draw: the same seed, the same alarms.

    Examples
    --------
    >>> import numpy as np
    >>> rng = np.random.default_rng(0)
    >>> alarms = KSWIN().update_many(np.r_[rng.normal(0, 1, 500), rng.normal(2, 1, 100)])
    >>> np.flatnonzero(alarms)
    array([519])

    References
    ----------
    Raab, C., Heusinger, M., Schleif, F.-M. (2020). Reactive soft prototype computing for concept drift
    streams. Neurocomputing 416, 340–351.
    """

    below = True

    def __init__(
        self, *, alpha: float = 0.005, every: int = 10, window: int = 100, newest: int = 30, seed: int = 0
    ) -> None:
        from river import drift

        check_whole("every", every, least=1, hint="1 looks at every value")
        self._inner: Any = drift.KSWIN(alpha=alpha, window_size=window, stat_size=newest, seed=seed)
        self._every = every
        self._seen = 0

    @property
    def drift_detected(self) -> bool:
        """Is the alarm on after the last value?"""
        return bool(self._inner.drift_detected)

    def update(self, x: float) -> None:
        """Take the next value; a missing one is refused."""
        self._check(x)
        self._seen += 1
        # River empties its window and switches the alarm off when the next value comes.
        if self._inner.drift_detected or self._seen % self._every == 0:
            self._inner.update(x)
        else:
            self._inner.window.append(x)

    @property
    def statistic(self) -> float:
        """The p-value of the last look; nan before the first one."""
        return float(self._inner.p_value) or nan  # river begins with 0, which no look can give

    @property
    def threshold(self) -> float:
        """The p-value below which it alarms."""
        return float(self._inner.alpha)

    @property
    def width(self) -> int:
        """Values in the window."""
        return len(self._inner.window)
