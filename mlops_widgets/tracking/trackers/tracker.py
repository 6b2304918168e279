"""What does an experiment need of a tracker? A run that begins with its settings, and that metrics are logged to."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Protocol

__all__ = ["Run", "Tracker"]


class Run(Protocol):
    """One run while it lasts."""

    @property
    def id(self) -> str:
        """By which the tracker finds it again."""
        ...

    def log(self, metrics: Mapping[str, float], step: int = 0) -> None:
        """Write measured values down, with the step of training at which they were measured."""
        ...


class Tracker(Protocol):
    """A place for runs."""

    def run(
        self, name: str, params: Mapping[str, object], tags: Mapping[str, str] | None = None
    ) -> AbstractContextManager[Run]:
        """A run that ends with the block: finished, or failed when the block raised."""
        ...
