"""What are the four numbers of a tag, written by hand?"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from mlops_widgets.course.exercise import UNTOUCHED, Exercise, Verdict, hint, passed
from mlops_widgets.stage.parts import call

__all__ = ["exercise"]

_CASES = ((400, 0.2, 0.3, 0.95), (90, 0.5, 0.1, 0.8), (60, 0.1, 0.6, 0.2))  # examples, wrong, tagged, human
_NAMES = ("share of errors", "error in tag", "share of data", "room")

Flags = np.ndarray


def _look(answer: object) -> Verdict:
    if not callable(answer):
        return hint("no function", f"Hand over the function itself, four, got {answer!r:.60}.")
    for count, wrong, tagged, human in _CASES:
        rng = np.random.default_rng(count)
        has = rng.random(count) < tagged
        mistakes = rng.random(count) < np.where(has, min(2 * wrong, 0.7), wrong)
        found = call(partial(_numbers, answer, mistakes, has, human))
        if found is None:
            return hint("not four", f"Four numbers are asked for, in this order: {', '.join(_NAMES)}.")
        if told := _told(mistakes, has, human, found):
            return told
    return passed("All four agree, on three sets; and where people are worse than the model, there is no room.")


def _numbers(four: Callable[..., object], wrong: Flags, tagged: Flags, human: float) -> tuple[float, ...] | None:
    found = four(wrong.copy(), tagged.copy(), human)
    if not isinstance(found, tuple | list | np.ndarray) or len(found) != 4:
        return None
    if not all(isinstance(each, int | float | np.number) and not isinstance(each, complex) for each in found):
        return None
    return tuple(map(float, found))


def _told(wrong: Flags, tagged: Flags, human: float, found: tuple[float, ...]) -> Verdict | None:
    both = (wrong & tagged).sum()
    errors, inside, data = both / wrong.sum(), both / tagged.sum(), tagged.mean()
    gap = inside - (1 - human)
    truth = (errors, inside, data, max(gap, 0.0))
    if not any(found):
        return hint(UNTOUCHED, "All four are 0. Begin with the mistakes that carry the tag: wrong & tagged.")
    if np.allclose(found, truth):
        return None
    if np.allclose(found[:2], (inside, errors)):
        return hint(
            "the other way round", "The first two have changed places: of all errors, or of all with the tag?"
        )
    if np.allclose(found[:2], both / wrong.size):
        return hint("of everything", "Share of errors: divide by the number of errors, not by that of all examples.")
    if np.isclose(found[3], abs(gap)) and gap < 0:
        return hint("below zero", "Where people make more errors than the model there is no room: 0 at least.")
    if np.isclose(found[3], gap):
        return hint("below zero", f"With a human level of {human:.0%} the room is {gap:.2f}: let it be 0 at least.")
    if np.isclose(found[3], inside - human) or np.isclose(found[3], max(inside - human, 0.0)):
        return hint("error and accuracy", "The human level is an accuracy: people err in 1 - human of the examples.")
    place = next(index for index, pair in enumerate(zip(found, truth, strict=True)) if not np.isclose(*pair))
    return hint(
        "elsewhere", f"For {wrong.size} examples the {_NAMES[place]} comes out as {found[place]:.3f}: of what?"
    )


def _written(*lines: str) -> str:
    return "def four(wrong, tagged, human):" + "".join(f"\n    {line}" for line in lines)


_BOTH = "both = (wrong & tagged).sum()"
_INSIDE = "error = both / tagged.sum()"
_LAST = "return both / wrong.sum(), error, tagged.mean(), max(error - (1 - human), 0)"

exercise = Exercise(
    look=_look,
    solution=_written(_BOTH, _INSIDE, _LAST),
    why=(
        "All four start from the mistakes that carry the tag. Divided by all mistakes they say how much of the "
        "trouble it is; divided by all examples with the tag, how bad it is there. The share of data says how common "
        "it is, and the room is the error rate less the errors that people would make too."
    ),
    wrong={
        "the other way round": _written(
            _BOTH, _INSIDE, "return error, both / wrong.sum(), tagged.mean(), max(error - (1 - human), 0)"
        ),
        "of everything": _written(
            "error = (wrong & tagged).mean()", "return error, error, tagged.mean(), max(error - (1 - human), 0)"
        ),
        "below zero": _written(
            _BOTH, _INSIDE, "return both / wrong.sum(), error, tagged.mean(), error - (1 - human)"
        ),
        "error and accuracy": _written(
            _BOTH, _INSIDE, "return both / wrong.sum(), error, tagged.mean(), max(error - human, 0)"
        ),
        "not four": _written(_BOTH, _INSIDE, "return both / wrong.sum(), error"),
    },
)
