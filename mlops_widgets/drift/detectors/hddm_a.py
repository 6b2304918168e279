"""Is the mean higher than it was at its lowest, by more than chance allows? River's HDDM_A, made visible."""

from __future__ import annotations

from math import log, nan, sqrt

from .watcher import River

__all__ = ["HDDM_A"]


class HDDM_A(River):  # noqa: N801 - the name that the paper and every library give it
    """Hoeffding's bound on averages: alarm when the error rate lies above that at the best cut.

    The cut is where the mean plus its bound was lowest. The alarm comes when the mean of all values since
    the last alarm exceeds the mean up to the cut by

        ε = √(½ · (1/n_cut − 1/n) · ln(2/confidence))

    It takes 0 and 1 only, 1 for an error, and looks for a rise only: a falling error rate is silent by
    design.

    ``statistic`` is the rise, ``threshold`` is ε, ``width`` is n.

    Parameters
    ----------
    confidence
        Chance of a false alarm at one look, by the bound; 0.001 is the paper's.

    Examples
    --------
    >>> import numpy as np
    >>> rng = np.random.default_rng(0)
    >>> errors = np.r_[rng.random(1000) < 0.1, rng.random(500) < 0.3]
    >>> np.flatnonzero(HDDM_A().update_many(errors))
    array([1017, 1328])

    References
    ----------
    Frías-Blanco, I., del Campo-Ávila, J., Ramos-Jiménez, G., Morales-Bueno, R., Ortiz-Díaz, A.,
    Caballero-Mota, Y. (2015). Online and non-parametric drift detection methods based on Hoeffding's
    bounds. IEEE Transactions on Knowledge and Data Engineering 27(3), 810–823.
    """

    binary = True

    def __init__(self, *, confidence: float = 0.001) -> None:
        from river.drift import binary

        self._inner = binary.HDDMA(drift_confidence=confidence)

    @property
    def statistic(self) -> float:
        """How far the mean lies above the mean up to the cut; nan before the first value."""
        return float(self._inner._z.get() - self._inner._x_min.get()) if self.width else nan

    @property
    def threshold(self) -> float:
        """The rise that chance allows; nan where the cut is at the last value, and none is asked for."""
        cut, n = self._inner._x_min.n, self.width
        return sqrt((1 / cut - 1 / n) / 2 * log(2 / self._inner.drift_confidence)) if 0 < cut < n else nan

    @property
    def width(self) -> int:
        """Values since the last alarm."""
        return int(self._inner._z.n)
