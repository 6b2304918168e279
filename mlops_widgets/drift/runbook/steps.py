"""Which steps does a runbook know, and how is one written?"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Self

__all__ = ["ACTIONS", "PolicyError", "Step", "hours", "span"]

ACTIONS = ("alert", "snapshot", "retrain", "shadow", "promote", "roll_back", "fall_back")
_EXAMPLES = {"retrain": "retrain(last 90 days)", "shadow": "shadow(48 hours)"}
_UNITS = {"hour": 1, "day": 24, "week": 168}
_STEP = re.compile(r"\s*(\w+)\s*(?:\((?:last\s+|for\s+)?(.*)\))?\s*")
_SPAN = re.compile(r"\s*(\S+)\s+(hour|day|week)s?\s*")


class PolicyError(ValueError):
    """A policy that cannot be followed, with a sentence that says where and why."""


@dataclass(frozen=True)
class Step:
    """One thing to do; ``retrain`` and ``shadow`` say how long.

    Parameters
    ----------
    action
        One of ``ACTIONS``.
    hours
        How far back ``retrain`` looks, or how long ``shadow`` lasts; 0 for all others.

    Examples
    --------
    >>> Step.read("retrain(last 90 days)")
    Step(action='retrain', hours=2160.0)
    >>> print(Step("shadow", 48))
    shadow(48 hours)
    """

    action: str
    hours: float = 0.0

    def __post_init__(self) -> None:
        if self.action not in ACTIONS:
            raise PolicyError(f"a step must be one of {', '.join(ACTIONS)}, got {self.action!r}.")
        timed = self.action in _EXAMPLES
        if timed and not (math.isfinite(self.hours) and self.hours > 0):
            raise PolicyError(f"{self.action} must say how long, got {self.hours!r}: write {_EXAMPLES[self.action]}.")
        if not timed and self.hours:
            raise PolicyError(f"{self.action} must stand alone, got {self.hours!r} hours: write {self.action}.")

    def __str__(self) -> str:
        if self.action == "retrain":
            return f"retrain(last {span(self.hours)})"
        return f"shadow({_number(self.hours)} hours)" if self.action == "shadow" else self.action

    @classmethod
    def read(cls, text: object) -> Self:
        """The step that ``str`` wrote, e.g. ``"shadow(48 hours)"``."""
        match = _STEP.fullmatch(text) if isinstance(text, str) else None
        if match is None:
            raise PolicyError(f"a step must be written like alert or shadow(48 hours), got {text!r}.")
        return cls(match[1], hours(match[2], match[1]) if match[2] is not None else 0.0)


def hours(text: object, name: str) -> float:
    """Hours in a stretch of time that is written like ``7 days``."""
    match = _SPAN.fullmatch(text) if isinstance(text, str) else None
    try:
        found = float(match[1]) * _UNITS[match[2]] if match else math.nan
    except ValueError:
        found = math.nan
    if not (math.isfinite(found) and found >= 0):
        raise PolicyError(f"{name} must be a time like 48 hours or 7 days, got {text!r}.")
    return found


def span(hours: float) -> str:
    """A stretch of time in words that ``hours`` reads again."""
    days = hours / 24
    return f"{_number(days)} days" if days >= 3 and float(_number(days)) * 24 == hours else f"{_number(hours)} hours"


def _number(value: float) -> str:
    short = f"{value:g}"
    return short if float(short) == value else repr(float(value))
