"""What does a run look like on paper? The scene as one SVG, without a browser."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

import numpy as np

from .place import place
from .scene import Scene
from .trace import Trace

__all__ = ["draw"]

_LIGHT = {"bg": "#ffffff", "ink": "#1b1f24", "soft": "#5b6570", "line": "#e3e6ea"} | {
    "accent": "#0072B2", "warn": "#B84A00", "good": "#007A59",
}  # fmt: skip
_DARK = {"bg": "#14171b", "ink": "#e9edf1", "soft": "#a4afba", "line": "#2c323a"} | {
    "accent": "#56B4E9", "warn": "#E69F00", "good": "#2fc49a",
}  # fmt: skip

_WIDTH, _LEFT, _RIGHT, _TOP, _LANE, _TITLE, _GUTTER = 860, 62, 18, 66, 150, 34, 66
_ROWS, _ROW, _CHARACTER = 3, 20, 6.9  # rows of flags, a row's height, width of a letter at 11 px
_DASHES = ("7 4", "2 3", "12 3 2 3")  # ghosts, as in pins.js


def draw(
    scene: Scene,
    trace: Trace,
    *,
    tick: int | None = None,
    dark: bool = False,
    ghosts: Sequence[tuple[Scene, Trace]] = (),
    about: str = "",
) -> str:
    """The scene up to ``tick`` as SVG text with its own background, a title and a description.

    ``ghosts`` are pinned runs, whose lines are drawn behind; ``about`` adds to the description.
    """
    picture = scene.picture(trace)
    tick = len(trace) - 1 if tick is None else tick
    colour = _DARK if dark else _LIGHT
    lanes = _widened(picture["lanes"], [other.picture(run)["lanes"] for other, run in ghosts])
    pens = _pens(lanes, trace, tick, colour)
    runs = [run for _, run in ghosts]
    body = [line for pen, lane in zip(pens, lanes, strict=True) for line in _lane(pen, lane, runs)]
    body += _flags(pens, [flag for flag in picture["flags"] if flag["tick"] <= tick])
    bottom = pens[-1].bottom
    for time, label in picture["axis"]["ticks"]:
        body.append(_text(pens[0].x(time), bottom + 18, label, colour["soft"], anchor="middle"))
    verdict = "".join(
        f'<tspan fill="{colour[phrase.tone]}"{_weight(phrase.tone)}>{escape(phrase.text)}</tspan>'
        for phrase in scene.verdict(tick).phrases
    )
    title = f'<text x="18" y="26" font-size="16" font-weight="600" fill="{colour["ink"]}">{escape(scene.title)}'
    subtitle = f'<tspan dx="10" font-size="12" font-weight="400" fill="{colour["soft"]}">{escape(scene.subtitle)}'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{bottom + 32:g}" '
        f'viewBox="0 0 {_WIDTH} {bottom + 32:g}" role="img" '
        f'font-family="system-ui, sans-serif" font-size="12">'
        f"<title>{escape(scene.title)}</title><desc>{escape(f'{scene.text(trace, tick)} {about}'.strip())}</desc>"
        f'<rect width="100%" height="100%" fill="{colour["bg"]}"/>{title}{subtitle}</tspan></text>'
        f'<text x="18" y="48" font-size="13" xml:space="preserve">{verdict}</text>{"".join(body)}</svg>'
    )


@dataclass(frozen=True)
class _Pen:
    """What a mark is drawn with: one lane's box and scales, the trace, the last tick, the colours."""

    trace: Trace
    tick: int
    colour: Mapping[str, str]
    top: float
    bottom: float
    low: float
    high: float

    def x(self, time: float) -> float:
        first, last = float(self.trace.time[0]), float(self.trace.time[-1])
        return _LEFT + (_WIDTH - _LEFT - _RIGHT) * (float(time) - first) / max(last - first, 1e-9)

    def y(self, value: float) -> float:
        return self.bottom - (self.bottom - self.top) * (float(value) - self.low) / (self.high - self.low)

    def block(self, left: float, right: float, colour: str, opacity: float) -> str:
        return (
            f'<rect x="{left:.1f}" y="{self.top:g}" width="{max(right - left, 1):.1f}" '
            f'height="{self.bottom - self.top:g}" fill="{colour}" opacity="{opacity}"/>'
        )


Json = Mapping[str, Any]  # Any: the picture is JSON


def _widened(lanes: Sequence[Json], others: Sequence[Sequence[Json]]) -> list[Json]:
    """Lanes with room for the ghosts' values too, as the player's."""
    found: list[Json] = []
    for index, lane in enumerate(lanes):
        same = [each[index] for each in others if index < len(each) and each[index]["title"] == lane["title"]]
        widest = max((lane, *same), key=lambda each: float(each["high"] - each["low"]))
        found.append({**lane, **{name: widest[name] for name in ("low", "high", "ticks")}})
    return found


def _pens(lanes: Sequence[Json], trace: Trace, tick: int, colour: Mapping[str, str]) -> list[_Pen]:
    bottom, pens = float(_TOP), []
    for index, lane in enumerate(lanes):
        top = bottom + _TITLE + (_GUTTER if index == 1 else 0)
        bottom = top + _LANE * lane["height"]
        pens.append(_Pen(trace, tick, colour, top, bottom, lane["low"], lane["high"]))
    return pens


def _lane(pen: _Pen, lane: Json, ghosts: Sequence[Trace]) -> list[str]:
    colour, right = pen.colour, _WIDTH - _RIGHT
    body = [
        f'<text x="{_LEFT}" y="{pen.top - 10:g}" font-weight="600" fill="{colour["ink"]}">{escape(lane["title"])}'
        f'<tspan dx="8" font-weight="400" fill="{colour["soft"]}">{escape(lane["unit"])}</tspan></text>'
    ]
    for value, label in lane["ticks"]:
        body.append(_rule(_LEFT, pen.y(value), right, pen.y(value), colour["line"]))
        body.append(_text(_LEFT - 8, pen.y(value) + 4, label, colour["soft"], anchor="end"))
    body += _ghosts(pen, [mark for mark in lane["marks"] if mark["mark"] == "line"], ghosts)
    return body + [line for mark in lane["marks"] for line in _MARKS[mark["mark"]](pen, mark)]


def _ghosts(pen: _Pen, lines: Sequence[Json], ghosts: Sequence[Trace]) -> list[str]:
    """Pinned runs, thinner and dashed, and the name of each where it ends."""
    body: list[str] = []
    taken: list[float] = []
    now = pen.trace.time[pen.tick]
    for name, dash, ghost in zip("ABC", _DASHES, ghosts, strict=False):
        last = max(int(np.searchsorted(ghost.time, now, "right")) - 1, 0)
        for mark in lines:
            if mark["column"] not in ghost.columns:
                continue
            body.append(_stroke(pen, ghost, last, mark["column"], pen.colour["soft"], 1.5, dash))
            value = ghost[mark["column"]][last]
            y = pen.y(value) + 4
            if not mark["dashed"] and np.isfinite(value) and all(abs(y - other) >= 13 for other in taken):
                taken.append(y)
                body.append(_text(pen.x(ghost.time[last]) + 4, y, name, pen.colour["soft"], weight=600))
    return body


def _points(pen: _Pen, mark: Json) -> list[str]:
    places = zip(pen.trace.time[: pen.tick + 1], pen.trace[mark["column"]], strict=False)
    dots = "".join(f"M{pen.x(time):.1f} {pen.y(value):.1f}h0" for time, value in places if np.isfinite(value))
    stroke = f'stroke="{pen.colour[mark["tone"]]}" stroke-width="3" stroke-linecap="round"'
    return [f'<path d="{dots}" {stroke} opacity=".35"/>']


def _line(pen: _Pen, mark: Json) -> list[str]:
    dash = "5 4" if mark["dashed"] else ""
    return [_stroke(pen, pen.trace, pen.tick, mark["column"], pen.colour[mark["tone"]], 2, dash)]


def _stroke(pen: _Pen, trace: Trace, last: int, column: str, colour: str, width: float, dash: str) -> str:
    """A column up to a tick, broken where nothing is known."""
    path, move = [], "M"
    for time, value in zip(trace.time[: last + 1], trace[column], strict=False):
        if np.isfinite(value):
            path.append(f"{move}{pen.x(time):.1f} {pen.y(value):.1f}")
        move = "L" if np.isfinite(value) else "M"
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<path d="{"".join(path)}" fill="none" stroke="{colour}" stroke-width="{width:g}"{dashed}/>'


def _window(pen: _Pen, mark: Json) -> list[str]:
    now, width = pen.trace.time[pen.tick], pen.trace[mark["width"]][pen.tick]
    if not width > 0:
        return []
    return [pen.block(pen.x(max(pen.trace.time[0], now - width)), pen.x(now), pen.colour["accent"], 0.1)]


def _span(pen: _Pen, mark: Json) -> list[str]:
    inside = np.concatenate([[0], pen.trace[mark["column"]][: pen.tick + 1] > 0, [0]]).astype(int)
    starts, stops = np.flatnonzero(np.diff(inside) == 1), np.flatnonzero(np.diff(inside) == -1) - 1
    time, tone = pen.trace.time, pen.colour[mark["tone"]]
    return [
        pen.block(pen.x(time[first]), pen.x(time[last]), tone, 0.14)
        for first, last in zip(starts, stops, strict=True)
    ]


def _threshold(pen: _Pen, mark: Json) -> list[str]:
    tone, y = pen.colour[mark["tone"]], pen.y(mark["at"])
    return [_rule(_LEFT, y, _WIDTH - _RIGHT, y, tone, "2 3"), _text(_LEFT + 5, y - 6, mark["label"], tone)]


_MARKS: Mapping[str, Callable[[_Pen, Json], list[str]]] = {
    "points": _points,
    "line": _line,
    "window": _window,
    "span": _span,
    "threshold": _threshold,
    "pick": lambda _pen, _mark: [],  # nothing to see on paper
}


def _flags(pens: Sequence[_Pen], flags: Sequence[Json]) -> list[str]:
    first, colour = pens[0], pens[0].colour
    sizes = [(first.x(flag["time"]), len(flag["label"]) * _CHARACTER + 10) for flag in flags]
    places = place(sizes, low=_LEFT, high=_WIDTH - _RIGHT, rows=_ROWS)
    rules, labels = [], []
    for flag, (x, width), spot in zip(flags, sizes, places, strict=True):
        tone, dash = colour[flag["tone"]], "4 3" if flag["tone"] == "warn" else ""
        rules += [_rule(x, pen.top, x, pen.bottom, tone, dash) for pen in pens]
        if spot is not None:
            row, left = spot
            y = first.bottom + 6 + row * _ROW
            labels.append(f'<rect x="{left:.1f}" y="{y:g}" width="{width:.1f}" height="17" rx="4" fill="{tone}"/>')
            labels.append(_text(left + 5, y + 12.5, flag["label"], colour["bg"], size=11, weight=600))
    return rules + labels


def _rule(x: float, y: float, x2: float, y2: float, colour: str, dash: str = "") -> str:
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<path d="M{x:.1f} {y:.1f}L{x2:.1f} {y2:.1f}" stroke="{colour}"{dashed}/>'


def _text(
    x: float, y: float, words: str, colour: str, *, anchor: str = "start", size: int = 12, weight: int = 400
) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" font-weight="{weight}" text-anchor="{anchor}" '
        f'fill="{colour}">{escape(words)}</text>'
    )


def _weight(tone: str) -> str:
    return "" if tone == "soft" else ' font-weight="600"'
