"""How are rows in order of time cut so that a model is tested on what came after its training?"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from mlops_widgets.course.exercise import UNTOUCHED, Exercise, Verdict, hint, passed
from mlops_widgets.stage.parts import call

__all__ = ["exercise"]

_CASES = ((400, 0.25), (50, 0.1))  # rows, share


def _look(answer: object) -> Verdict:
    if not callable(answer):
        return hint("no function", f"Hand over the function itself, split, got {answer!r}.")
    for count, share in _CASES:
        rows = list(range(count))
        found = call(partial(_parts, answer, rows, share))
        if found is None:
            return hint("not two", "Two lists are asked for: return training, test.")
        if told := _told(rows, share, *found):
            return told
    return passed("Every row is in one part only, and all that the model is tested on came after its training.")


def _parts(split: Callable[..., object], rows: list[int], share: float) -> tuple[list[int], list[int]] | None:
    """The learner's two lists, or None when they are no such thing."""
    found = split(list(rows), share)
    if not isinstance(found, tuple | list) or len(found) != 2 or not all(map(_is_rows, found)):
        return None
    return list(found[0]), list(found[1])


def _is_rows(part: object) -> bool:
    return hasattr(part, "__iter__") and hasattr(part, "__len__") and not isinstance(part, str)


def _told(rows: list[int], share: float, training: list[int], test: list[int]) -> Verdict | None:
    shared, lost = set(training) & set(test), set(rows) - set(training) - set(test)
    if training == rows == test:
        return hint(UNTOUCHED, "All rows are in both parts. Cut the list in two where the last part begins.")
    if shared:
        return hint("shared", f"Of {len(rows)} rows {len(shared)} are in both parts: the model has seen them before.")
    if lost:
        return hint(
            "lost", f"Of {len(rows)} rows {len(lost)} are in neither part: let one begin where the other ends."
        )
    if not training or not test or abs(len(test) - share * len(rows)) > 1:
        return hint(
            "wrong size", f"Of {len(rows)} rows {len(test)} are for the test, and the share asked for is {share}."
        )
    if max(test) < min(training):
        return hint("yesterday", "It is tested on the oldest rows: at work a model meets what comes after training.")
    if max(training) > min(test):
        return hint("shuffled", "Some test rows are older than training rows: leave the rows in order of time.")
    return None


def _written(*lines: str) -> str:
    return "def split(rows, share):" + "".join(f"\n    {line}" for line in lines)


_CUT = "cut = round(len(rows) * (1 - share))"

exercise = Exercise(
    look=_look,
    solution=_written(_CUT, "return rows[:cut], rows[cut:]"),
    why=(
        "One place in the list ends the training set and begins the test set, so no row is in both "
        "and none is lost. The rows stay in order of time: the model is tested on days that came after all it has "
        "learned from, just as it will be used. Shuffled rows would let it learn from the future."
    ),
    wrong={
        "shared": _written(_CUT, "return rows, rows[cut:]"),
        "lost": _written(_CUT, "return rows[: cut - 1], rows[cut:]"),
        "wrong size": _written("cut = round(len(rows) * share)", "return rows[:cut], rows[cut:]"),
        "yesterday": _written("cut = round(len(rows) * share)", "return rows[cut:], rows[:cut]"),
        "shuffled": "import random\n\n\n"
        + _written("rows = random.sample(rows, len(rows))", _CUT, "return rows[:cut], rows[cut:]"),
        "not two": _written(_CUT, "return rows[:cut]"),
    },
)
