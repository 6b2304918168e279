"""Which runs does somebody write down? Ways of keeping notes, each asked after every run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Protocol, runtime_checkable

__all__ = ["KEEPERS", "EveryRun", "Keeper", "Nothing", "Records", "Tracker"]


@runtime_checkable
class Keeper(Protocol):
    """Anything that can say after each run whether to write it down."""

    def keep(self, run: int, score: float) -> object:
        """Is this run written down? ``run`` counts from 0, ``score`` is what was measured, in points."""


class Nothing:
    """I will remember it."""

    def keep(self, run: int, score: float) -> bool:  # noqa: ARG002 - nothing is asked of the run
        """Never."""
        return False


class Records:
    """Only what beats everything so far goes into the notebook.

    Examples
    --------
    >>> records = Records()
    >>> [records.keep(run, score) for run, score in enumerate([70.0, 69.5, 70.2, 70.1])]
    [True, False, True, False]
    """

    def __init__(self) -> None:
        self.best = float("-inf")

    def keep(self, run: int, score: float) -> bool:  # noqa: ARG002 - its number does not matter
        """When it is a record."""
        is_record = score > self.best
        self.best = max(self.best, score)
        return is_record


class EveryRun:
    """Every run, by hand."""

    def keep(self, run: int, score: float) -> bool:  # noqa: ARG002 - nothing is asked of the run
        """Always."""
        return True


class Tracker(EveryRun):
    """Every run, by two lines in the program that do it alone."""


KEEPERS: Mapping[str, Callable[[], Keeper]] = MappingProxyType(
    {"nothing": Nothing, "records": Records, "hand": EveryRun, "tracker": Tracker}
)
