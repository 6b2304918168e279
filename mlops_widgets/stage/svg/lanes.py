"""How are a lane and its marks drawn on paper? One function a mark."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from xml.sax.saxutils import escape

import numpy as np

from mlops_widgets.stage.trace import Floats, Trace

from .ends import ends_of
from .pen import LEFT, RIGHT, WIDTH, Json, Pen, rule, text
from .thin import traced

__all__ = ["lane_of"]

_NAME = 13  # px that a layer needs to carry its name
_DASHES = ("7 4", "2 3", "12 3 2 3")  # ghosts, as in pins.js


def lane_of(pen: Pen, lane: Json, ghosts: Sequence[Trace]) -> list[str]:
    """A lane with its title, grid, ghosts, marks and the names at their ends."""
    colour, right = pen.colour, WIDTH - RIGHT
    body = [
        f'<text x="{LEFT}" y="{pen.top - 10:g}" font-weight="600" fill="{colour["ink"]}">{escape(lane["title"])}'
        f'<tspan dx="8" font-weight="400" fill="{colour["soft"]}">{escape(lane["unit"])}</tspan></text>'
    ]
    for value, label in lane["ticks"]:
        body.append(rule(LEFT, pen.y(value), right, pen.y(value), colour["line"]))
        body.append(text(LEFT - 8, pen.y(value) + 4, label, colour["soft"], anchor="end"))
    name = f"lane{pen.top:g}"  # a value beyond the axis stays in its lane
    height = pen.bottom - pen.top + 6
    body.append(f'<clipPath id="{name}"><rect y="{pen.top - 3:g}" width="{WIDTH}" height="{height:g}"/></clipPath>')
    body.append(f'<g clip-path="url(#{name})">')
    body += _ghosts(pen, [mark for mark in lane["marks"] if mark["mark"] == "line"], ghosts)
    body += [line for mark in lane["marks"] for line in _MARKS[mark["mark"]](pen, mark)]
    body += _edges(pen, [mark for mark in lane["marks"] if mark["mark"] == "stack"], ghosts)
    return [*body, "</g>", *_levels(pen, lane["marks"]), *ends_of(pen, lane["marks"], ghosts)]


def _ghosts(pen: Pen, lines: Sequence[Json], ghosts: Sequence[Trace]) -> list[str]:
    """Pinned runs, thinner and dashed."""
    now = pen.trace.time[pen.tick]
    return [
        _stroke(pen, *_way(mark, ghost, ghost.upto(now)), pen.colour["soft"], 1.5, dash)
        for dash, ghost in zip(_DASHES, ghosts, strict=False)
        for mark in lines
        if mark["column"] in ghost.columns
    ]


def _edges(pen: Pen, stacks: Sequence[Json], ghosts: Sequence[Trace]) -> list[str]:
    """Pinned runs of stacks: the edges between their layers, over the areas, which would hide them."""
    body: list[str] = []
    now = pen.trace.time[pen.tick]
    for dash, ghost in zip(_DASHES, ghosts, strict=False):
        for mark in stacks:
            held = [ghost[name] for name in mark["layers"] if name in ghost.columns]
            edges = np.cumsum(held, axis=0)[:-1]
            body += [_stroke(pen, ghost.time, edge, ghost.upto(now), pen.colour["ink"], 1.5, dash) for edge in edges]
    return body


def _points(pen: Pen, mark: Json) -> list[str]:
    places = zip(pen.trace.time[: pen.tick + 1], pen.trace[mark["column"]], strict=False)
    dots = "".join(f"M{pen.x(time):.1f} {pen.y(value):.1f}h0" for time, value in places if np.isfinite(value))
    width, opacity = (4.5, ".75") if mark["strong"] else (3, ".35")
    stroke = f'stroke="{pen.colour[mark["tone"]]}" stroke-width="{width}" stroke-linecap="round"'
    return [f'<path d="{dots}" {stroke} opacity="{opacity}"/>']


def _line(pen: Pen, mark: Json) -> list[str]:
    dash = "5 4" if mark["dashed"] else ""
    return [_stroke(pen, *_way(mark, pen.trace, pen.tick), pen.colour[mark["tone"]], 2, dash)]


def _way(mark: Json, trace: Trace, last: int) -> tuple[Floats, Floats, int]:
    """Times, values and the last place of a line; in steps, a value holds since the one before or until the next."""
    time, values = trace.time, trace[mark["column"]]
    match mark["step"]:
        case "pre" if last:
            return np.repeat(time, 2)[1:-1], np.repeat(values, 2)[2:], 2 * last - 1
        case "post":
            return np.repeat(time, 2)[1:], np.repeat(values, 2)[:-1], 2 * last
    return time, values, last


def _stroke(pen: Pen, times: Floats, values: Floats, last: int, colour: str, width: float, dash: str) -> str:
    """Values up to a tick, broken where nothing is known."""
    path, move = [], "M"
    for time, value in zip(times[: last + 1], values, strict=False):
        if np.isfinite(value):
            path.append(f"{move}{pen.x(time):.1f} {pen.y(value):.1f}")
        move = "L" if np.isfinite(value) else "M"
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<path d="{"".join(path)}" fill="none" stroke="{colour}" stroke-width="{width:g}"{dashed}/>'


def _band(pen: Pen, mark: Json) -> list[str]:
    """A shape for each stretch in which both edges are known."""
    time = pen.trace.time[: pen.tick + 1]
    low, high = (pen.trace[mark[edge]][: pen.tick + 1] for edge in ("low", "high"))
    inside = np.concatenate([[0], np.isfinite(low) & np.isfinite(high), [0]]).astype(int)
    starts, stops = np.flatnonzero(np.diff(inside) == 1), np.flatnonzero(np.diff(inside) == -1)
    tone, body = pen.colour[mark["tone"]], []
    for first, stop in zip(starts, stops, strict=True):
        upper = [f"{pen.x(time[i]):.1f} {pen.y(high[i]):.1f}" for i in range(first, stop)]
        lower = [f"{pen.x(time[i]):.1f} {pen.y(low[i]):.1f}" for i in range(first, stop)]
        body.append(f'<path d="M{"L".join(upper + lower[::-1])}Z" fill="{tone}" opacity=".16"/>')
        edges = "".join(f"M{'L'.join(edge)}" for edge in (upper, lower))
        body.append(f'<path d="{edges}" fill="none" stroke="{tone}" stroke-dasharray="1 3" stroke-linecap="round"/>')
    return body


def _stack(pen: Pen, mark: Json) -> list[str]:
    """Areas up to a tick, each with a line of the ground between it and the next, and the names where they end."""
    time, last = pen.trace.time, pen.tick
    levels = np.cumsum([np.zeros(last + 1), *(pen.trace[name][: last + 1] for name in mark["layers"])], axis=0)
    known = np.flatnonzero(np.isfinite(levels[-1]))
    body, x = [], pen.x(time[last])
    for low, high, tone, label in zip(levels[:-1], levels[1:], mark["tones"], mark["labels"], strict=True):
        upper = [f"{pen.x(time[i]):.1f} {pen.y(high[i]):.1f}" for i in known]
        lower = [f"{pen.x(time[i]):.1f} {pen.y(low[i]):.1f}" for i in known[::-1]]
        if not upper:
            continue
        shape = f'stroke="{pen.colour["bg"]}" stroke-width="1" fill="{pen.colour[tone]}" fill-opacity=".5"'
        body.append(f'<path d="M{"L".join(upper + lower)}Z" {shape}/>')
        if pen.y(low[known[-1]]) - pen.y(high[known[-1]]) >= _NAME:
            room = x + 8 * len(label) < WIDTH
            anchor, beside = ("start", x + 6) if room else ("end", x - 6)
            y = (pen.y(low[known[-1]]) + pen.y(high[known[-1]])) / 2 + 4
            tint = pen.colour["ink" if tone == "soft" else tone]
            body.append(text(beside, y, label, tint, anchor=anchor, weight=600, halo=pen.colour["bg"]))
    return body


def _bundle(pen: Pen, mark: Json) -> list[str]:
    """Faint lines, those that have ended over the others, and a dot where each ended."""
    on: list[str] = []
    off: list[str] = []
    now, dots = pen.trace.time[pen.tick], ""
    for name, end in zip(mark["many"], mark["ends"], strict=True):
        tick = min(pen.trace.upto(end), pen.tick)
        path = f'<path d="{traced(pen, pen.trace.time[: tick + 1], pen.trace[name])}"/>'
        (off if end <= now else on).append(path)
        if end <= now and np.isfinite(value := pen.trace[name][tick]):
            dots += f"M{pen.x(pen.trace.time[tick]):.1f} {pen.y(value):.1f}h0"
    tones = [pen.colour[mark[name]] for name in ("tone", "ended")]
    faint, warned = (f'<g fill="none" stroke="{tone}" stroke-opacity=".4">' for tone in tones)
    stroke = f'stroke="{tones[1]}" stroke-width="4.5" stroke-linecap="round"'
    ended = [warned, *off, "</g>", f'<path d="{dots}" {stroke}/>'] if dots else []
    return [faint, *on, "</g>", *ended]


def _window(pen: Pen, mark: Json) -> list[str]:
    now, width = pen.trace.time[pen.tick], pen.trace[mark["width"]][pen.tick]
    if not width > 0:
        return []
    return [pen.block(pen.x(max(pen.trace.time[0], now - width)), pen.x(now), pen.colour["accent"], 0.1)]


def _span(pen: Pen, mark: Json) -> list[str]:
    inside = np.concatenate([[0], pen.trace[mark["column"]][: pen.tick + 1] > 0, [0]]).astype(int)
    starts, stops = np.flatnonzero(np.diff(inside) == 1), np.flatnonzero(np.diff(inside) == -1) - 1
    time, tone = pen.trace.time, pen.colour[mark["tone"]]
    return [
        pen.block(pen.x(time[first]), pen.x(time[last]), tone, 0.14)
        for first, last in zip(starts, stops, strict=True)
    ]


def _threshold(pen: Pen, mark: Json) -> list[str]:
    y = pen.y(mark["at"])
    return [rule(LEFT, y, WIDTH - RIGHT, y, pen.colour[mark["tone"]], "2 3")]


def _levels(pen: Pen, marks: Sequence[Json]) -> list[str]:
    """The names of thresholds, over the lane's edge if need be."""
    body: list[str] = []
    taken: list[tuple[float, float]] = []
    for mark in (each for each in marks if each["mark"] == "threshold"):
        y = pen.y(mark["at"]) - 6
        x = max((right + 8 for level, right in taken if abs(level - y) < 14), default=LEFT + 5.0)
        taken.append((y, x + 7 * len(mark["label"])))
        body.append(text(x, y, mark["label"], pen.colour[mark["tone"]]))
    return body


_MARKS: Mapping[str, Callable[[Pen, Json], list[str]]] = {
    "band": _band,
    "bundle": _bundle,
    "points": _points,
    "line": _line,
    "stack": _stack,
    "window": _window,
    "span": _span,
    "threshold": _threshold,
    "pick": lambda _pen, _mark: [],  # nothing to see on paper
}
