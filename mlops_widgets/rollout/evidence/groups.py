"""Where must one stop at each of K planned looks, so that all of them together are fooled 5 % of the time?"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from statistics import NormalDist
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from .alpha import check_alpha
from .looks import crossing

__all__ = ["boundary"]

_SHAPES: dict[str, Callable[[NDArray[np.float64]], NDArray[np.float64]]] = {
    "pocock": np.ones_like,
    "obrien_fleming": lambda share: 1 / np.sqrt(share),
}


def boundary(
    looks: int, shape: Literal["pocock", "obrien_fleming"] = "obrien_fleming", alpha: float = 0.05
) -> NDArray[np.float64]:
    """The |z| at which one stops at each planned look, so that the chance of a false alarm is alpha in all.

    Pocock asks the same of every look. O'Brien and Fleming ask much of the early ones and little more than a
    single test of the last: √(K/k) times its level at look k of K.

    Parameters
    ----------
    looks
        How many are planned, each after as many new users as the one before.
    shape
        ``"pocock"`` or ``"obrien_fleming"``.
    alpha
        Chance (0–1) of a false alarm over all looks, two-sided.

    Returns
    -------
    array
        Shape (looks,).

    Raises
    ------
    ValueError
        For another shape, no look, or an alpha that is no probability.

    Examples
    --------
    >>> boundary(5, "pocock").round(3)
    array([2.413, 2.413, 2.413, 2.413, 2.413])
    >>> boundary(5, "obrien_fleming").round(3)
    array([4.562, 3.226, 2.634, 2.281, 2.04 ])

    References
    ----------
    Pocock, S. J. (1977). Group sequential methods in the design and analysis of clinical trials. Biometrika 64.
    O'Brien, P. C., Fleming, T. R. (1979). A multiple testing procedure for clinical trials. Biometrics 35.
    Jennison, C., Turnbull, B. W. (2000). Group Sequential Methods, tables 2.1 and 2.3: these numbers.
    """
    if shape not in _SHAPES:
        raise ValueError(f"shape must be one of {', '.join(map(repr, _SHAPES))}, got {shape!r}.")
    if looks < 1:
        raise ValueError(f"looks must be at least 1, got {looks}.")
    check_alpha(alpha)
    relative = _SHAPES[shape](np.arange(1, looks + 1) / looks)
    return _level(looks, shape, alpha) * relative


@lru_cache(maxsize=256)
def _level(looks: int, shape: str, alpha: float) -> float:
    """That of the last look: more than one look needs, less than Bonferroni's."""
    from scipy.optimize import brentq

    relative = _SHAPES[shape](np.arange(1, looks + 1) / looks)
    least, most = (NormalDist().inv_cdf(1 - alpha / 2 / each) for each in (1, looks))
    return float(brentq(lambda level: crossing(level * relative)[-1] - alpha, least - 0.01, most + 0.01, xtol=1e-5))
