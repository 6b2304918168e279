"""What does whoever is responsible see in the morning, and what can be done?"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple, Protocol, runtime_checkable

__all__ = ["ACTIONS", "Day", "Response"]

ACTIONS: Mapping[str, str] = MappingProxyType(
    {
        "wait": "wait",
        "investigate": "investigate, and mend what is broken",
        "retrain": "retrain on the last 30 labelled days",
        "roll_back": "roll back to the model before",
        "fall_back": "let the rules answer today",
    }
)
"""What a policy may answer, and what it means."""


class Day(NamedTuple):
    """What is known in the morning; the truth is not among it."""

    day: int  # 0–364
    psi: float  # of the inputs against the days that the model was trained on
    nulls: float  # share of missing values, 0–1
    problem: str  # the column that the guard refuses; empty when it finds nothing, or does not stand
    estimated: float  # share of right answers by an estimate without labels, 0–1; blind to concept drift
    measured: float  # share of right answers on the newest labels, of whoever answered then; NaN at first
    expected: float  # share of right answers of a model that fits, 0–1
    since_retraining: int  # days
    yesterday: str  # what was done
    finding: str  # what yesterday's investigation found: "data bug", "data drift", "concept drift", "nothing" or ""


@runtime_checkable
class Response(Protocol):
    """Anything that answers a day with an action."""

    def decide(self, day: Day, /) -> str:
        """One of ``ACTIONS``."""
