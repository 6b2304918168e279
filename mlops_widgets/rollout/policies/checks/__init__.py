"""Is the candidate good enough? Four ways to ask, behind one protocol."""

from .baseline import Baseline
from .burn import Burn
from .check import FAIL, PASS, UNSURE, Check, Counted, Watch
from .sequential import Sequential
from .threshold import Threshold

__all__ = [
    "CHECKS",
    "FAIL",
    "PASS",
    "UNSURE",
    "Baseline",
    "Burn",
    "Check",
    "Counted",
    "Sequential",
    "Threshold",
    "Watch",
]

CHECKS: dict[str, type[Check]] = {
    "threshold": Threshold,
    "baseline": Baseline,
    "sequential": Sequential,
    "burn": Burn,
}
"""By the word that a policy in YAML uses."""
