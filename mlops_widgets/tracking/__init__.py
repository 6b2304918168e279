"""Tracking: which of all those runs was the best, with which settings, and could one run it again?"""

from .config import ConfigError, Resolved, Settings, fingerprint, resolve
from .runs import RunTable
from .trackers import MlflowTracker, Tracker, WandbTracker, read_wandb

__all__ = [
    "ConfigError",
    "MlflowTracker",
    "Resolved",
    "RunTable",
    "Settings",
    "Tracker",
    "WandbTracker",
    "fingerprint",
    "read_wandb",
    "resolve",
]
