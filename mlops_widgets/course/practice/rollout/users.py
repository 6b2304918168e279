"""How many users does a test need that shall find a lift of a tenth?"""

from __future__ import annotations

from numbers import Real

from mlops_widgets import rollout
from mlops_widgets.course.exercise import UNTOUCHED, Exercise, Verdict, hint, passed

__all__ = ["exercise"]

_BASE, _OTHER, _POWER = 0.05, 0.055, 0.8
_STUB = 1000
_IMPORT = "from mlops_widgets import rollout\n\n"
_NEAR = 1.02  # the rule of thumb, and other approximations, are near enough


def _look(answer: object) -> Verdict:
    if isinstance(answer, bool) or not isinstance(answer, Real):
        return hint("no number", f"my_users must be a number of users such as 1000, got {answer!r:.40}.")
    users = float(answer)
    if not 2 <= users < 1_000_000_000 or users % 1:
        return hint("no count", f"my_users must be a whole number from 2 on, got {answer}.")
    needed = rollout.sample_size(_BASE, _OTHER, power=_POWER)
    chance = rollout.power(_BASE, _OTHER, users)
    now = f"With {users:,.0f} users in each group {chance:.0%} of the tests would find a lift from 5 % to 5.5 %"
    if abs(users - rollout.sample_size(_BASE, _BASE + 0.1, power=_POWER)) <= 2:
        return hint("absolute for relative", f"{now}. A tenth of five percent is half a point, not ten points.")
    if needed * 2 / _NEAR <= users <= needed * 2 * _NEAR:
        return hint("both groups together", f"{now}: that many are needed in both groups together.")
    if users < needed / _NEAR:
        return hint(UNTOUCHED if users == _STUB else "too few", f"{now}; four in five were asked for.")
    if users > needed * _NEAR:
        return hint("more than needed", f"{now}: fewer users would be enough.")
    return passed(f"{now}, {2 * users:,.0f} users in all.")


exercise = Exercise(
    look=_look,
    solution=_IMPORT + "my_users = rollout.sample_size(0.05, 0.055)",
    why=(
        "A tenth of 5 % is half a point: the test has to tell 5 % from 5.5 %. The users are for each group, so "
        "twice as many have to come. The rule of thumb, sixteen times the variance over the squared difference, with "
        "the variance 0.05 · 0.95, is a little below, because the better version has more noise."
    ),
    wrong={
        "absolute for relative": _IMPORT + "my_users = rollout.sample_size(0.05, 0.15)",
        "both groups together": _IMPORT + "my_users = 2 * rollout.sample_size(0.05, 0.055)",
        "too few": _IMPORT + "my_users = rollout.sample_size(0.05, 0.055, power=0.5)",
        "more than needed": _IMPORT + "my_users = rollout.sample_size(0.05, 0.0525)",
        "no count": "my_users = 31233.5",
        "no number": 'my_users = "as many as possible"',
    },
)
