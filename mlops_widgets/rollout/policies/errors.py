"""What is said of a policy that cannot be followed?"""

from __future__ import annotations

import math

__all__ = ["PolicyError", "check_seconds", "check_whole"]


class PolicyError(ValueError):
    """A policy that cannot be followed: the field, what fits, what came, and the way out."""


def check_seconds(name: str, value: object, *, least: float = 0.0) -> None:
    """Raise a PolicyError unless the value is a finite time."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value < math.inf:
        raise PolicyError(f"{name} must be seconds from {least:g} on, got {value!r}: write 60.")


def check_whole(name: str, value: object, low: int, high: int, example: str) -> None:
    """Raise a PolicyError unless the value is a whole number within its bounds."""
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise PolicyError(f"{name} must be a whole number from {low} to {high:,}, got {value!r}: write {example}.")
