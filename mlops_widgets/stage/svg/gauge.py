"""How does a budget look on paper? As in the player: ``player/marks/gauge.js`` draws the same bars."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite

from mlops_widgets.stage.numbers import written
from mlops_widgets.stage.trace import Trace

from .pen import Box, Json, rule, text

__all__ = ["gauge"]

_INSET = 34.0  # px that other panels need for labels of an axis
_FULL = 4.0  # times as fast as would last: the whole bar


def gauge(panel: Json, trace: Trace, tick: int, colour: Mapping[str, str], box: Box) -> list[str]:
    """What is left, what would be left otherwise, and the pace: three bars under each other."""
    left, top, right, _ = box
    left -= _INSET
    values = (float(trace[panel[name]][tick]) for name in ("left", "other", "rate"))
    now, other, rate = (value if isfinite(value) else None for value in values)
    passed = float(trace.time[tick] - trace.time[0]) / max(float(trace.time[-1] - trace.time[0]), 1e-9)
    body = _bar(panel["now"], _said(now), now, (left, top + 14, right, top + 30), colour, "accent")
    body += _bar(panel["beside"], _said(other), other, (left, top + 70, right, top + 79), colour, "soft", dash="4 3")
    fast = "" if rate is None else f"{written(rate, digits=1)} ×"
    share = None if rate is None else rate / _FULL
    tone = "warn" if rate is not None and rate > 1 else "accent"
    body += _bar("pace now", fast, share, (left, top + 118, right, top + 127), colour, tone)
    for share, y, height, word in ((1 - passed, top + 10, 24, "even pace"), (1 / _FULL, top + 114, 17, "just lasts")):
        x = left + share * (right - left)
        body.append(rule(x, y, x, y + height, colour["ink"], "2 3"))
        anchor = "start" if share < 0.15 else "end" if share > 0.85 else "middle"
        body.append(text(x, y + height + 11, word, colour["soft"], anchor=anchor, size=11))
    return body


def _said(share: float | None) -> str:
    if share is None:
        return ""
    return f"{written(abs(share), digits=0, unit='%')} {'overspent' if share < 0 else 'left'}"


def _bar(
    name: str, words: str, share: float | None, box: Box, colour: Mapping[str, str], tone: str, *, dash: str = ""
) -> list[str]:
    """A bar in its frame, its name over its left end and its value over its right one."""
    left, top, right, bottom = box
    over = share is not None and share < 0
    tint = colour["warn"] if over or tone == "warn" else colour["ink"]
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    filled = 0.0 if share is None else min(max(share, 0.0), 1.0) * (right - left)
    return [
        text(left, top - 5, name, colour["soft"], size=11),
        text(right, top - 5, words, tint, anchor="end", size=11, weight=600),
        f'<rect x="{left:.1f}" y="{top:g}" width="{filled:.1f}" height="{bottom - top:g}" fill="{colour[tone]}" '
        'opacity=".55"/>',
        f'<path d="M{left:.1f} {top:g}H{right:.1f}V{bottom:g}H{left:.1f}Z" fill="none" '
        f'stroke="{colour["warn" if over else "soft"]}"{dashed}/>',
    ]
