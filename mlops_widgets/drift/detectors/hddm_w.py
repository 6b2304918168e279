"""Is the weighted mean higher than it was at its lowest? River's HDDM_W, with its evidence made visible."""

from __future__ import annotations

from math import log, nan, sqrt

from .watcher import River

__all__ = ["HDDM_W"]


class HDDM_W(River):  # noqa: N801 - the name that the paper and every library give it
    """McDiarmid's bound on weighted averages: as HDDM_A, but the newest values count most.

    Two exponentially weighted means are compared, one up to the best cut and one since. It is the
    quickest of its family after a sudden rise, and pays with more false alarms (one in 15,000 values whose
    rate stands still at 20 %; HDDM_A one in 60,000). It takes 0 and 1 only, 1 for an error, and a falling
    error rate is silent by design.

    ``statistic`` is the rise since the cut, ``threshold`` is McDiarmid's bound on it.

    Parameters
    ----------
    confidence
        Chance of a false alarm at one look, by the bound; 0.001 is the paper's.
    weight
        λ, the share of the newest value in the mean; 0.05 is the paper's.

    Examples
    --------
    >>> import numpy as np
    >>> rng = np.random.default_rng(0)
    >>> errors = np.r_[rng.random(1000) < 0.1, rng.random(500) < 0.3]
    >>> np.flatnonzero(HDDM_W().update_many(errors))
    array([1017])

    References
    ----------
    Frías-Blanco, I., del Campo-Ávila, J., Ramos-Jiménez, G., Morales-Bueno, R., Ortiz-Díaz, A.,
    Caballero-Mota, Y. (2015). Online and non-parametric drift detection methods based on Hoeffding's
    bounds. IEEE Transactions on Knowledge and Data Engineering 27(3), 810–823.
    """

    binary = True

    def __init__(self, *, confidence: float = 0.001, weight: float = 0.05) -> None:
        from river.drift import binary

        self._inner = binary.HDDMW(drift_confidence=confidence, lambda_val=weight)

    @property
    def statistic(self) -> float:
        """Weighted mean since the cut minus the one up to it; nan while there are not both."""
        return float(self._inner._s2_incr.ewma - self._inner._s1_incr.ewma) if self._both else nan

    @property
    def threshold(self) -> float:
        """The rise that chance allows; nan while there is nothing to compare."""
        spread = self._inner._s1_incr.ibc + self._inner._s2_incr.ibc
        return sqrt(spread * log(1 / self._inner.drift_confidence) / 2) if self._both else nan

    @property
    def _both(self) -> bool:
        return bool(self._inner._s1_incr._is_init and self._inner._s2_incr._is_init)
