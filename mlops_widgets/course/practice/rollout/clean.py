"""How many requests without a failure prove a rate below one percent?"""

from __future__ import annotations

from math import ceil, log

from mlops_widgets.course.exercise import UNTOUCHED, Exercise, Verdict, hint, passed

__all__ = ["exercise"]

_RATE, _CHANCE = 0.01, 0.05
_LEAST = ceil(log(_CHANCE) / log(1 - _RATE))
_STUB = 60


def _look(answer: object) -> Verdict:
    if isinstance(answer, bool) or not isinstance(answer, int | float):
        return hint("no number", f"my_requests must be a number of requests such as 60, got {answer!r:.40}.")
    if answer != answer or not 1 <= answer < 1_000_000 or int(answer) != answer:
        return hint("no count", f"my_requests must be a whole number from 1 on, got {answer}.")
    chance = (1 - _RATE) ** int(answer)
    now = f"A version that fails in 1 % gets through {answer} requests unharmed with a chance of {100 * chance:.4g} %"
    if chance > _CHANCE:
        return hint(UNTOUCHED if answer == _STUB else "too few", f"{now}, and 5 % are allowed: ask more requests.")
    if answer > _LEAST:
        return hint("more than needed", f"{now}: fewer requests would be enough.")
    return passed(f"{now}, and one request fewer would not do.")


exercise = Exercise(
    look=_look,
    solution="my_requests = 299",
    why=(
        "No failure in n requests at a rate of p has the chance (1 − p)ⁿ. That is at most 5 % from ln 0.05 / ln 0.99 "
        "on, which is 298.1, so 299 requests. The rule of thumb 3/p says 300. With one failure among them another "
        "question is to be asked: how many failures of so many are still no surprise?"
    ),
    wrong={
        "too few": "my_requests = 100",
        "more than needed": "my_requests = 1000",
        "no count": "my_requests = 298.07",
        "no number": 'my_requests = "many"',
    },
)
