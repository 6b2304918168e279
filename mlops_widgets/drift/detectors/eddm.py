"""Do errors come closer together than they ever did? River's EDDM, with its evidence made visible."""

from __future__ import annotations

from math import nan

from .watcher import River

__all__ = ["EDDM"]


class EDDM(River):
    """Early drift detection method: alarm when the distance between errors shrinks.

    The mean distance between two errors is p′, its standard deviation s′, and the alarm comes when

        (p′ + 2s′) / (largest p′ + 2s′ so far) < beta

    It takes 0 and 1 only, 1 for an error. At its published defaults it is hardly usable: on errors whose
    rate stands still at 20 % it cries eleven times in 10,000 values. A falling error rate is silent by design.

    ``statistic`` is the ratio, which alarms *below* its ``threshold`` beta; ``width`` counts the values
    since the last alarm.

    Parameters
    ----------
    beta
        Alarm below this; 0.9 is the paper's.
    warm_start
        No alarm before so many errors.

    Examples
    --------
    >>> import numpy as np
    >>> rng = np.random.default_rng(0)
    >>> errors = np.r_[rng.random(1000) < 0.1, rng.random(500) < 0.3]
    >>> np.flatnonzero(EDDM(beta=0.75).update_many(errors))
    array([1214])

    References
    ----------
    Baena-García, M., del Campo-Ávila, J., Fidalgo, R., Bifet, A., Gavaldà, R., Morales-Bueno, R. (2006).
    Early drift detection method. Fourth International Workshop on Knowledge Discovery from Data Streams.
    """

    binary = True
    below = True

    def __init__(self, *, beta: float = 0.9, warm_start: int = 30) -> None:
        from river.drift import binary

        self._inner = binary.EDDM(alpha=max(0.95, beta), beta=beta, warm_start=warm_start)

    @property
    def statistic(self) -> float:
        """Distance between errors, as a share of the largest so far; nan before enough errors."""
        river = self._inner
        if river._n_errors <= river.warm_start or river._p2s_prime_max <= 0:
            return nan
        distances = river._error_distances
        return float((distances.mean.get() + 2 * distances.get() ** 0.5) / river._p2s_prime_max)

    @property
    def threshold(self) -> float:
        """The ratio below which it alarms."""
        return float(self._inner.beta)

    @property
    def width(self) -> int:
        """Values since the last alarm."""
        return int(self._inner._n)
