"""What is done when an alarm rings? A policy that reads like a runbook, and a machine that follows it.

The lecture's two stories, run from beginning to end, are in ``runbook.stories``.
"""

from .folder import in_folder
from .learning import Learned, StableTest, learn
from .log import Entry, Log
from .memory import in_memory
from .policy import Policy, Recovery, Rule, When
from .responder import Responder, Work
from .sinks import Alerts, Batch, Jobs, Journal, Model, Models, Sinks, Snapshots
from .states import TRANSITIONS, Signal, State
from .steps import PolicyError, Step

__all__ = [
    "TRANSITIONS",
    "Alerts",
    "Batch",
    "Entry",
    "Jobs",
    "Journal",
    "Learned",
    "Log",
    "Model",
    "Models",
    "Policy",
    "PolicyError",
    "Recovery",
    "Responder",
    "Rule",
    "Signal",
    "Sinks",
    "Snapshots",
    "StableTest",
    "State",
    "Step",
    "When",
    "Work",
    "in_folder",
    "in_memory",
    "learn",
]
