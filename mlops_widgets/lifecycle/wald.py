"""How likely does a plane survive a hit, when only those are counted that came back?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

__all__ = ["survival"]


def survival(returned: Sequence[int], planes: int) -> float:
    """Wald's estimate of the chance to survive one hit, from the holes of the planes that came back.

    Every hit is as dangerous as the last, and no plane is lost without one. Of the planes with j hits a share qʲ
    comes back; so those that came back stand for qʲ of all who had as many, and together they make the fleet.

    Parameters
    ----------
    returned
        How many came back with 0, 1, 2, … hits.
    planes
        How many had left.

    Returns
    -------
    float
        Chance q of surviving one hit, 0-1; 1 where all came back.

    Raises
    ------
    ValueError
        When more came back than had left, or none with a hit, so that nothing can be told.

    Examples
    --------
    >>> round(survival([320, 32, 20, 4, 2, 2], planes=400), 3)
    0.851

    References
    ----------
    Wald, A Method of Estimating Plane Vulnerability Based on Damage of Survivors, Statistical Research Group, 1943;
    reprinted as CRC 432, Center for Naval Analyses, 1980. The example is his.
    """
    counts = np.asarray(returned, dtype=float)
    if counts.ndim != 1 or counts.size < 2 or not np.all(counts >= 0) or counts.sum() > planes:
        raise ValueError(
            f"returned must hold the planes with 0, 1, 2, … hits, {planes} together at most, got {returned!r:.60}: "
            "write [320, 32, 20]."
        )
    if not counts[1:].any():
        raise ValueError("returned must hold a plane with a hit, got none: without one, nothing is known of hits.")
    if counts.sum() == planes:
        return 1.0
    from scipy.optimize import brentq

    hits = np.arange(1, counts.size)
    hit = planes - counts[0]  # all who were hit at least once, for none is lost without
    return float(brentq(lambda q: np.sum(counts[1:] / q**hits) - hit, 1e-6, 1.0))
