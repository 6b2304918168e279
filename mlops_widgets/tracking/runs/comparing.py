"""In what do a few runs differ, and how did they learn? A table of differences, and their curves."""

from __future__ import annotations

from typing import Any

import numpy as np

from mlops_widgets.stage import numbers

from .desk import Desk, chosen, note_of, tags_of
from .source import Runs, number

__all__ = ["CURVES", "SIDE_BY_SIDE", "curves", "difference", "picked"]

JSON = dict[str, Any]  # Any: what JSON can hold

CURVES = 6  # runs whose curves are drawn at once
SIDE_BY_SIDE = 4  # runs that are compared at once
_POINTS = 200  # of one curve
_KINDS = {"param": "setting", "metric": "measure", "about": ""}


def picked(runs: Runs, desk: Desk) -> list[JSON]:
    """The first of the selected runs, with their tags and notes."""
    return [
        {
            "id": run,
            "name": runs.names[runs.index[run]],
            "tags": list(tags_of(runs, desk, run).items()),
            "note": note_of(runs, desk, run),
        }
        for run in chosen(runs, desk)[:CURVES]
    ]


def difference(runs: Runs, desk: Desk) -> JSON | None:
    """In which settings, measures and tags two to four selected runs differ; None where there is nothing to compare.

    Of two runs, the last column says by how much a number changes from the first to the second.
    """
    every = chosen(runs, desk)
    few = every[:SIDE_BY_SIDE]
    if len(few) < 2:
        return None
    places = [runs.index[run] for run in few]
    rows, same = list[JSON](), 0
    for column in runs.columns.values():
        words = [column.words[place] for place in places]
        if column.kind == "about":
            continue
        if len(set(words)) == 1:
            same += bool(words[0])
            continue
        values = None if column.values is None else column.values[places]
        change = number(float(values[1] - values[0])) if values is not None and len(places) == 2 else ""
        signed = f"+{change}" if change and not change.startswith("−") else change
        rows.append({"kind": _KINDS[column.kind], "name": column.title, "words": words, "change": signed})
    tags = [tags_of(runs, desk, run) for run in few]
    for key in sorted({key for each in tags for key in each}):
        words = [each.get(key, "") for each in tags]
        if len(set(words)) > 1:
            rows.append({"kind": "tag", "name": key, "words": words, "change": ""})
    return {"names": [runs.names[place] for place in places], "rows": rows, "same": same, "of": len(every)}


def curves(runs: Runs, desk: Desk) -> JSON:
    """How one measure went, step by step, in the selected runs."""
    metric = desk.metric if desk.metric in runs.metrics else _first(runs)
    lines = list[JSON]()
    for run in chosen(runs, desk)[:CURVES]:
        points = _thinned(_curve(runs, run, metric)) if metric else []
        lines.append(
            {"name": runs.names[runs.index[run]], "steps": [s for s, _ in points], "values": [v for _, v in points]}
        )
    drawn = [value for line in lines for value in line["values"]]
    steps = [step for line in lines for step in line["steps"]]
    if not drawn:
        return {
            "metric": metric,
            "metrics": sorted(runs.metrics),
            "lines": [],
            "low": 0,
            "high": 1,
            "ticks": [],
            "last": 1,
        }
    low, high = min(drawn), max(drawn)
    room = (high - low) * 0.06 or abs(high) * 0.1 or 1.0
    low, high = low - room, high + room
    return {
        "metric": metric,
        "metrics": sorted(runs.metrics),
        "lines": lines,
        "low": low,
        "high": high,
        "ticks": [[tick, number(tick)] for tick in numbers.nice_ticks(low, high)],
        "last": max(max(steps), 1),
    }


def _first(runs: Runs) -> str:
    """The measure whose curves are drawn when nobody has chosen one: the first in the alphabet that has any."""
    if "first" not in runs.kept:
        some = runs.ids[:5]
        names = sorted(runs.metrics)
        longest = [max((len(runs.curve(run, name)) for run in some), default=0) for name in names]
        runs.kept["first"] = names[int(np.argmax(longest))] if names else ""
    return str(runs.kept["first"])


def _curve(runs: Runs, run: str, metric: str) -> list[tuple[int, float]]:
    curves_: dict[tuple[str, str], list[tuple[int, float]]] = runs.kept.setdefault("curves", {})
    if (run, metric) not in curves_:
        read = [(int(step), float(value)) for step, value in runs.curve(run, metric) if np.isfinite(value)]
        curves_[run, metric] = sorted(read, key=lambda point: point[0])  # of equal steps as they were logged
    return curves_[run, metric]


def _thinned(points: list[tuple[int, float]]) -> list[tuple[int, float]]:
    """At most some hundred points, the first and the last among them."""
    if len(points) <= _POINTS:
        return points
    return [points[place] for place in np.linspace(0, len(points) - 1, _POINTS).round().astype(int)]
