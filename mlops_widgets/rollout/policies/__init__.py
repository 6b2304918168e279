"""When does a new version go further, and when back?"""

from .checks import CHECKS, FAIL, PASS, UNSURE, Baseline, Burn, Check, Sequential, Threshold, Watch
from .errors import PolicyError
from .judge import VERDICTS, Decider, Judge
from .policy import Policy
from .step import Step
from .strategies import STRATEGIES, all_at_once, blue_green, canary, gradual, shadow

__all__ = [
    "CHECKS",
    "FAIL",
    "PASS",
    "STRATEGIES",
    "UNSURE",
    "VERDICTS",
    "Baseline",
    "Burn",
    "Check",
    "Decider",
    "Judge",
    "Policy",
    "PolicyError",
    "Sequential",
    "Step",
    "Threshold",
    "Watch",
    "all_at_once",
    "blue_green",
    "canary",
    "gradual",
    "shadow",
]
