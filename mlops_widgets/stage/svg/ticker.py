"""How does a list of sentences look on paper? As many as there is room for, the newest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import wrap

from .pen import Box, Json, text

__all__ = ["ticker"]

_LINE, _GAP, _LETTER = 14.0, 6.0, 6.0  # px: of a line at 11 px, between two sentences, of a letter


def ticker(said: Sequence[Json], colour: Mapping[str, str], box: Box) -> list[str]:
    """The verdicts that were true, one under the other; what is not soft in a sentence gives it its colour."""
    left, top, right, bottom = box
    body: list[str] = []
    y = top + 8
    for verdict in reversed(said):
        words = "".join(phrase for phrase, _ in verdict["phrases"])
        tone = next((tone for _, tone in verdict["phrases"] if tone != "soft"), "soft")
        lines = wrap(words, int((right - left) / _LETTER))
        if y + _LINE * (len(lines) - 1) > bottom:
            break
        for line in lines:
            body.append(text(left, y, line, colour[tone], size=11))
            y += _LINE
        y += _GAP
    return body
