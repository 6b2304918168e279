"""What is true of a version, whoever measures it?"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

__all__ = ["Version"]

Floats = npt.NDArray[np.float64]
_SLOW_START = 3.0  # times as long as usual takes the very first answer of a version that warms up
_BOUNDS: Mapping[str, tuple[float, float, str]] = {
    "errors": (0.0, 1.0, "0.005 for one failure in 200"),
    "latency": (0.1, 60_000.0, "120 for 120 ms"),
    "spread": (0.0, 3.0, "0.5"),
    "reward": (-1e9, 1e9, "0.02 for 2 cents"),
    "warm_up": (0.0, 1e9, "60 for a minute"),
    "wear": (-1.0, 1.0, "0.01 for one more failure in 100 after an hour"),
    "hits": (0.01, 1.0, "1.0 for everybody"),
}


@dataclass(frozen=True)
class Version:
    """One model in service, and the truth about it, which no dashboard shows.

    Parameters
    ----------
    errors
        Share of requests that fail, 0-1.
    latency
        Median time to answer, in milliseconds.
    spread
        Standard deviation of the logarithm of that time: it is lognormal. The 95th percentile is
        ``latency · exp(1.645 · spread)``.
    reward
        What a good answer earns, in €, of each segment of users; one number where they are alike.
    warm_up
        Seconds until answers take their usual time; the first takes three times as long.
    wear
        Added to ``errors`` with every hour in service: a leak, a cache that fills.
    hits
        Share of users whom the failures hit, 0.01-1; the others never see one. Those hit see as many more, and more
        than all of their requests cannot fail.

    Raises
    ------
    ValueError
        Naming the field, what fits, and what came.

    Examples
    --------
    >>> Version(errors=0.01, wear=0.02).failing(np.array([0.0, 1800.0])).tolist()
    [0.01, 0.02]
    """

    errors: float = 0.005
    latency: float = 120.0
    spread: float = 0.5
    reward: tuple[float, ...] | float = 0.02
    warm_up: float = 0.0
    wear: float = 0.0
    hits: float = 1.0

    def __post_init__(self) -> None:
        for each in fields(self):
            low, high, example = _BOUNDS[each.name]
            value = getattr(self, each.name)
            for number in value if each.name == "reward" and isinstance(value, tuple) else (value,):
                _check(each.name, number, low, high, example)

    def failing(self, age: Floats) -> Floats:
        """Share of requests that fail after so many seconds in service, 0 to ``hits``."""
        return np.clip(self.errors + self.wear * age / 3600, 0.0, self.hits)

    def slowness(self, age: Floats) -> Floats:
        """How many times as long as usual an answer takes after so many seconds in service, 1-3."""
        if not self.warm_up:
            return np.ones_like(age)
        return 1 + (_SLOW_START - 1) * np.clip(1 - age / self.warm_up, 0.0, 1.0)

    def seconds(self, slowness: float = 1.0) -> float:
        """Mean seconds of work in an answer, when it takes so many times as long as usual."""
        return slowness * self.latency / 1000 * math.exp(self.spread**2 / 2)

    def earns(self, segments: tuple[float, ...]) -> float:
        """Earnings of a good answer, in €, over users of whom these shares are in each segment."""
        rewards = self.reward if isinstance(self.reward, tuple) else (self.reward,) * len(segments)
        if len(rewards) != len(segments):
            raise ValueError(
                f"reward must hold one number for each of {len(segments)} segments, got {len(rewards)}: "
                "write one number for all."
            )
        return float(np.dot(rewards, segments))


def _check(name: str, value: object, low: float, high: float, example: str) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise ValueError(f"{name} must be {low:g} to {high:g}, got {value!r}: write {example}.")
