"""Which threshold finds the most incidents for a team that bears one page a week?"""

from __future__ import annotations

from functools import cache
from numbers import Real

import numpy as np

from mlops_widgets.course.exercise import UNTOUCHED, Exercise, Verdict, hint, passed
from mlops_widgets.drift import paging

__all__ = ["exercise"]

_ALLOWED = 1.0  # pages a week
_STUB = 0.05
_LEVELS = np.arange(3, 41) / 100


@cache
def _told() -> paging.Fatigue:
    year = paging.year(features=20)
    return paging.fatigue(year.statistic, year.incident, _LEVELS)


def _look(answer: object) -> Verdict:
    if not isinstance(answer, Real) or isinstance(answer, bool):
        return hint("no threshold", f"my_threshold must be a number such as 0.2, got {answer!r}.")
    at = np.flatnonzero(np.isclose(_LEVELS, float(answer)))
    if not at.size:
        return hint("no threshold", f"my_threshold must be one of 0.03, 0.04, … 0.40, got {answer!r}.")
    pages, found = (float(each[at[0]]) for each in (_told().pages_per_week, _told().recall))
    best = float(_told().recall[_told().pages_per_week <= _ALLOWED].max())
    now = f"At {answer:g} there are {pages:.1f} pages a week"
    if pages > _ALLOWED:
        told = f"{now}, and the team bears {_ALLOWED:g}: look further to the right in the figure."
        return hint(UNTOUCHED if np.isclose(float(answer), _STUB) else "too many pages", told)
    if found == 0:
        return hint("always on", f"{now} because the alarm hardly ever goes off. How many incidents does it find?")
    if found < best:
        return hint(
            "finds fewer", f"{now}, and {found:.0%} of the incidents are found: within the limit more is possible."
        )
    return passed(f"{now}, {found:.0%} of the incidents are found, and none within the limit finds more.")


exercise = Exercise(
    look=_look,
    solution="my_threshold = 0.12",
    why=(
        "Going down from a high threshold more and more incidents are found, and at 0.12 the noise of twenty "
        "features still pages less than once a week; a step lower it wakes somebody twice. The limit of the team "
        "chooses, not the rule of thumb: at 0.25 more than half of the incidents go by."
    ),
    wrong={
        "too many pages": "my_threshold = 0.1",
        "finds fewer": "my_threshold = 0.25",
        "always on": "my_threshold = 0.04",
        "no threshold": 'my_threshold = "0.25 PSI"',
    },
)
