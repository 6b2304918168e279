"""Which precision and recall are to be expected of predictions that have no label yet?"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from mlops_widgets.course.exercise import UNTOUCHED, Exercise, Verdict, hint, passed
from mlops_widgets.stage.parts import call

__all__ = ["exercise"]

_CASES = ((400, 0.5), (150, 0.3), (60, 0.7))  # rows, threshold


def _look(answer: object) -> Verdict:
    if not callable(answer):
        return hint("no function", f"Hand over the function itself, expected, got {answer!r}.")
    for count, threshold in _CASES:
        # Multiples of a hundredth, so that some chances lie on the threshold itself.
        chance = np.random.default_rng(count).beta(1.2, 2.0, count).round(2)
        found = call(partial(_pair, answer, chance, threshold))
        if found is None:
            return hint("not two", "Two numbers are asked for: return precision, recall.")
        if told := _told(chance, threshold, *found):
            return told
    return passed("Both agree with what the chances promise, at three thresholds, and no label was needed.")


def _pair(expected: Callable[..., object], chance: np.ndarray, threshold: float) -> tuple[float, float] | None:
    """The learner's two numbers, or None when they are no such thing."""
    found = expected(chance.copy(), threshold)
    if not isinstance(found, tuple | list) or len(found) != 2 or not all(map(_is_number, found)):
        return None
    return float(found[0]), float(found[1])


def _is_number(value: object) -> bool:
    return isinstance(value, int | float | np.number) and not isinstance(value, complex)


def _told(chance: np.ndarray, threshold: float, precision: float, recall: float) -> Verdict | None:
    called = chance >= threshold
    hits = chance[called].sum()
    truth = hits / called.sum(), hits / chance.sum()
    if (precision, recall) == (0, 0):
        return hint(UNTOUCHED, "Both are 0. How many of the called rows will be late? The sum of their chances.")
    if np.allclose((precision, recall), truth):
        return None
    if np.allclose((recall, precision), truth):
        return hint("the other way round", "Both numbers are there, in the other order: precision comes first.")
    if np.isclose(precision, 1):
        return hint("chances as labels", "A row called late is late only with its chance: add up chances, not rows.")
    if np.isclose(recall, called.mean()):
        return hint(
            "share called", "That recall is the share of rows called late. Divide by those that will be late."
        )
    if np.isclose(precision, chance.mean()):
        return hint("all rows", "That precision is the mean over all rows: take only those that are called late.")
    above = chance > threshold
    if np.isclose(precision, chance[above].mean()):
        return hint("without the border", "A row on the threshold itself is called late too: ≥, not >.")
    return hint(
        "elsewhere",
        f"For {chance.size} rows at {threshold} yours says {precision:.3f} and {recall:.3f}; the called rows are "
        f"expected to hold {hits:.1f} late ones.",
    )


def _written(*lines: str) -> str:
    return "def expected(chance, threshold):" + "".join(f"\n    {line}" for line in lines)


_CALLED, _RETURN = "called = chance >= threshold", "return precision, recall"
_PRECISION, _RECALL = "precision = chance[called].mean()", "recall = chance[called].sum() / chance.sum()"

exercise = Exercise(
    look=_look,
    solution=_written(_CALLED, _PRECISION, _RECALL, _RETURN),
    why=(
        "Each row will be late with its own chance, so the sum of chances is the number of late rows to expect: over "
        "the called rows the hits, over all rows everything there is to find. Precision divides the hits by the rows "
        "called, recall by all that will be late. It holds as long as the chances can be believed."
    ),
    wrong={
        "chances as labels": _written(_CALLED, "precision = (chance[called] >= threshold).mean()", _RECALL, _RETURN),
        "share called": _written(_CALLED, _PRECISION, "recall = called.mean()", _RETURN),
        "all rows": _written(_CALLED, "precision = chance.mean()", _RECALL, _RETURN),
        "the other way round": _written(_CALLED, _PRECISION, _RECALL, "return recall, precision"),
        "without the border": _written("called = chance > threshold", _PRECISION, _RECALL, _RETURN),
        "not two": _written(_CALLED, _PRECISION, "return precision"),
    },
)
