"""When does the burn rate of two windows wake somebody?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from mlops_widgets.course.exercise import UNTOUCHED, Exercise, Verdict, hint, passed
from mlops_widgets.drift.objectives import ALERTS, Objective, firing
from mlops_widgets.stage.parts import call

__all__ = ["exercise"]

_OBJECTIVE = Objective(0.999)
_MINUTES = 180


@dataclass(frozen=True)
class _Case:
    """One afternoon up to now: who ignores what it shows has a hint of his own."""

    reason: str
    told: str
    share: np.ndarray  # (minutes,) of requests that fail
    total: np.ndarray  # (minutes,)


def _case(reason: str, told: str, *stretches: tuple[slice, float], quiet: slice = slice(0)) -> _Case:
    share, total = np.zeros(_MINUTES), np.full(_MINUTES, 1000)
    for stretch, value in stretches:
        share[stretch] = value
    total[quiet] = 10
    return _Case(reason, told, share, total)


_CASES = (
    _case("never", "For an hour 5 % of the requests have failed, and nobody is woken.", (slice(-60, None), 0.05)),
    _case("always", "For three hours not one request has failed, and somebody is woken."),
    _case(
        "no budget",
        "For an hour 1 % has failed, ten times the budget of 0.1 %, and 14.4 is the limit.",
        (slice(-60, None), 0.01),
    ),
    _case(
        "too nervous",
        "For two minutes 20 % have failed: an hour that has burnt so little need not wake anybody.",
        (slice(-2, None), 0.2),
    ),
    _case(
        "after the end",
        "The errors ended ten minutes ago, and somebody is woken: the last five minutes count, too.",
        (slice(-60, -10), 0.05),
    ),
    _case(
        "mean of shares",
        "In ten quiet minutes of ten requests half have failed, among thousands since then few: count requests.",
        (slice(-60, -50), 0.5),
        (slice(-5, None), 0.016),
        quiet=slice(-60, -50),
    ),
    _case("too short", "For 50 minutes 2 % have failed, which is enough for the hour.", (slice(-50, None), 0.02)),
)


def _look(answer: object) -> Verdict:
    if not callable(answer):
        return hint("no function", f"Hand over the function itself, wakes, got {answer!r}.")
    said = [call(partial(_asked, answer, case)) for case in _CASES]
    if any(each is None for each in said):
        return hint("no answer", "True or False is asked for: return whether somebody is woken.")
    if not any(said):
        return hint(
            UNTOUCHED,
            "It wakes nobody, ever. Begin with the last hour: the share that failed, over the share that may.",
        )
    for case, woken in zip(_CASES, said, strict=True):
        if woken != _wakes(case):
            return hint(case.reason, case.told)
    return passed(f"Of {len(_CASES)} afternoons somebody is woken in just the {sum(map(bool, said))} that need it.")


def _counts(case: _Case) -> tuple[np.ndarray, np.ndarray]:
    return np.round(case.share * case.total), case.total.astype(float)


def _asked(wakes: Callable[..., object], case: _Case) -> bool | None:
    """What the learner's function says, or None when that is neither yes nor no."""
    woken = wakes(*_counts(case))
    return bool(woken) if isinstance(woken, bool | np.bool_) else None


def _wakes(case: _Case) -> bool:
    return bool(firing(*_counts(case), objective=_OBJECTIVE, alerts=ALERTS[:1])[0, -1])


def _written(*lines: str) -> str:
    return "def wakes(bad, total):" + "".join(f"\n    {line}" for line in lines)


_HOUR = "hour = bad[-60:].sum() / total[-60:].sum() / 0.001"
_FIVE = "five = bad[-5:].sum() / total[-5:].sum() / 0.001"

exercise = Exercise(
    look=_look,
    solution=_written(_HOUR, _FIVE, "return hour >= 14.4 and five >= 14.4"),
    why=(
        "Both windows hold the share of bad requests against the budget of one in a thousand. The hour says that it "
        "matters: at 14.4 a fiftieth of the month's budget is gone. The five minutes say that it is still going on, "
        "so that nobody is called for what is over. Sums come before the division, or a quiet minute weighs as much "
        "as a busy one."
    ),
    wrong={
        "too nervous": _written(_FIVE, "return five >= 14.4"),
        "after the end": _written(_HOUR, "return hour >= 14.4"),
        "no budget": _written(
            "hour = bad[-60:].sum() / total[-60:].sum()",
            "five = bad[-5:].sum() / total[-5:].sum()",
            "return hour > 0.001 and five > 0.001",
        ),
        "mean of shares": _written(
            "hour = (bad[-60:] / total[-60:]).mean() / 0.001",
            "five = (bad[-5:] / total[-5:]).mean() / 0.001",
            "return hour >= 14.4 and five >= 14.4",
        ),
        "too short": _written("return (bad[-60:] / total[-60:] / 0.001 >= 14.4).all()"),
        "no answer": _written(_HOUR, "return hour"),
    },
)
