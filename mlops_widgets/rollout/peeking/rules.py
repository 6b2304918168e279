"""When is a test stopped, and its difference believed?"""

from __future__ import annotations

from collections.abc import Callable
from math import erfc, log, sqrt
from statistics import NormalDist
from typing import NamedTuple, Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

from mlops_widgets import stage
from mlops_widgets.rollout.evidence import boundary, mixture_boundary

from .scenario import Scenario
from .world import Seen

__all__ = ["ALPHA", "HOPED", "SINGLE", "Look", "Rule", "decided", "levels"]

Floats = npt.NDArray[np.float64]
ALPHA = 0.05
SINGLE = NormalDist().inv_cdf(1 - ALPHA / 2)  # the |z| of one look
HOPED = 0.2  # of the base rate: the lift for which the mSPRT is tuned


class Look(NamedTuple):
    """What whoever watches one test knows in the evening; whether there is a difference is not among it."""

    number: int  # of this look, from 1
    planned: int  # looks in all
    users: int  # of each version, so far
    hits: int  # users of the old version who converted
    hits_other: int  # of the new one
    difference: float  # new − old, as shares
    error: float  # its standard error
    z: float  # difference in standard errors
    pvalue: float  # of this look alone, two-sided


@runtime_checkable
class Rule(Protocol):
    """Anything that answers a look; a fresh one is built for every test."""

    def decide(self, look: Look, /) -> str:
        """``"stop"`` when the difference is to be believed, else ``"go on"``."""


def levels(scenario: Scenario) -> Floats:
    """The |z| at which each look stops a test, by one of the rules in the menu.

    The two always-valid rules weigh the users by the base rate that was known before the test.

    Parameters
    ----------
    scenario
        Which rule, and what it was planned with.

    Returns
    -------
    array
        Shape (looks,); infinite where the rule does not look.

    Raises
    ------
    PartError
        For a learner's rule, which has no known levels.

    Examples
    --------
    >>> levels(Scenario(rule="obrien_fleming", looks=4)).round(2)
    array([4.05, 2.86, 2.34, 2.02])
    """
    looks = scenario.looks
    share = np.arange(1, looks + 1) / looks
    match scenario.rule:
        case "peeking":
            return np.full(looks, SINGLE)
        case "fixed":
            return np.where(share < 1, np.inf, SINGLE)
        case "pocock" | "obrien_fleming" as shape:
            return boundary(looks, shape, ALPHA)
        case "msprt":
            variance = 2 * scenario.base * (1 - scenario.base) / (scenario.users * looks)  # at the last look
            return mixture_boundary((HOPED * scenario.base) ** 2 / variance * share, alpha=ALPHA)
        case "sequence":
            return mixture_boundary((log(1 - 2 * log(ALPHA)) - 2 * log(ALPHA)) * share, alpha=ALPHA)
    raise stage.PartError("this scenario runs your own rule: pass it, rule=YourClass.")


def decided(tests: Seen, build: Callable[[], Rule]) -> npt.NDArray[np.bool_]:
    """Where a learner's rule stops each test, one fresh rule for each; (tests, looks), True at most once a row."""
    stops = np.zeros(tests.z.shape, bool)
    for row in range(len(stops)):
        rule = _fitting(build())
        for look in _looks(tests, row):
            if _checked(rule.decide(look)):
                stops[row, look.number - 1] = True
                break
    return stops


def _looks(tests: Seen, row: int) -> list[Look]:
    rows = zip(
        *(each.tolist() for each in (tests.users, tests.hits[row], tests.hits_other[row], tests.z[row])), strict=True
    )
    planned = tests.users.size
    return [_look(number, planned, *each) for number, each in enumerate(rows, start=1)]


def _look(number: int, planned: int, users: int, hits: int, hits_other: int, z: float) -> Look:
    pooled = (hits + hits_other) / (2 * users)
    error = sqrt(2 * pooled * (1 - pooled) / users)
    return Look(
        number, planned, users, hits, hits_other, (hits_other - hits) / users, error, z, erfc(abs(z) / sqrt(2))
    )


def _fitting(rule: object) -> Rule:
    if not isinstance(rule, Rule):
        raise stage.PartError(
            f"a rule needs a method decide(look) that returns 'go on' or 'stop'; {type(rule).__name__} has none: "
            "write def decide(self, look): return 'stop' if look.pvalue < 0.05 else 'go on'."
        )
    return rule


def _checked(answer: object) -> bool:
    if not isinstance(answer, str) or answer not in ("go on", "stop"):
        raise stage.PartError(f"decide must return 'go on' or 'stop', got {answer!r:.60}: return 'go on'.")
    return answer == "stop"
