"""How is a verdict said aloud, and in which tone?"""

from collections.abc import Mapping
from types import MappingProxyType

from mlops_widgets.stage.marks import Tone

__all__ = ["SAID", "TONES"]

SAID: Mapping[str, str] = MappingProxyType(
    {
        "pass": "Good",
        "warn": "Bad",
        "hold": "Waiting",
        "inconclusive": "It could be either",
        "advance": "Good, and on",
        "roll back": "Rolled back",
    }
)
"""Verdict → the words that begin its sentence."""

TONES: Mapping[str, Tone] = MappingProxyType({"roll back": "warn", "warn": "warn", "advance": "good"})
"""Verdict → tone, where it is not that of plain text."""
