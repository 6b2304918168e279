"""Where do the names of lines stand, so that none covers another? At their ends, the run's own before the ghosts'."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from mlops_widgets.stage.numbers import written
from mlops_widgets.stage.place import spread
from mlops_widgets.stage.trace import Trace

from .pen import WIDTH, Json, Pen, text

__all__ = ["ends_of"]

_APART = 14  # px between two names


def ends_of(pen: Pen, marks: Sequence[Json], ghosts: Sequence[Trace]) -> list[str]:
    """The names of lines and bands, in the order of their lines; a ghost's may step aside once, or keeps silent."""
    body: list[str] = []
    own = [each for each in (_own(pen, mark) for mark in marks if mark["mark"] in ("line", "band")) if each]
    places = spread([level for *_, level in own], _APART, low=pen.top + 8, high=pen.bottom + 1)
    for (x, name, tone, _), y in zip(own, places, strict=True):
        body += [] if y is None else [_named(pen, x, y, name, pen.colour[tone])]
    taken = [y for y in places if y is not None]
    lines = [mark for mark in marks if mark["mark"] == "line" and not mark["dashed"]]
    now = pen.trace.time[pen.tick]
    for letter, ghost in zip("ABC", ghosts, strict=False):
        last = ghost.upto(now)
        for mark in (each for each in lines if each["column"] in ghost.columns):
            value, x = ghost[mark["column"]][last], pen.x(ghost.time[last])
            name = f"{letter} {mark['label']}".rstrip() if len(lines) > 1 else letter
            if not np.isfinite(value):
                continue
            level = _level(pen, x, value, name)
            beneath = (
                abs(pen.y(pen.trace[mark["column"]][pen.tick]) - pen.y(value)) < 3
            )  # its line lies on the run's own
            aside = () if beneath else (level - _APART, level + _APART)
            spots = (level, *(y for y in aside if pen.top < y < pen.bottom + 2))
            if free := [y for y in spots if _is_free(y, taken)]:
                taken.append(free[0])
                body.append(_named(pen, x, free[0], name, pen.colour["soft"]))
    return body


def _own(pen: Pen, mark: Json) -> tuple[float, str, str, float] | None:
    """Where the line of a named mark ends, its name, its tone and the height that the name wants."""
    values = pen.trace[mark.get("column", mark.get("high"))][: pen.tick + 1]
    if not mark["label"] or not (known := np.flatnonzero(np.isfinite(values))).size:
        return None
    last, name = known[-1], str(mark["label"])
    if mark.get("count"):
        name += f", n = {written(pen.trace[mark['count']][last], digits=0)}"
    x = pen.x(pen.trace.time[last])
    return x, name, str(mark["tone"]), _level(pen, x, values[last], name)


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
