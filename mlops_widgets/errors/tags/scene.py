"""What does the tagging board show: examples, tags with their counts and how sure a share is, and what to say?"""

from __future__ import annotations

from typing import Any

from mlops_widgets.errors.interval import wilson

from .tagging import Tagging

__all__ = ["backdrop", "rows", "say", "text", "total", "view"]

JSON = dict[str, Any]  # Any: what JSON can hold


def backdrop(tagging: Tagging) -> JSON:
    """The examples, which never change."""
    shown = tagging.examples
    return {
        "title": shown.title,
        "about": shown.about,
        "columns": list(shown.columns),
        "names": list(shown.names),
        "cells": [list(each) for each in shown.cells],
        "sounds": shown.sounds is not None,
    }


def view(tagging: Tagging) -> JSON:
    """The tags, and by row the numbers of those it carries."""
    shown, number = tagging.examples, {tag: place for place, tag in enumerate(tagging.tags)}
    carried = [[shown.places[name], [number[tag] for tag in tags]] for name, tags in tagging.carried.items()]
    return {"verdict": _verdict(tagging), "tags": [_tag(tagging, tag) for tag in tagging.tags], "carried": carried}


def rows(tagging: Tagging, first: int, count: int) -> list[JSON]:
    """Some examples with what is too heavy to be sent for all: their sound."""
    shown = tagging.examples
    return [
        {"name": shown.names[row], "sound": shown.sounds(row) if shown.sounds else ""}
        for row in range(first, min(first + count, len(shown)))
    ]


def total(tagging: Tagging) -> int:
    """How many examples there are."""
    return len(tagging.examples)


def text(tagging: Tagging) -> str:
    """The board in words."""
    counts = ", ".join(f"{tag} {tagging.count(tag)}" for tag in tagging.tags)
    tail = f" Tags: {counts}." if counts else ""
    return f"{tagging.examples.title}: {_progress(tagging)}{tail}"


def say(before: Tagging, after: Tagging) -> str:
    """What an action has just changed, for those who listen."""
    changed = [
        name for name in {**before.carried, **after.carried} if before.carried.get(name) != after.carried.get(name)
    ]
    if len(changed) == 1 and len(after.tags) >= len(before.tags):
        return f"{changed[0]}: {', '.join(after.carried.get(changed[0], ())) or 'no tag'}."
    return f"{len(after.tags)} tags: {', '.join(after.tags)}." if after.tags else "There is no tag now."


def _tag(tagging: Tagging, tag: str) -> JSON:
    """A tag, how many of the examples with any tag carry it, and in which interval that share may lie."""
    count, seen = tagging.count(tag), len(tagging.carried)
    low, high = (float(end) for end in wilson(count, seen))
    share = count / seen if seen else 0.0
    written = f"{share:.0%}".replace("%", "\u202f%") if seen else "–"
    between = f"{low:.0%} to {high:.0%}".replace("%", "\u202f%") if seen else "nothing tagged yet"
    return {
        "name": tag,
        "count": count,
        "share": share,
        "low": low,
        "high": high,
        "says": written,
        "between": between,
    }


def _verdict(tagging: Tagging) -> list[list[str]]:
    done = _progress(tagging)
    if not tagging.tags:
        return [[done, "ink"], [" What do the first ten have in common? Press n and name it.", ""]]
    most = max(tagging.tags, key=tagging.count)
    if not tagging.count(most):
        return [[done, "ink"], [" Its number puts a tag on the example in sight.", ""]]
    low, high = wilson(tagging.count(most), len(tagging.carried))
    share = f"{float(low):.0%} to {float(high):.0%}".replace("%", "\u202f%")
    return [
        [done, "ink"],
        [" Most carry ", ""],
        [most, "accent"],
        [f": {share} of such examples, if these were drawn by chance.", ""],
    ]


def _progress(tagging: Tagging) -> str:
    return f"{len(tagging.carried)} of {len(tagging.examples)} examples are tagged."
