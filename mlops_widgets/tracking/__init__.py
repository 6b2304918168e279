"""Tracking: which of all those runs was the best, with which settings, and could one run it again?"""

from .config import ConfigError, Resolved, Settings, fingerprint, resolve
from .trackers import MlflowTracker, Tracker, WandbTracker, read_wandb

__all__ = [
    "ConfigError",
    "MlflowTracker",
    "Resolved",
    "Settings",
    "Tracker",
    "WandbTracker",
    "fingerprint",
    "read_wandb",
    "resolve",
]
