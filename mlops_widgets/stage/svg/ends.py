"""Where do the names of lines stand, so that none covers another? At their ends, the run's own before the ghosts'."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from mlops_widgets.stage.numbers import written
from mlops_widgets.stage.trace import Trace

from .pen import WIDTH, Json, Pen, text

__all__ = ["ends_of"]

_APART = 14  # px between two names


def ends_of(pen: Pen, marks: Sequence[Json], ghosts: Sequence[Trace]) -> list[str]:
    """The names of lines and bands; one that would cover another steps aside, a ghost's keeps silent."""
    body: list[str] = []
    taken: list[float] = []
    for mark in (each for each in marks if each["mark"] in ("line", "band") and each["label"]):
        values = pen.trace[mark.get("column", mark.get("high"))][: pen.tick + 1]
        if not (known := np.flatnonzero(np.isfinite(values))).size:
            continue
        last, name = known[-1], mark["label"]
        if mark.get("count"):
            name += f", n = {written(pen.trace[mark['count']][last], digits=0)}"
        x = pen.x(pen.trace.time[last])
        level = _level(pen, x, values[last], name)
        aside = [y for near in taken for y in (near - _APART, near + _APART) if pen.top < y < pen.bottom + 2]
        spots = (level, *sorted(aside, key=lambda y: abs(y - level)))
        if free := [y for y in spots if _is_free(y, taken)]:
            taken.append(free[0])
            body.append(_named(pen, x, free[0], name, pen.colour[mark["tone"]]))
    lines = [mark for mark in marks if mark["mark"] == "line" and not mark["dashed"]]
    now = pen.trace.time[pen.tick]
    for letter, ghost in zip("ABC", ghosts, strict=False):
        last = ghost.upto(now)
        for mark in (each for each in lines if each["column"] in ghost.columns):
            value, x = ghost[mark["column"]][last], pen.x(ghost.time[last])
            name = f"{letter} {mark['label']}".rstrip() if len(lines) > 1 else letter
            if np.isfinite(value) and _is_free(level := _level(pen, x, value, name), taken):
                taken.append(level)
                body.append(_named(pen, x, level, name, pen.colour["soft"]))
    return body


def _is_free(y: float, taken: Sequence[float]) -> bool:
    return all(abs(y - near) >= _APART for near in taken)


def _level(pen: Pen, x: float, value: float, name: str) -> float:
    """Behind its line a name stands at the line's height, before it over the line."""
    return max(pen.y(value) + (4 if _has_room(x, name) else -8), pen.top + 8)


def _named(pen: Pen, x: float, y: float, name: str, colour: str) -> str:
    anchor, beside = ("start", x + 6) if _has_room(x, name) else ("end", x - 6)
    return text(beside, y, name, colour, anchor=anchor, halo=pen.colour["bg"])


def _has_room(x: float, name: str) -> bool:
    return x + 8 * len(name) < WIDTH
