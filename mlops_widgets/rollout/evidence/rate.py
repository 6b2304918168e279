"""How large can a rate be, whenever one looks? An interval for one version that holds at all looks at once."""

from __future__ import annotations

from math import log

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .alpha import check_alpha

__all__ = ["rate_sequence"]

Floats = NDArray[np.float64]
_HALVINGS = 40  # of the interval in which an end is sought: 1e-12


def rate_sequence(hits: ArrayLike, users: ArrayLike, *, alpha: float = 0.05) -> tuple[Floats, Floats]:
    """Intervals that hold a true rate at all looks at once, however often one looks and whenever one stops.

    A rate p is left out when a mixture of all rates, weighed by a Beta(1/2, 1/2) law, explains the hits 1/α times as
    well as p does:

        E(p) = B(1/2 + hits, 1/2 + users − hits) / B(1/2, 1/2) / (p^hits · (1 − p)^(users − hits))

    For the true p this has the mean 1 at whatever time one stops, so it ever reaches 1/α with probability α at most.

    Parameters
    ----------
    hits
        How many so far, any shape.
    users
        Of how many, the same shape.
    alpha
        It ever misses the truth this often at most (0-1).

    Returns
    -------
    low, high
        Shares (0-1) of that shape; 0 and 1 before the first user.

    Raises
    ------
    ValueError
        For more hits than users, or an alpha that is no probability.

    Examples
    --------
    >>> low, high = rate_sequence([0, 7], [60, 233])
    >>> low.round(4), high.round(4)
    (array([0.    , 0.0058]), array([0.0894, 0.0853]))

    References
    ----------
    Robbins, H. (1970). Statistical methods related to the law of the iterated logarithm. Ann. Math. Stat. 41.
    """
    from scipy.special import betaln, xlog1py, xlogy

    check_alpha(alpha)
    x, n = np.broadcast_arrays(np.asarray(hits, dtype=float), np.asarray(users, dtype=float))
    if (x < 0).any() or (x > n).any():
        raise ValueError("hits must lie between 0 and users at every look: count hits among these users.")
    least = betaln(0.5 + x, 0.5 + n - x) - betaln(0.5, 0.5) + log(alpha)  # log-likelihood of a rate that stays in
    seen = np.divide(x, n, out=np.full(x.shape, 0.5), where=n > 0)
    ends = []
    for outer in (np.zeros(x.shape), np.ones(x.shape)):
        inner, beyond = seen.copy(), outer.copy()
        for _ in range(_HALVINGS):
            middle = (inner + beyond) / 2
            stays = xlogy(x, middle) + xlog1py(n - x, -middle) >= least
            inner, beyond = np.where(stays, middle, inner), np.where(stays, beyond, middle)
        ends.append(np.where(xlogy(x, outer) + xlog1py(n - x, -outer) >= least, outer, inner))
    return ends[0], ends[1]
