"""Which share of the users meets the best version, if one in five explores for ever?"""

from __future__ import annotations

from math import isclose
from numbers import Real

from mlops_widgets.course.exercise import UNTOUCHED, Exercise, Verdict, hint, passed

__all__ = ["exercise"]

_EPSILON, _VERSIONS = 0.2, 4
_BEST = 1 - _EPSILON + _EPSILON / _VERSIONS


def _look(answer: object) -> Verdict:
    if isinstance(answer, bool) or not isinstance(answer, Real):
        return hint("no number", f"my_share must be a number from 0 to 1, got {answer!r:.40}.")
    share = float(answer)
    if isclose(share, 100 * _BEST):
        return hint("percent", f"my_share is meant from 0 to 1: {share:g} percent is {share / 100:g}.")
    if not 0 <= share <= 1:
        return hint("no share", f"my_share must lie between 0 and 1, got {share}.")
    if isclose(share, 1 - _EPSILON):
        return hint(
            UNTOUCHED, "These are the users that do not explore. May an exploring one meet the best version too?"
        )
    if isclose(share, 1):
        return hint("all of them", "Those that explore are never fewer: one user in five, however long it runs.")
    if isclose(share, 1 - _EPSILON / _VERSIONS):
        return hint("one of the others", "Of the exploring users, how many of the four versions are not the best?")
    if isclose(share, _BEST, abs_tol=1e-3):
        return passed(f"{_BEST:.0%}: all that do not explore, and a quarter of those that do.")
    return hint("elsewhere", "Add two parts: the users that do not explore, and those that explore and hit the best.")


exercise = Exercise(
    look=_look,
    solution="my_share = 1 - 0.2 + 0.2 / 4",
    why=(
        "Four users in five take the best version on purpose. The fifth takes any of the four, and that is the best "
        "one in a quarter of the cases. Together 85 %, and no more while the share that explores stays as it "
        "is; the other 15 % go on losing, so the regret grows by the same amount with every user."
    ),
    wrong={
        "all of them": "my_share = 1.0",
        "one of the others": "my_share = 1 - 0.2 / 4",
        "percent": "my_share = 85",
        "elsewhere": "my_share = 0.2 / 4",
        "no number": 'my_share = "most"',
    },
)
