"""With what is a picture drawn on paper? A box and its scales, the colours of both themes, lines and words."""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from mlops_widgets.stage.trace import Trace

__all__ = ["DARK", "LEFT", "LIGHT", "RIGHT", "WIDTH", "Box", "Json", "Pen", "rule", "scale", "text"]

Json = Mapping[str, Any]  # Any: the picture is JSON
Box = tuple[float, float, float, float]  # left, top, right, bottom

LIGHT = {"bg": "#ffffff", "ink": "#1b1f24", "soft": "#5b6570", "line": "#e3e6ea"} | {
    "accent": "#0072B2", "warn": "#B84A00", "good": "#007A59",
}  # fmt: skip
DARK = {"bg": "#14171b", "ink": "#e9edf1", "soft": "#a4afba", "line": "#2c323a"} | {
    "accent": "#56B4E9", "warn": "#E69F00", "good": "#2fc49a",
}  # fmt: skip

WIDTH, LEFT, RIGHT = 860, 62, 18


@dataclass(frozen=True)
class Pen:
    """What a mark is drawn with: one lane's box and scales, the trace, the last tick, the colours."""

    trace: Trace
    tick: int
    colour: Mapping[str, str]
    top: float
    bottom: float
    low: float
    high: float
    log: bool = False

    def x(self, time: float) -> float:
        """Where a time stands."""
        first, last = float(self.trace.time[0]), float(self.trace.time[-1])
        return LEFT + (WIDTH - LEFT - RIGHT) * (float(time) - first) / max(last - first, 1e-9)

    def y(self, value: float) -> float:
        """Where a value stands."""
        low, high, at = float(self.low), float(self.high), float(value)
        if self.log:
            low, high, at = (math.log(max(each, sys.float_info.min)) for each in (low, high, at))
        return self.bottom - (self.bottom - self.top) * (at - low) / (high - low)

    def block(self, left: float, right: float, colour: str, opacity: float) -> str:
        """A shaded stretch as high as the box."""
        return (
            f'<rect x="{left:.1f}" y="{self.top:g}" width="{max(right - left, 1):.1f}" '
            f'height="{self.bottom - self.top:g}" fill="{colour}" opacity="{opacity}"/>'
        )


def rule(x: float, y: float, x2: float, y2: float, colour: str, dash: str = "") -> str:
    """A straight line."""
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<path d="M{x:.1f} {y:.1f}L{x2:.1f} {y2:.1f}" stroke="{colour}"{dashed}/>'


def scale(axis: Json, value: float, start: float, end: float) -> float:
    """Where a value stands between the ends of a panel's axis."""
    low, high = float(axis["low"]), float(axis["high"])
    return start + (end - start) * (float(value) - low) / (high - low)


def text(
    x: float,
    y: float,
    words: str,
    colour: str,
    *,
    anchor: str = "start",
    size: int = 12,
    weight: int = 400,
    halo: str = "",
) -> str:
    """A few words; a halo of the ground's colour keeps them readable over data."""
    around = f' paint-order="stroke" stroke="{halo}" stroke-width="4" stroke-linejoin="round"' if halo else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" font-weight="{weight}" text-anchor="{anchor}" '
        f'fill="{colour}"{around}>{escape(words)}</text>'
    )
