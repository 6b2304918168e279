"""What is wrong with a batch, and what does one do about it?"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Problem"]


@dataclass(frozen=True)
class Problem:
    """One reason not to learn from a batch; printed, it is a sentence."""

    column: str
    kind: str  # rows, missing, extra, type, nulls, range or unit
    wish: str  # what the column must be, after "must"
    value: str  # what came
    way_out: str

    def __str__(self) -> str:
        return f"{self.column} must {self.wish}, got {self.value}: {self.way_out}."
