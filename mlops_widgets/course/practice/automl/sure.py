"""How many random networks does one need, to be nearly sure of a good one?"""

from __future__ import annotations

from numbers import Integral, Real

from mlops_widgets.automl import chance_of_top, trials_for
from mlops_widgets.course.exercise import UNTOUCHED, Exercise, Verdict, hint, passed

__all__ = ["exercise"]

_SHARE, _SURE = 0.02, 0.9
_STUB = 50


def _look(answer: object) -> Verdict:
    if isinstance(answer, bool) or not isinstance(answer, Real):
        return hint("no number", f"my_trials must be a whole number of networks, got {answer!r:.40}.")
    if not isinstance(answer, Integral) and not float(answer).is_integer():
        return hint(
            "not whole", f"Nobody trains {float(answer):.2f} networks: which whole number is the first to do?"
        )
    k, enough = int(float(answer)), trials_for(_SHARE, _SURE)
    if k < 1:
        return hint("none", f"my_trials must be 1 at least, got {float(answer):g}.")
    chance = chance_of_top(_SHARE, k)
    if k == round(_SURE / _SHARE):
        return hint("added up", f"With {k} networks the chance is {chance:.0%}: chances of this kind do not add up.")
    if k < enough:
        reason = UNTOUCHED if k == _STUB else "one short" if k == enough - 1 else "too few"
        return hint(
            reason, f"With {k} networks none is good in {1 - chance:.1%} of all cases: one in ten is allowed."
        )
    if k > enough:
        return hint(
            "more than needed",
            f"With {k} networks the chance is {chance:.1%}, more than was asked for. Do fewer do as well?",
        )
    return passed(f"{k} networks: the chance is {chance:.1%}, and with one fewer below {_SURE:.0%}.")


exercise = Exercise(
    look=_look,
    solution="my_trials = 114  # automl.trials_for(0.02, 0.9), which is log(0.1) / log(0.98), rounded up",
    why=(
        "None of k networks is good with chance 0.98 to the power of k. That has to fall to one in ten, so k is the "
        "logarithm of 0.1 over that of 0.98, rounded up: 114. Neither the number of hyperparameters nor their ends "
        "enter, only the share of the space that is good."
    ),
    wrong={
        "added up": "my_trials = 45",
        "one short": "my_trials = 113",
        "too few": "my_trials = 59",
        "more than needed": "my_trials = 150",
        "not whole": "my_trials = 113.97",
        "no number": 'my_trials = "many"',
    },
)
