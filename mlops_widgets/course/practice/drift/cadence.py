"""How often should a model be retrained when nothing happens to it but wear?"""

from __future__ import annotations

from functools import cache
from numbers import Integral

from mlops_widgets.course.exercise import UNTOUCHED, Exercise, Verdict, hint, passed
from mlops_widgets.drift import response

__all__ = ["exercise"]

_STUB = 180
_NEAR = 1.1  # at most so many times the least
_GRID = range(10, 100, 10)  # days; the least lies among them


def _look(answer: object) -> Verdict:
    if isinstance(answer, bool) or not isinstance(answer, Integral):
        return hint("no number", f"Hand over a whole number of days, got {answer!r}.")
    answer = int(answer)
    if not 1 <= answer <= _STUB:
        return hint("out of range", f"The year knows cadences from 1 to {_STUB} days, got {answer}.")
    lost, least = _lost(answer), min(_GRID, key=_lost)
    if lost <= _NEAR * _lost(least):
        return passed(
            f"It loses {lost:.0f} thousand € in the year; the least that a cadence loses is {_lost(least):.0f}."
        )
    if answer == _STUB:
        return hint(
            UNTOUCHED, f"Every {_STUB} days costs {lost:.0f} thousand €. Look at the table of cadences above."
        )
    if answer < least:
        return hint(
            "too often", f"It loses {lost:.0f} thousand €: the retrainings cost more than the wear. Wait longer."
        )
    return hint("too seldom", f"It loses {lost:.0f} thousand €: the model wears for too long. Retrain more often.")


@cache
def _lost(every: int) -> float:
    scenario = response.Scenario(policy="schedule", every=every, incidents=0)
    return float(response.simulate(scenario).summary["lost"])


exercise = Exercise(
    look=_look,
    solution="my_every = 35",
    why=(
        "A retraining has a fixed price, and wear costs more each day that the model gets older. Over a cycle of k "
        "days the first costs 1/k of its price a day, the second grows with k; their sum is least where both are "
        "equal, and flat around it. So the exact day does not matter, the order of magnitude does."
    ),
    wrong={
        "no number": 'my_every = "monthly"',
        "out of range": "my_every = 365",
        "too often": "my_every = 7",
        "too seldom": "my_every = 120",
    },
)
