"""When do the weeks since the last training say that a model must be trained again?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from mlops_widgets.course.exercise import UNTOUCHED, Exercise, Verdict, hint, passed
from mlops_widgets.data.flights import Evaluation
from mlops_widgets.stage.parts import call

__all__ = ["exercise"]

# Gaps between predicted and true share of late flights, in points, week by week; what the rule should say; the hint.
_CASES = (
    ((-8, -7, -9, -8), True, "deaf", "in four weeks the chances were 8 points too low, and it keeps the model"),
    ((1, -2, 0, 1), False, "always", "the chances were right within 2 points, and it retrains"),
    ((-9, -9), False, "too soon", "there are two weeks only, and it retrains: wait until there are four"),
    ((8, 7, 9, 8), True, "one side", "in four weeks the chances were 8 points too high, and it keeps the model"),
    ((0, 0, 0, -12), False, "one week", "one bad week after three good ones, and it retrains"),
    ((0, 0, 0, 0, 0, 0, -8, -7, -9, -8), True, "all weeks", "the last four weeks were bad, the six before them good"),
    (
        (-9, -9, -9, -9, 0, 1, 0, -1),
        False,
        "old weeks",
        "the last four weeks were good, and it retrains for older ones",
    ),
    ((-9, 0, 0, 0), False, "one week", "one bad week before three good ones, and it retrains"),
    ((9, -9, 9, -9), False, "both ways", "weeks too high and weeks too low cancel each other, and it retrains"),
    (
        (4, 4, 4, 4),
        False,
        "limit",
        "in four weeks the chances were 4 points too high, and it retrains at less than 5",
    ),
    ((6, 6, 6, 6), True, "limit", "in four weeks the chances were 6 points too high, and it keeps the model"),
)


def _weeks(gaps: Sequence[int]) -> list[Evaluation]:
    """A week for each gap; what the rule need not look at is the same in all."""
    rest = {"n": 2000, "log_loss": 0.4, "log_loss_base_rate": 0.45, "auc": 0.75, "calibration_error": 0.05}
    return [Evaluation(base_rate=0.2, predicted_rate=0.2 + gap / 100, **rest) for gap in gaps]  # type: ignore[arg-type]  # n is whole


def _look(answer: object) -> Verdict:
    if not callable(answer):
        return hint("no function", f"Hand over the function itself, retrain, got {answer!r:.60}.")
    told = [_says(answer, gaps) for gaps, *_ in _CASES]
    if any(each not in (True, False) for each in told):
        return hint("no answer", "The rule must return True or False for every list of weeks.")
    if not any(told):
        return hint(UNTOUCHED, "It never retrains. Look at the mean gap of the last four weeks.")
    for (_, wanted, name, says), said in zip(_CASES, told, strict=True):
        if said != wanted:
            return hint(name, f"Look once more: {says}.")
    return passed("It hears a gap on either side, waits for four weeks, and lets one bad week pass.")


def _says(rule: Callable[..., object], gaps: Sequence[int]) -> object:
    said = call(partial(rule, _weeks(gaps)))
    return bool(said) if said in (True, False) else said


def _written(*lines: str) -> str:
    return "def retrain(weeks):" + "".join(f"\n    {line}" for line in lines)


_GAPS = "gaps = [each.predicted_rate - each.base_rate for each in weeks[-4:]]"

exercise = Exercise(
    look=_look,
    solution=_written(_GAPS, "return len(gaps) == 4 and abs(sum(gaps)) / 4 > 0.05"),
    why=(
        "The gap between the predicted and the true share of late flights says in one number whether the chances "
        "still mean what they say. Four weeks make it steady, so that one storm starts nothing; the absolute value "
        "hears chances that are too low as well as too high; and only the last weeks count."
    ),
    wrong={
        "too soon": _written(_GAPS, "return bool(gaps) and abs(sum(gaps)) / len(gaps) > 0.05"),
        "one side": _written(_GAPS, "return len(gaps) == 4 and sum(gaps) / 4 < -0.05"),
        "one week": _written(_GAPS, "return len(gaps) == 4 and abs(gaps[-1]) > 0.05"),
        "all weeks": _written(
            _GAPS.replace("weeks[-4:]", "weeks"), "return len(gaps) >= 4 and abs(sum(gaps)) / len(gaps) > 0.05"
        ),
        "both ways": _written(_GAPS, "return len(gaps) == 4 and sum(map(abs, gaps)) / 4 > 0.05"),
        "limit": _written(_GAPS, "return len(gaps) == 4 and abs(sum(gaps)) / 4 > 0.03"),
        "always": _written("return len(weeks) >= 4"),
    },
)
