"""Has the error rate risen above the lowest it ever was? River's DDM, with its evidence made visible."""

from __future__ import annotations

from math import nan, sqrt

from .watcher import River

__all__ = ["DDM"]


class DDM(River):
    """Drift detection method: alarm when the error rate leaves its own best behind.

    After n values the rate of errors is p, with the standard deviation s = √(p(1 − p)/n). The lowest
    p + s so far is kept, and the alarm comes when

        p + s > p_min + level · s_min

    It takes 0 and 1 only, 1 for an error. A falling error rate is silent by design. And p is the mean
    since the last alarm: the longer the calm, the longer the news take to move it. After 500,000 calm
    values a doubled error rate was seen 480,000 values later (one stream; river, MOA and frouros agree).

    ``statistic`` is p + s, ``threshold`` the right-hand side, ``width`` is n.

    Parameters
    ----------
    level
        How many standard deviations above the best; 3 is the paper's.
    warm_start
        No alarm up to so many values.

    Examples
    --------
    >>> import numpy as np
    >>> rng = np.random.default_rng(0)
    >>> errors = np.r_[rng.random(1000) < 0.1, rng.random(500) < 0.3]
    >>> np.flatnonzero(DDM().update_many(errors))
    array([1052])

    References
    ----------
    Gama, J., Medas, P., Castillo, G., Rodrigues, P. (2004). Learning with drift detection. SBIA, 286–295.
    """

    binary = True

    def __init__(self, *, level: float = 3.0, warm_start: int = 30) -> None:
        from river.drift import binary

        self._inner = binary.DDM(drift_threshold=level, warm_start=warm_start)

    @property
    def statistic(self) -> float:
        """Error rate plus its standard deviation; nan while it warms up."""
        rate, n = float(self._inner._p.get()), self.width
        return rate + sqrt(rate * (1 - rate) / n) if n > self._inner.warm_start else nan

    @property
    def threshold(self) -> float:
        """Where the statistic becomes an alarm: it sinks with every new best."""
        best, spread = self._inner._p_min, self._inner._s_min
        return nan if best is None else float(best + self._inner.drift_threshold * spread)

    @property
    def width(self) -> int:
        """Values since the last alarm."""
        return int(self._inner._p.n)
