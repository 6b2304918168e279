"""Which bins measure every day alike, and let no single slip write the index?"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np

from mlops_widgets.course.exercise import UNTOUCHED, Exercise, Verdict, hint, passed
from mlops_widgets.data import credit
from mlops_widgets.drift.statistics.binned import stability
from mlops_widgets.drift.statistics.bins import shares

__all__ = ["exercise"]

Heap = np.ndarray  # one value for each applicant

_MOST = 0.01  # that one slip may move the index
_STUB = "equal width, both"
_TENTHS = np.arange(11) / 10
_RULES: dict[str, Callable[[Heap, Heap], np.ndarray]] = {
    _STUB: lambda before, now: np.histogram_bin_edges(np.r_[before, now], 10),
    "equal width, reference": lambda before, _now: np.histogram_bin_edges(before, 10),
    "deciles, both": lambda before, now: np.quantile(np.r_[before, now], _TENTHS),
    "deciles, reference": lambda before, _now: np.quantile(before, _TENTHS),
}


def _look(answer: object) -> Verdict:
    if not isinstance(answer, str) or answer not in _RULES:
        return hint("no rule", f"my_bins must be one of {', '.join(map(repr, _RULES))}, got {answer!r}.")
    today, before, edge = _moves(answer)
    if today > _MOST:
        told = f"One slip among today's incomes moves the index by {today:.3f}. Look for rows that stay as they were."
        return hint(UNTOUCHED, told)
    if before > _MOST:
        told = f"A slip today moves it by {today:.3f}, but one in the reference by {before:.3f}: see to both sides."
        return hint("reference too", told)
    if edge > 0:
        told = f"No slip moves it far. But yesterday the lowest edge lay {edge:,.0f} € elsewhere: what is it made of?"
        return hint("edges that move", told)
    return passed(f"A slip moves the index by {max(today, before):.3f} at most, and no day moves an edge.")


@cache
def _moves(name: str) -> tuple[float, float, float]:
    """How far a slip today, a slip in the reference, and another day move the index, the index, an edge."""
    incomes = credit.applications(days=31, drift=credit.Drift(day=30, share=0.7, size=-0.8))
    before, yesterday, today = (
        incomes.between(24 * first, 24 * end).income for first, end in ((0, 29), (29, 30), (30, 31))
    )
    rule = _RULES[name]
    edges = rule(before, today)
    index = _index(before, today, rule)
    now, then = _index(before, _slipped(today), rule), _index(_slipped(before), today, rule)
    return abs(now - index), abs(then - index), abs(float(edges[1] - rule(before, yesterday)[1]))


def _slipped(values: Heap) -> Heap:
    return np.append(values[:-1], 1000 * values[-1])


def _index(before: Heap, now: Heap, rule: Callable[[Heap, Heap], np.ndarray]) -> float:
    edges = np.concatenate([[-np.inf], rule(before, now)[1:-1], [np.inf]])
    q, p = (shares(np.histogram(heap, edges)[0]) for heap in (before, now))
    return float(stability(p, q))


exercise = Exercise(
    look=_look,
    solution='my_bins = "deciles, reference"',
    why=(
        "An equal width hangs on the two most extreme values, so that one slip can move every edge. Deciles hang on "
        "the order, where a slip is one value among many. And edges made from the reference alone stay where they "
        "are, so that the number of one day can be held against that of another."
    ),
    wrong={
        "reference too": 'my_bins = "equal width, reference"',
        "edges that move": 'my_bins = "deciles, both"',
        "no rule": 'my_bins = "deciles"',
    },
)
