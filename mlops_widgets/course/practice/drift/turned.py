"""How far must a concept turn, with unchanged inputs, until the gauge of performance shows it?"""

from __future__ import annotations

from functools import cache
from numbers import Integral

from mlops_widgets.course.exercise import UNTOUCHED, Exercise, Verdict, hint, passed
from mlops_widgets.drift import gauges

__all__ = ["exercise"]

_AT = 40  # day
_STUB = 60
_ANGLES = range(0, 181, 5)


@cache
def _days(angle: int) -> tuple[int, int]:
    """Days on which the gauge is up, and days on which it could be."""
    scenario = gauges.Scenario(shift=0, copula=0.6, prior=1, concept=angle, concept_at=_AT)
    return int(gauges.simulate(scenario).summary["performance_up"]), scenario.days - _AT - scenario.delay


def _is_seen(angle: int) -> bool:
    up, possible = _days(angle)
    return 2 * up >= possible


def _look(answer: object) -> Verdict:
    if not isinstance(answer, Integral) or answer not in _ANGLES:
        return hint("no angle", f"my_angle must be on the slider, 0, 5, … 180, got {answer!r}.")
    angle = int(answer)
    up, possible = _days(angle)
    now = f"Turned by {angle}°, the gauge is up on {up} of the {possible} days"
    if not _is_seen(angle):
        return hint(UNTOUCHED if angle == _STUB else "unseen", f"{now}: half of them are asked for, turn further.")
    if _is_seen(angle - 5):
        return hint("more than needed", f"{now}, but five degrees less would do as well.")
    return passed(f"{now}. Turned by less, the model is wrong more often, and for most of the time no gauge says so.")


exercise = Exercise(
    look=_look,
    solution="my_angle = 75",
    why=(
        "The inputs are the same throughout, so three gauges cannot move, and the fourth has a threshold: what the "
        "turn costs must stand out from the chance of a day's rows. Smaller turns cost something too, every day, and "
        "stay below it. More rows a day, or a mean over more days, would show them; so would a detector that adds up."
    ),
    wrong={
        "unseen": "my_angle = 30",
        "more than needed": "my_angle = 150",
        "no angle": "my_angle = 72.5",
    },
)
