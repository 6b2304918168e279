"""Which kind of speech should a taxi company mend first, whose calls come from other places?"""

from __future__ import annotations

from mlops_widgets.course.exercise import UNTOUCHED, Exercise, Verdict, hint, passed
from mlops_widgets.errors import priorities

__all__ = ["exercise"]

_STUB = "people noise"
_ACCURACY = {"clean": 0.94, "car noise": 0.89, "people noise": 0.87, "low bandwidth": 0.70}
_HUMAN = {"clean": 0.95, "car noise": 0.93, "people noise": 0.89, "low bandwidth": 0.70}
_TAXI = {"clean": 0.50, "car noise": 0.25, "people noise": 0.20, "low bandwidth": 0.05}


def _look(answer: object) -> Verdict:
    if not isinstance(answer, str) or answer not in _ACCURACY:
        return hint("no tag", f"my_tag must be one of {', '.join(_ACCURACY)}, got {answer!r:.40}.")
    gains = priorities(_ACCURACY, _HUMAN, _TAXI)
    gap = _HUMAN[answer] - _ACCURACY[answer]
    now = f"In the taxis {answer} could gain {gap:.0%} × {_TAXI[answer]:.0%} = {gains[answer]:.2%}"
    if answer == next(iter(gains)):
        return passed(f"{now} of all calls, more than any other tag.")
    if answer == "low bandwidth":
        return hint("the worst rate", f"{now}: the tag has the most errors of its own, and people make as many.")
    if answer == "clean":
        return hint("the most data", f"{now}: it is common, and there is little room in it. Another tag gains more.")
    reason = UNTOUCHED if answer == _STUB else "elsewhere"
    return hint(reason, f"{now}. Multiply gap and share for the other three as well.")


exercise = Exercise(
    look=_look,
    solution='my_tag = "car noise"',
    why=(
        "The gaps are those of the table, but a taxi company has other shares: a quarter of its calls come out of "
        "driving cars. Four points of gap times a quarter of the data is a whole point, twice as much as clean "
        "speech offers. A priority belongs to a model and to the people who use it, never to the model alone."
    ),
    wrong={
        "the worst rate": 'my_tag = "low bandwidth"',
        "the most data": 'my_tag = "clean"',
        "no tag": 'my_tag = "cars"',
    },
)
