"""How do all settings and measures of many runs fit into one picture? Parallel axes, a line for each run."""

from __future__ import annotations

from typing import Any

import numpy as np

from mlops_widgets.stage import numbers

from .source import Column, Runs, number

__all__ = ["AXIS", "axes"]

JSON = dict[str, Any]  # Any: what JSON can hold

AXIS = 1000  # places on an axis; a page has no more pixels
_SETTINGS, _MEASURES = 6, 3  # axes at most
_WORDS = 12  # different words that an axis has room for
_LOG = 20  # the largest over the smallest value from which on equal steps are equal factors


def axes(runs: Runs) -> list[JSON]:
    """The axes: settings in which the runs differ, then measures; on each the place of every run, -1 for none.

    Settings that take the most different values stand next to the measures.
    """
    able = [column for column in runs.columns.values() if column.kind != "about" and column.varies and _fits(column)]
    settings = sorted(
        (column for column in able if column.kind == "param"), key=lambda column: len(set(column.words))
    )
    measures = [column for column in able if column.kind == "metric"]
    return [_axis(column) for column in (*settings[-_SETTINGS:], *measures[:_MEASURES])]


def _fits(column: Column) -> bool:
    if column.values is None:
        return len(set(column.words)) <= _WORDS
    finite = column.values[np.isfinite(column.values)]
    return bool(finite.size) and finite.min() < finite.max()


def _axis(column: Column) -> JSON:
    values = column.ranks
    finite = values[np.isfinite(values)]
    low, high = float(finite.min()), float(finite.max())
    is_word = column.values is None
    log = bool(not is_word and low > 0 and high / low >= _LOG)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.log(values / low) / np.log(high / low) if log else (values - low) / max(high - low, 1e-300)
    places = np.where(np.isfinite(values), np.round(np.clip(share, 0, 1) * AXIS), -1).astype(int)
    return {
        "name": column.name,
        "title": column.title,
        "kind": column.kind,
        "low": low,
        "high": high,
        "log": log,
        "word": is_word,
        "ticks": _words(column) if is_word else _ticks(low, high, log=log),
        "places": places.tolist(),
    }


def _words(column: Column) -> list[tuple[int, str]]:
    words = sorted(set(column.words) - {""})
    return [(round(AXIS * place / max(len(words) - 1, 1)), word) for place, word in enumerate(words)]


def _ticks(low: float, high: float, *, log: bool) -> list[tuple[int, str]]:
    if log:
        found = numbers.log_ticks(low, high)
        return [(round(AXIS * float(np.log(tick / low) / np.log(high / low))), number(tick)) for tick in found]
    found = numbers.nice_ticks(low, high)
    return [(round(AXIS * (tick - low) / (high - low)), number(tick)) for tick in found]
