"""How far may a mean move before a delivery of data is refused?"""

from __future__ import annotations

from functools import cache
from numbers import Real

from mlops_widgets.course.exercise import UNTOUCHED, Exercise, Verdict, hint, passed
from mlops_widgets.data import flights

__all__ = ["exercise"]

_STUB = 0.01
_DOUBLED = 1 / 3  # share of the rows that somebody delivers twice too large


@cache
def _moved() -> tuple[float, ...]:
    """How far each month's mean distance lies from that of the winter the model learned from, as a share of it."""
    newark = flights.load().query("origin == 'EWR'")
    winter = newark.loc[flights.split(newark).train, "distance"].mean()
    months = newark.groupby(newark["scheduled"].dt.month)["distance"].mean()
    return tuple(float(each / winter - 1) for each in months)


def _look(answer: object) -> Verdict:
    if isinstance(answer, bool) or not isinstance(answer, Real) or not 0 <= float(answer) <= 1:
        return hint("no share", f"A tolerance is a share from 0 to 1, got {answer!r:.60}; write 0.05 for 5 %.")
    tolerance = float(answer)
    refused = sum(abs(each) > tolerance for each in _moved())
    if refused:
        name = UNTOUCHED if tolerance == _STUB else "cries wolf"
        return hint(name, f"It refuses {refused} of the year's 12 months, and nothing is broken in any of them.")
    missed = sum((1 + each) * (1 + _DOUBLED) - 1 <= tolerance for each in _moved())
    if missed:
        return hint("sleeps", f"With a third of the rows doubled, {missed} of 12 months pass all the same.")
    return passed(f"At {tolerance:.0%} every month of the year passes, and none with a third of its rows doubled.")


exercise = Exercise(
    look=_look,
    solution="tolerance = 0.2",
    why=(
        "Summer's flights are longer, so an honest month lies up to a sixth above the winter's mean, and a tolerance "
        "below that refuses honest data. A third of the rows doubled lifts the mean by a third, so a tolerance far "
        "above it sees nothing. Between the two there is room; with a tenth of the rows doubled there is none."
    ),
    wrong={
        "cries wolf": "tolerance = 0.1",
        "sleeps": "tolerance = 0.5",
        "no share": "tolerance = 20",
    },
)
