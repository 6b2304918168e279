"""What has a margin density detector noticed, asked and decided? One line of its log."""

from dataclasses import dataclass
from typing import Literal

__all__ = ["Event"]


@dataclass(frozen=True)
class Event:
    """One line of the detector's log."""

    row: int  # rows seen before it
    kind: Literal["suspected", "confirmed", "dismissed"]
    density: float  # margin density then, 0-1
    accuracy: float  # on the labelled rows, 0-1; nan before there are any
    labels: int  # labels used so far
