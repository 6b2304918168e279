"""How long may a window grow before its two halves disagree? River's ADWIN, with its evidence made visible."""

from __future__ import annotations

from .watcher import River

__all__ = ["ADWIN"]


class ADWIN(River):
    """Adaptive windowing: keep all values while they agree, drop the older ones when the means have moved apart.

    At every 32nd value many ways to cut the window in two are tried; where the means of the older and
    the newer part differ by more than chance allows, the older part is dropped, and that is the alarm.
    It sees a mean that has moved, up or down, and stays; a change of spread alone mostly escapes it.

    ``statistic`` is the mean of the window and ``width`` its length. There is no one threshold: each cut
    has its own.

    Parameters
    ----------
    delta
        Bound on the chance of a false cut; 0.002 is river's default and the paper's.

    Examples
    --------
    >>> import numpy as np
    >>> rng = np.random.default_rng(0)
    >>> alarms = ADWIN().update_many(np.r_[rng.normal(0, 1, 2000), rng.normal(1, 1, 200)])
    >>> np.flatnonzero(alarms)
    array([2047])

    References
    ----------
    Bifet, A., Gavaldà, R. (2007). Learning from time-changing data with adaptive windowing. SDM.
    """

    def __init__(self, *, delta: float = 0.002) -> None:
        from river import drift

        self._inner = drift.ADWIN(delta=delta)

    @property
    def statistic(self) -> float:
        """Mean of the window."""
        return float(self._inner.estimation)

    @property
    def width(self) -> int:
        """Values in the window."""
        return int(self._inner.width)
