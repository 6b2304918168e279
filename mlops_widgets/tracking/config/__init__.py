"""With which settings did this run really run? File < environment < command line, typed, frozen, hashed."""

from .resolve import resolve
from .settings import ConfigError, Resolved, Settings, fingerprint

__all__ = ["ConfigError", "Resolved", "Settings", "fingerprint", "resolve"]
