"""Rollout: how does a new version meet its users, and how soon is anybody sure that it is better?"""

from . import bandits

__all__ = ["bandits"]
