"""How are versions released elsewhere? Five strategies, from nothing at risk to everything."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from .checks import Check, Threshold
from .policy import Policy
from .step import Step

__all__ = ["STRATEGIES", "all_at_once", "blue_green", "canary", "gradual", "shadow"]

CHECKS: tuple[Check, ...] = (Threshold("errors", above=0.02), Threshold("slow", above=0.10))
REDEPLOY = 300.0  # seconds in which an old version that was taken down comes up again; assumed


def all_at_once(checks: tuple[Check, ...] = CHECKS, **step: Any) -> Policy:  # Any: fields of Step
    """Everybody has the candidate at once; the old version is gone, and comes back slowly."""
    return Policy("all at once", (Step(100, **step),), checks, redeploy=REDEPLOY)


def blue_green(checks: tuple[Check, ...] = CHECKS, **step: Any) -> Policy:  # Any: fields of Step
    """Everybody has the candidate at once; the old version stands by, and takes over in no time."""
    return Policy("blue/green", (Step(100, **step),), checks)


def canary(checks: tuple[Check, ...] = CHECKS, **step: Any) -> Policy:  # Any: fields of Step
    """One user in a hundred, then one in twenty, then everybody."""
    return Policy("canary", (Step(1, **step), Step(5, **step)), checks)


def gradual(checks: tuple[Check, ...] = CHECKS, **step: Any) -> Policy:  # Any: fields of Step
    """A tenth, a quarter, half, everybody, with a look at each."""
    return Policy("gradual", tuple(Step(share, **step) for share in (10, 25, 50, 100)), checks)


def shadow(checks: tuple[Check, ...] = CHECKS, **step: Any) -> Policy:  # Any: fields of Step
    """Copies of all requests first, which no user sees answered; then a canary."""
    steps = Step(100, mirrored=True, **step), Step(5, **step), Step(50, **step)
    return Policy("shadow first", steps, checks)


STRATEGIES: Mapping[str, Callable[..., Policy]] = MappingProxyType(
    {each.__name__: each for each in (all_at_once, blue_green, canary, gradual, shadow)}
)
"""By name."""
