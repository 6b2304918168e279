"""From which score on should a part be stopped, when a missed defect costs more than a false alarm?"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from mlops_widgets.course.exercise import UNTOUCHED, Exercise, Verdict, hint, passed
from mlops_widgets.stage.parts import call

__all__ = ["exercise"]

_CASES = ((600, 0.1, 50.0, 1.0), (400, 0.3, 1.0, 5.0), (500, 0.02, 200.0, 2.0))  # parts, defective, miss, alarm


def _look(answer: object) -> Verdict:
    if not callable(answer):
        return hint("no function", f"Hand over the function itself, cheapest, got {answer!r:.60}.")
    for count, prevalence, miss, alarm in _CASES:
        rng = np.random.default_rng(count)
        defect = rng.random(count) < prevalence
        score = rng.normal(size=count).round(2) + 2 * defect
        found = call(partial(_number, answer, score, defect, miss, alarm))
        if found is None:
            return hint("no number", "One number is asked for: the score from which on a part is stopped.")
        if told := _told(score, defect, miss, alarm, found):
            return told
    return passed("No other threshold is cheaper, on three belts with three prices.")


def _number(
    cheapest: Callable[..., object], score: np.ndarray, defect: np.ndarray, miss: float, alarm: float
) -> float | None:
    found = cheapest(score.copy(), defect.copy(), miss, alarm)
    if not isinstance(found, int | float | np.number) or isinstance(found, complex | bool):
        return None
    value = float(found)
    return value if np.isfinite(value) else None


def _told(score: np.ndarray, defect: np.ndarray, miss: float, alarm: float, found: float) -> Verdict | None:
    def cost(at: float, price: float = miss, other: float = alarm) -> float:
        return float(price * (defect & (score < at)).sum() + other * (~defect & (score >= at)).sum())

    tried = [*np.unique(score), score.max() + 1]
    least = min(map(cost, tried))
    if np.isclose(cost(found), least):
        return None
    if found == 0:
        return hint(UNTOUCHED, "0 is the stub's threshold. What does each score cost, if it is the threshold?")
    now = f"With {miss:g} for a miss and {alarm:g} for an alarm, {found:.2f} costs {cost(found):,.0f}"
    if np.isclose(cost(found, 1.0, 1.0), min(cost(at, 1.0, 1.0) for at in tried)):
        return hint("both the same", f"{now}: that is the threshold with the fewest errors. Weigh the two kinds.")
    if np.isclose(cost(found, alarm, miss), min(cost(at, alarm, miss) for at in tried)):
        return hint("prices swapped", f"{now}. Which of the two prices belongs to a defect below the threshold?")
    return hint("dearer", f"{now}, and there is a threshold for {least:,.0f}: try every score as one.")


def _written(*lines: str) -> str:
    return "def cheapest(score, defect, miss, alarm):" + "".join(f"\n    {line}" for line in lines)


_TRIED = "tried = [*np.unique(score), score.max() + 1]"
_COST = "cost = [{0} * (defect & (score < at)).sum() + {1} * (~defect & (score >= at)).sum() for at in tried]"
_LAST = "return tried[int(np.argmin(cost))]"
_NUMPY = "import numpy as np"

exercise = Exercise(
    look=_look,
    solution=_written(_NUMPY, _TRIED, _COST.format("miss", "alarm"), _LAST),
    why=(
        "Only at a score of a part does the picture change, so the scores are all there is to try, and one above "
        "them that stops nothing. Each threshold pays for the defects below it and for the good parts above it. "
        "Where a miss is dear the threshold goes down and precision with it: the metric follows from the prices."
    ),
    wrong={
        "both the same": _written(_NUMPY, _TRIED, _COST.format(1, 1), _LAST),
        "prices swapped": _written(_NUMPY, _TRIED, _COST.format("alarm", "miss"), _LAST),
        "dearer": _written("return score.mean() + 3"),
        "no number": _written("return None"),
    },
)
