"""How does one see what is done? A ring that fills: not written, open, begun, done."""

from __future__ import annotations

import math
from typing import Literal

__all__ = ["State", "marker", "state", "words"]

State = Literal["unwritten", "open", "begun", "done"]


def state(share: float) -> State:
    """What a share done is called.

    Examples
    --------
    >>> state(0), state(0.4), state(1)
    ('open', 'begun', 'done')
    """
    return "done" if share >= 1 else "begun" if share > 0 else "open"


def words(share: float) -> str:
    r"""The same in words; what is only open needs none.

    Examples
    --------
    >>> words(0), words(0.004), words(0.999), words(1)
    ('', 'begun, 1\xa0% done', 'begun, 99\xa0% done', 'done')
    """
    if state(share) == "begun":
        return f"begun, {min(99, max(1, round(100 * share)))}\N{NO-BREAK SPACE}% done"
    return "" if state(share) == "open" else "done"


def marker(seen: State, share: float = 0, *, size: int) -> str:
    """The ring as inline SVG, drawn in the colours of the style sheet; its words stand beside it."""
    middle, width = size / 2, size / 8
    radius = middle - width / 2 - 1
    place = f'cx="{middle:g}" cy="{middle:g}" r="{radius:g}"'
    thin = width / 2 if seen == "unwritten" else width
    ring = f'<circle class="ring" {place} pathLength="{size // 2}" stroke-width="{thin:g}"/>'
    return (
        f'<svg class="marker {seen}" width="{size}" height="{size}" viewBox="0 0 {size} {size}" '
        f'aria-hidden="true" focusable="false">{ring}{_inside(seen, share, middle, radius, width)}</svg>'
    )


def _inside(seen: State, share: float, middle: float, radius: float, width: float) -> str:
    if seen == "begun":
        angle = 2 * math.pi * min(0.94, max(0.06, share))
        end = f"{middle + radius * math.sin(angle):.2f} {middle - radius * math.cos(angle):.2f}"
        arc = f"M{middle:g} {middle - radius:g}A{radius:g} {radius:g} 0 {int(angle > math.pi)} 1 {end}"
        return f'<path class="arc" d="{arc}" stroke-width="{width:g}"/>'
    if seen == "done":
        step = radius * 0.42
        start = f"{middle - step:.2f} {middle + step * 0.1:.2f}"
        strokes = f"l{step * 0.7:.2f} {step * 0.7:.2f}l{step * 1.3:.2f} {-step * 1.5:.2f}"
        return f'<path class="tick" d="M{start}{strokes}" stroke-width="{width:g}"/>'
    return ""
