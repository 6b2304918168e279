"""How do requests on their way look on paper? As in the player: ``player/marks/flow.js`` draws the same dots."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite

import numpy as np

from mlops_widgets.stage.numbers import written
from mlops_widgets.stage.trace import Trace

from .pen import Box, Json, text

__all__ = ["Dot", "flow", "underway"]

_MIDDLE, _HALF = 0.56, 0.6  # of the width, where they are answered; of the way, when
_SLOWEST, _STAYS = 4.0, 2.0  # times the usual way: the longest that is drawn, and how long a failure stays
_SPREAD = 26.0  # px, between the first user's dots and the last one's, where they are answered
_BEND = 12  # pieces of a curve
_HEADROOM = 14.0  # px, between the last of the way and the arrow's head


@dataclass(frozen=True)
class Dot:
    """One request, or the copy of one, at a moment."""

    place: float
    off: float  # how far off the middle of those who go the same way
    target: int
    failed: bool
    copy: bool
    done: float  # part of the way; above 1 it has failed and stays


def underway(mark: Json, trace: Trace, time: float) -> Iterator[Dot]:
    """The requests that are on their way at a time, and the failures that have just come back."""
    ticks, own = mark["ticks"], len(mark["ways"]) - mark["copies"]
    step = float(trace.time[-1] - trace.time[0]) / max(len(trace) - 1, 1)
    for tick in range(len(trace)):
        if not 0 <= time - trace.time[tick] <= (_SLOWEST + _STAYS) * ticks * step:
            continue
        middles = _middles([float(trace[name][tick]) for name in mark["shares"]])
        for index, names in enumerate(zip(mark["places"], mark["ways"], mark["paces"], strict=True)):
            place, way, pace = (float(trace[name][tick]) for name in names)
            gone = (time - trace.time[tick]) / step - (index % own + 0.5) / own  # ticks since it left
            takes = ticks * min(pace, _SLOWEST)
            if not isfinite(way) or gone <= 0 or gone >= takes + (_STAYS * ticks if way % 2 else 0):
                continue
            done = gone / takes if gone < takes else 1 + (gone - takes) / (_STAYS * ticks)
            target = int(way) // 2
            yield Dot(place, middles[target] - place, target, bool(way % 2), index >= own, done)


def _middles(shares: Sequence[float]) -> list[float]:
    """The place of each target's middle user, the first one's at the top; half-way where it has none."""
    edges = 1 - np.cumsum(shares)
    return [edge + share / 2 if share > 0 else 0.5 for edge, share in zip(edges.tolist(), shares, strict=True)]


def flow(panel: Json, trace: Trace, tick: int, colour: Mapping[str, str], box: Box) -> list[str]:
    """Users at the left, who answers them in the middle, what comes back at the right."""
    left, top, right, bottom = box
    box = (left, top + 14, right, bottom - 4)
    shares = [float(trace[name][tick]) for name in panel["shares"]]
    dots = list(underway(panel, trace, float(trace.time[tick])))
    copied = {dot.target for dot in dots if dot.copy}
    body = [
        text(left, top + 4, panel["words"][0], colour["soft"], anchor="middle", size=11),
        text(right, top + 4, panel["words"][1], colour["soft"], anchor="end", size=11),
    ]
    edge = 1.0
    for target, share in enumerate(shares):
        body += _bed(panel, target, (edge - share, edge), colour, box, copied=target in copied)
        edge -= share
    return body + _drawn(panel, dots, colour, box) + _names(panel, shares, copied, colour, box)


def _row(panel: Json, target: int, box: Box) -> float:
    return box[1] + (target + 0.5) / len(panel["targets"]) * (box[3] - box[1])


def _at(panel: Json, place: float, off: float, target: int, done: float, box: Box) -> tuple[float, float]:
    """Where a dot is: a bend to who answers, then straight on."""
    left, top, right, bottom = box
    middle = left + _MIDDLE * (right - left)
    row = _row(panel, target, box) + off * _SPREAD
    if done >= _HALF:
        return middle + (right - _HEADROOM - middle) * (min(done, 1.0) - _HALF) / (1 - _HALF), row
    gone, start = done / _HALF, bottom - place * (bottom - top)
    return left + (middle - left) * gone, start + (row - start) * gone * gone * (3 - 2 * gone)


def _bed(
    panel: Json, target: int, users: tuple[float, float], colour: Mapping[str, str], box: Box, *, copied: bool
) -> list[str]:
    """The way of those users, as wide as they are many; dashed, and without an end, for copies."""
    tone, (low, high) = colour[panel["tones"][target]], users
    left, top, right, bottom = box
    middle, row = left + _MIDDLE * (right - left), _row(panel, target, box)
    body = []
    if high > low:
        steps = [_HALF * step / _BEND for step in range(_BEND + 1)] + [1.0]
        sides = (high, (low - high) / 2), (low, (high - low) / 2)
        ways = [[_at(panel, place, off, target, done, box) for done in steps] for place, off in sides]
        shape = "L".join(f"{x:.1f} {y:.1f}" for x, y in (*ways[0], *reversed(ways[1])))
        body.append(f'<path d="M{shape}Z" fill="{tone}" opacity=".1"/>')
        body.append(f'<path d="M{right - 5:.1f} {row - 5:.1f}l5 5l-5 5" fill="none" stroke="{tone}"/>')
        y = [bottom - place * (bottom - top) for place in (low, high)]
        body.append(f'<path d="M{left:.1f} {y[0]:.1f}V{y[1] + 1:.1f}" stroke="{tone}" stroke-width="4"/>')
    if copied:
        way = [_at(panel, 0.5, 0.0, target, _HALF * step / _BEND, box) for step in range(_BEND + 1)]
        shape = "L".join(f"{x:.1f} {y:.1f}" for x, y in way)
        body.append(f'<path d="M{shape}" fill="none" stroke="{tone}" stroke-dasharray="5 4"/>')
    faint = "" if copied or high > low else ' opacity=".35"'
    place = f"M{middle:.1f} {row - _SPREAD / 2 - 3:.1f}v{_SPREAD + 6:g}"
    return [*body, f'<path d="{place}" stroke="{tone}" stroke-width="4"{faint}/>']


def _drawn(panel: Json, dots: Sequence[Dot], colour: Mapping[str, str], box: Box) -> list[str]:
    """Dots and rings in the tone of who answers, crosses in that of a warning."""
    filled, rings = ([""] * len(panel["targets"]) for _ in range(2))
    crosses = ""
    for dot in dots:
        x, y = _at(panel, dot.place, dot.off, dot.target, min(dot.done, _HALF) if dot.copy else dot.done, box)
        if dot.failed and dot.done >= _HALF:
            crosses += f"M{x - 3:.1f} {y - 3:.1f}l6 6m0-6l-6 6"
        elif not dot.copy:
            filled[dot.target] += f"M{x:.1f} {y:.1f}h0"
        elif dot.done < _HALF:
            rings[dot.target] += f"M{x - 2.5:.1f} {y:.1f}a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0-5 0"
    tones = [colour[tone] for tone in panel["tones"]]
    body = [
        f'<path d="{path}" stroke="{tone}" stroke-width="4.5" stroke-linecap="round" opacity=".8"/>'
        for path, tone in zip(filled, tones, strict=True)
        if path
    ]
    body += [
        f'<path d="{path}" fill="none" stroke="{tone}"/>' for path, tone in zip(rings, tones, strict=True) if path
    ]
    return [*body, f'<path d="{crosses}" stroke="{colour["warn"]}" stroke-width="2"/>'] if crosses else body


def _names(panel: Json, shares: Sequence[float], copied: set[int], colour: Mapping[str, str], box: Box) -> list[str]:
    """Who answers, over each; how many of the users, beside them."""
    left, top, right, bottom = box
    middle, body, edge, free = left + _MIDDLE * (right - left), [], 1.0, top
    for target, (name, tone, share) in enumerate(zip(panel["targets"], panel["tones"], shares, strict=True)):
        words = f"{name}, copies only" if target in copied and not share > 0 else name
        y = _row(panel, target, box) - _SPREAD / 2 - 8
        tint = colour["ink" if tone == "soft" else tone]
        body.append(text(middle, y, words, tint, anchor="middle", size=11, weight=600, halo=colour["bg"]))
        if share > 0:
            y = min(max(bottom - (edge - share / 2) * (bottom - top), free + 4), bottom)
            body.append(text(left - 8, y + 4, written(share, digits=0, unit="%"), tint, anchor="end", size=11))
            free = y + 10
        edge -= share
    return body
