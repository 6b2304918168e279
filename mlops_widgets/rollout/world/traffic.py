"""How many requests come, and when?"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

__all__ = ["PATTERNS", "rate"]

Floats = npt.NDArray[np.float64]

PATTERNS: Mapping[str, str] = MappingProxyType(
    {"constant": "the same all day", "daily": "day and night", "burst": "a burst every half hour"}
)
"""The shapes that traffic can have, and what they mean."""

_DAY = 86_400.0
_NIGHT = 0.8  # the night has 1 − 0.8 of the mean's traffic, noon 1.8 of it
_BURST, _EVERY, _LASTS = 4.0, 1800.0, 120.0  # times as much, each half hour, for two minutes


def rate(pattern: str, requests: float, times: Floats) -> Floats:
    """Expected requests a second at these times.

    Parameters
    ----------
    pattern
        One of ``PATTERNS``. A day begins at its mean, in the morning.
    requests
        Mean requests a second, over a whole day or between bursts.
    times
        Seconds since the beginning.

    Raises
    ------
    ValueError
        When the pattern is unknown or ``requests`` is negative.

    Examples
    --------
    >>> rate("daily", 10, np.array([0.0, 21_600.0])).round(1).tolist()
    [10.0, 18.0]
    """
    if not 0 <= requests < np.inf:
        raise ValueError(f"requests must be 0 or more a second, got {requests!r}: write 50.")
    if pattern == "daily":
        return requests * (1 + _NIGHT * np.sin(2 * np.pi * times / _DAY))
    if pattern == "burst":
        return requests * np.where((times + _LASTS) % _EVERY < _LASTS, _BURST, 1.0)
    if pattern == "constant":
        return np.full(times.shape, float(requests))
    raise ValueError(f"pattern must be one of {', '.join(PATTERNS)}, got {pattern!r}: write 'constant'.")
