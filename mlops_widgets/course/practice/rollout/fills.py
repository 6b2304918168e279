"""Which first share fills a window of requests soon enough?"""

from __future__ import annotations

from math import ceil

from mlops_widgets.course.exercise import UNTOUCHED, Exercise, Verdict, hint, passed

__all__ = ["exercise"]

_RATE, _REQUESTS, _SECONDS, _STUB = 30, 20, 2, 1
_BEST = ceil(100 * _REQUESTS / (_RATE * _SECONDS))


def _look(answer: object) -> Verdict:
    if isinstance(answer, bool) or not isinstance(answer, int | float):
        return hint("no share", f"my_share must be a number of percent such as 10, got {answer!r:.60}.")
    if 0 < answer < 1:
        return hint("a fraction", f"A policy writes shares in percent, as whole numbers: {answer!r} would be nobody.")
    if answer != int(answer) or not 1 <= answer <= 100:
        return hint("no share", f"my_share must be a whole number from 1 to 100, got {answer!r:.60}.")
    come = _RATE * _SECONDS * int(answer) / 100
    now = f"With {int(answer)} % the candidate gets {come:g} requests in {_SECONDS} seconds on average"
    if answer == _STUB:
        return hint(UNTOUCHED, f"{now}. How many percent of all that come in that time does a window need?")
    if come < _REQUESTS:
        return hint("not full", f"{now}, and the window needs {_REQUESTS}.")
    if answer > _BEST:
        return hint("more than needed", f"{now}. Fewer users would do, and each of them is at risk.")
    return passed(f"{now}: just enough for a window of {_REQUESTS}, at the least risk.")


exercise = Exercise(
    look=_look,
    solution="my_share = 34",
    why=(
        "In two seconds sixty requests come, and twenty of them are a third. Shares are whole numbers, so it is 34, "
        "not 33. Half the share would take twice as long: small risk and quick answers pull in opposite directions, "
        "and only more traffic gives both."
    ),
    wrong={
        "not full": "my_share = 33",
        "more than needed": "my_share = 67",
        "a fraction": "my_share = 0.34",
        "no share": 'my_share = "a third"',
    },
)
