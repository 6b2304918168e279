"""What does a page show of a table of runs: which rows, which picture, which words?"""

from __future__ import annotations

from typing import Any

import numpy as np

from .asking import unknown
from .axes import axes
from .comparing import CURVES, curves, difference, picked
from .desk import Desk, absent, chosen, note_of, tags_of
from .order import order, slim
from .source import Runs, number

__all__ = ["backdrop", "rows", "say", "text", "total", "view"]

JSON = dict[str, Any]  # Any: what JSON can hold
Phrase = tuple[str, str]  # words and tone


def backdrop(runs: Runs, _desk: Desk) -> JSON:
    """What no action changes: the columns, and the places of all runs on the axes."""
    if "backdrop" not in runs.kept:
        columns = {name: [each.title, each.kind, each.values is not None] for name, each in runs.columns.items()}
        runs.kept["backdrop"] = {"columns": columns, "axes": axes(runs), "place": runs.place, "count": len(runs)}
        runs.kept["backdrop"]["example"] = _example(runs)
    return dict(runs.kept["backdrop"])


def view(runs: Runs, desk: Desk) -> JSON:
    """What every action may change."""
    shown = order(runs, desk)
    whole = len(shown.places) == len(runs)
    columns = slim(runs, desk)
    return {
        "verdict": [list(phrase) for phrase in _verdict(runs, desk)],
        "sort": [desk.sort, desk.descending],
        "where": desk.where,
        "brushes": {name: list(ends) for name, ends in desk.brushes.items()},
        "columns": columns,
        "hidden": len(runs.columns) - len(columns),
        "wide": desk.wide,
        "shown": len(shown.places),
        "members": None if whole else np.sort(shown.places).tolist(),
        "selected": [runs.index[run] for run in chosen(runs, desk)],
        "absent": absent(runs, desk),
        "picked": picked(runs, desk),
        "curves": curves(runs, desk),
        "difference": difference(runs, desk),
    }


def rows(runs: Runs, desk: Desk, first: int, count: int) -> list[JSON]:
    """Some of the rows of the table, in the order in which they are shown."""
    columns = [runs.columns[name] for name in slim(runs, desk)]
    selected = set(desk.selected)
    return [
        {
            "id": (run := runs.ids[place]),
            "name": runs.names[place],
            "cells": [column.words[place] for column in columns],
            "tags": [key if value == "yes" else f"{key}={value}" for key, value in tags_of(runs, desk, run).items()],
            "note": note_of(runs, desk, run),
            "selected": run in selected,
        }
        for place in order(runs, desk).places[first : first + count].tolist()
    ]


def total(runs: Runs, desk: Desk) -> int:
    """How many rows there are."""
    return len(order(runs, desk).places)


def text(runs: Runs, desk: Desk) -> str:
    """The table in words."""
    said = "".join(words for words, _ in _verdict(runs, desk)).strip()
    every = chosen(runs, desk)
    names = [runs.names[runs.index[run]] for run in every[:CURVES]]
    more = f" and {len(every) - CURVES} more" if len(every) > CURVES else ""
    return f"{said} Selected: {', '.join(names)}{more}." if names else said


def say(runs: Runs, before: Desk, after: Desk) -> str:
    """What an action has just changed, for those who listen."""
    if before.selected != after.selected:
        come, gone = set(after.selected) - set(before.selected), set(before.selected) - set(after.selected)
        names = [_name(runs, run) for run in come or gone]
        what = names[0] if len(names) == 1 else f"{len(names)} runs"
        return f"{what} {'selected' if come else 'taken out'}; {len(after.selected)} selected."
    if before.edits != after.edits:
        run = next(run for run in {**after.edits, **before.edits} if before.edits.get(run) != after.edits.get(run))
        tags = ", ".join(f"{key} {value}" for key, value in tags_of(runs, after, run).items()) or "no tags"
        note = note_of(runs, after, run)
        return f"{_name(runs, run)}: {tags}; {'a note' if note else 'no note'}."
    if before.metric != after.metric:
        return f"Curves of {after.metric or 'the first measure'}."
    if before.wide != after.wide:
        return f"{len(slim(runs, after))} columns."
    return "".join(words for words, _ in _verdict(runs, after)).strip()


def _verdict(runs: Runs, desk: Desk) -> list[Phrase]:
    if not len(runs):
        return [("There is no run yet.", "ink"), (" Log one, and run this cell again.", "")]
    shown = order(runs, desk).places.tolist()
    count = len(shown)
    narrowed = [f"match{'es' if count < 2 else ''} {desk.where}"] if desk.where else []
    if limits := [runs.columns[name].title for name in desk.brushes if name in runs.columns]:
        narrowed.append(f"{'lies' if count < 2 else 'lie'} within the limits of {', '.join(limits)}")
    if not narrowed:
        return [(f"All {len(runs):,} runs" if count > 1 else "One run", "ink"), *_leader(runs, desk, shown[0])]
    said = f" {' and '.join(narrowed)}"
    begun: list[Phrase] = [(f"Of {len(runs):,} run{'' if len(runs) == 1 else 's'} ", "")]
    if not count:
        hint = unknown(runs, desk.where) or "Ask for less, or go back to all runs."
        return [*begun, ("none", "warn"), (f"{said}. {hint}", "")]
    return [*begun, (f"{count:,}", "ink"), (said, ""), *_leader(runs, desk, shown[0])]


def _leader(runs: Runs, desk: Desk, first: int) -> list[Phrase]:
    """Who stands in the first row, and by what."""
    if desk.sort == "start_time" or desk.sort not in runs.columns:
        which = "newest" if desk.descending else "oldest"
        return [(f", the {which} first." if desk.sort == "start_time" else ", by name.", "")]
    column = runs.columns[desk.sort]
    word = column.words[first] or "no value"
    how = ("highest" if desk.descending else "lowest") if column.values is not None else "in order of the alphabet"
    if column.values is not None and np.isfinite(column.values[first]):
        word = number(float(column.values[first]))
    return [(f". By {column.title}, {how} first: ", ""), (f"{runs.names[first]}", "good"), (f" with {word}.", "")]


def _name(runs: Runs, run: str) -> str:
    return runs.names[runs.index[run]] if run in runs.index else f"a run that is not here, {run[:8]}"


def _example(runs: Runs) -> str:
    """A filter to begin with, in the names of these runs."""
    metric = next((each for each in runs.columns.values() if each.kind == "metric" and each.varies), None)
    setting = next((each for each in runs.columns.values() if each.kind == "param" and each.varies), None)
    parts = []
    if metric is not None and metric.values is not None and np.isfinite(metric.values).any():
        middle = float(np.median(metric.values[np.isfinite(metric.values)]))
        parts.append(f"{metric.name} < {middle:.4g}")
    if setting is not None:
        parts.append(f"{setting.name} = '{next(word for word in setting.words if word)}'")
    return " and ".join(parts) or "attributes.status = 'FINISHED'"
