"""How do panels look on paper? Side by side under the lanes: bins or features are their axes, not time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from xml.sax.saxutils import escape

import numpy as np

from mlops_widgets.stage.trace import Trace

from .flow import flow
from .gauge import gauge
from .pen import LEFT, RIGHT, WIDTH, Box, Json, rule, scale, text
from .plan import plan
from .ticker import ticker

__all__ = ["height_of", "panels_of"]

_TITLE, _PLOT, _FLOW, _LABELS, _GAP = 34, 150, 128, 42, 28  # px
_LETTER = 6.4  # px, of an axis label at 11 px


def height_of(panels: Sequence[Json]) -> float:
    """Of a row of panels, with its title; 0 without any."""
    return max((_TITLE + (_FLOW if each["mark"] == "flow" else _PLOT + _LABELS) for each in panels), default=0.0)


def panels_of(
    panels: Sequence[Json], trace: Trace, tick: int, colour: Mapping[str, str], top: float, said: Sequence[Json]
) -> list[str]:
    """A row of panels as they are at ``tick``, from ``top`` down; until then the verdicts ``said`` were true."""
    width = (WIDTH - LEFT - RIGHT - _GAP * (len(panels) - 1)) / max(len(panels), 1)
    body: list[str] = []
    for index, panel in enumerate(panels):
        left, is_flow = LEFT - 30 + index * (width + _GAP), panel["mark"] == "flow"
        words = f'<tspan dx="6" font-weight="400" fill="{colour["soft"]}">{escape(panel["unit"])}</tspan>'
        body.append(
            f'<text x="{left + 30 * is_flow:.1f}" y="{top + 20:g}" font-weight="600" fill="{colour["ink"]}">'
            f"{escape(panel['title'])}{words}</text>"
        )
        box = (left + 34 - 4 * is_flow, top + _TITLE, left + width, top + _TITLE + (_FLOW if is_flow else _PLOT))
        if panel["mark"] == "ticker":
            body += ticker(said, colour, (left, box[1], left + width, box[3] + _LABELS - 4))
            continue
        body += [*_grid(panel["axes"]["y"], box, colour), *_MARKS[panel["mark"]](panel, trace, tick, colour, box)]
    return body


def _grid(axis: Json | None, box: Box, colour: Mapping[str, str]) -> list[str]:
    if axis is None:
        return []
    left, _, right, _ = box
    body = []
    for value, label in axis["ticks"]:
        y = scale(axis, value, box[3], box[1])
        body.append(rule(left, y, right, y, colour["line"]))
        body.append(text(left - 6, y + 4, label, colour["soft"], anchor="end", size=11))
    return body


def _histogram(panel: Json, trace: Trace, tick: int, colour: Mapping[str, str], box: Box) -> list[str]:
    left, top, right, bottom = box
    axis, tone = panel["axes"]["y"], colour[panel["tone"]]
    reference, window = ([trace[name][tick] for name in panel[side]] for side in ("reference", "window"))
    step = (right - left) / len(panel["bins"])
    body: list[str] = []
    outline: list[str] = []
    for index, (share, was) in enumerate(zip(window, reference, strict=True)):
        x, y = left + index * step, scale(axis, share, bottom, top)
        if np.isfinite(share):
            body.append(
                f'<rect x="{x + 2:.1f}" y="{y:.1f}" width="{max(step - 4, 1):.1f}" height="{bottom - y:.1f}" '
                f'fill="{tone}" opacity=".55"/>'
            )
        if np.isfinite(was):
            level = scale(axis, was, bottom, top)
            outline.append(f"{'L' if outline else f'M{x:.1f} {bottom:g}L'}{x:.1f} {level:.1f}H{x + step:.1f}")
    if outline:
        path = f"{''.join(outline)}V{bottom:g}"
        body.append(f'<path d="{path}" fill="none" stroke="{colour["ink"]}" stroke-width="1.5"/>')
    body += _quantiles(panel, trace, tick, colour, box)
    body += _named(panel, [(panel["was"], reference, colour["ink"]), (panel["now"], window, tone)], box, colour)
    for index in _legible(panel["bins"], step):
        body.append(
            text(
                left + (index + 0.5) * step,
                bottom + (29 if panel["quantiles"] else 16),
                panel["bins"][index],
                colour["soft"],
                anchor="middle",
                size=11,
            )
        )
    return body


def _quantiles(panel: Json, trace: Trace, tick: int, colour: Mapping[str, str], box: Box) -> list[str]:
    """A line for each, dashed for the reference; named where there is room, the window's before the reference's."""
    left, top, right, bottom = box
    body, free = [], left - 30.0
    places = np.linspace(left, right, len(panel["edges"]))
    for name, *columns in panel["quantiles"]:
        values = [trace[column][tick] for column in columns]
        for value, tone, dash, low in zip(values, ("ink", panel["tone"]), ("2 3", ""), (0, 4), strict=True):
            if not np.isfinite(value):
                continue
            x = float(np.interp(value, panel["edges"], places))
            body.append(rule(x, top, x, bottom + low, colour[tone], dash))
            if x - 10 > free and (low or not np.isfinite(values[1])):
                body.append(text(x, bottom + 15, name, colour[tone], anchor="middle", size=11, weight=600))
                free = x + 12
    return body


def _legible(labels: Sequence[str], step: float) -> list[int]:
    """Which bins are labelled: each, or each second, third … where labels would touch."""
    named = [index for index, label in enumerate(labels) if label]
    for by in range(1, len(named) + 1):
        some = named[::by]
        room = ((b - a) * step - (len(labels[a]) + len(labels[b])) * _LETTER / 2 for a, b in pairwise(some))
        if all(each >= 4 for each in room):
            return some
    return []


def _named(
    panel: Json, sides: Sequence[tuple[str, Sequence[float], str]], box: Box, colour: Mapping[str, str]
) -> list[str]:
    """Each side's name over its highest bin, the second one beside the first where both are the same."""
    left, top, right, bottom = box
    step = (right - left) / len(panel["bins"])
    body: list[str] = []
    taken: list[tuple[float, float, float]] = []
    highest = np.nan_to_num([shares for _, shares, _ in sides], nan=-1).max(axis=0)
    for name, shares, tone in sides:
        known = np.nan_to_num(np.asarray(shares, dtype=float), nan=-1)
        if known.max() < 0:
            continue
        half = len(name) * _LETTER / 2
        x = float(np.clip(left + (known.argmax() + 0.5) * step, left + half, right - half))
        under = np.abs(left + (np.arange(known.size) + 0.5) * step - x) < half + step / 2
        y = scale(panel["axes"]["y"], highest[under].max(), bottom, top) - 6  # over whatever its letters would cover
        while any(abs(x - other) < half + size and abs(y - level) < 14 for other, level, size in taken):
            y -= 14
        taken.append((x, y, half))
        body.append(text(x, max(y, top + 4), name, tone, anchor="middle", size=11, weight=600, halo=colour["bg"]))
    return body


def _cloud(panel: Json, trace: Trace, tick: int, colour: Mapping[str, str], box: Box) -> list[str]:
    left, top, right, bottom = box
    axes, tone = panel["axes"], colour[panel["tone"]]
    body = [
        f'<circle cx="{scale(axes["x"], x, left, right):.1f}" cy="{scale(axes["y"], y, bottom, top):.1f}" r="2.2" '
        f'fill="none" stroke="{colour["soft"]}" opacity=".55"/>'
        for x, y in panel["reference"]
    ]
    for back in range(min(panel["ticks"], tick + 1) - 1, -1, -1):
        places = zip(panel["x"], panel["y"], strict=True)
        dots = [(trace[x][tick - back], trace[y][tick - back]) for x, y in places]
        shape = "".join(
            f"M{scale(axes['x'], x, left, right):.1f} {scale(axes['y'], y, bottom, top):.1f}h0"
            for x, y in dots
            if np.isfinite(x) and np.isfinite(y)
        )
        opacity = 1 - 0.6 * back / panel["ticks"]
        body.append(
            f'<path d="{shape}" stroke="{tone}" stroke-width="5" stroke-linecap="round" opacity="{opacity:.2f}"/>'
        )
    for value, label in axes["x"]["ticks"]:
        place = scale(axes["x"], value, left, right)
        body.append(text(place, bottom + 16, label, colour["soft"], anchor="middle", size=11))
    first, second = panel["names"]
    body.append(text(right, bottom + 30, first, colour["soft"], anchor="end", size=11))
    body.append(text(left + 4, top + 4, second, colour["soft"], size=11, halo=colour["bg"]))
    body.append(text(right, top + 4, f"● {panel['now']}", tone, anchor="end", size=11, weight=600, halo=colour["bg"]))
    body.append(text(right, top + 18, f"○ {panel['was']}", colour["soft"], anchor="end", size=11, halo=colour["bg"]))
    return body


def _bells(panel: Json, trace: Trace, tick: int, colour: Mapping[str, str], box: Box) -> list[str]:
    left, top, right, bottom = box
    axes = panel["axes"]
    body = [rule(left, bottom, right, bottom, colour["line"])]
    for value, label in axes["x"]["ticks"]:
        body.append(
            text(scale(axes["x"], value, left, right), bottom + 16, label, colour["soft"], anchor="middle", size=11)
        )
    means, spreads = (np.array([trace[name][tick] for name in panel[side]]) for side in ("means", "spreads"))
    known = np.flatnonzero(np.isfinite(means) & (spreads > 0))
    grid = np.linspace(panel["low"], panel["high"], 97)
    names: list[str] = []
    taken: list[tuple[float, float, float]] = []
    for index in known:
        peak = spreads[known].min() / spreads[index]
        heights = peak * np.exp(-(((grid - means[index]) / spreads[index]) ** 2) / 2)
        tone, label = colour[panel["tones"][index]], panel["labels"][index]
        curve = "L".join(
            f"{scale(axes['x'], value, left, right):.1f} {scale(axes['y'], height, bottom, top):.1f}"
            for value, height in zip(grid, heights, strict=True)
        )
        body.append(f'<path d="M{left:.1f} {bottom:g}L{curve}L{right:.1f} {bottom:g}Z" fill="{tone}" opacity=".16"/>')
        body.append(f'<path d="M{curve}" fill="none" stroke="{tone}" stroke-width="2"/>')
        half = len(label) * _LETTER / 2
        middle = np.clip(means[index], panel["low"], panel["high"])
        x = float(np.clip(scale(axes["x"], middle, left, right), left + half, right - half))
        y = scale(axes["y"], peak, bottom, top) - 6
        for other, level, size in taken:
            if abs(x - other) < (apart := half + size + 4) and abs(y - level) < 14:
                x = other + (-apart if scale(axes["x"], middle, left, right) < other else apart)
        taken.append((x, y, half))
        names.append(text(x, max(y, top - 6), label, tone, anchor="middle", size=11, weight=600, halo=colour["bg"]))
    return body + names


_MARKS: Mapping[str, Callable[[Json, Trace, int, Mapping[str, str], Box], list[str]]] = {
    "histogram": _histogram,
    "bells": _bells,
    "cloud": _cloud,
    "flow": flow,
    "gauge": gauge,
    "plan": plan,
}
