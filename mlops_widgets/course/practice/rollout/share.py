"""Which share keeps the harm of the worst candidate below a bound, when somebody notices late?"""

from __future__ import annotations

from mlops_widgets.course.exercise import UNTOUCHED, Exercise, Verdict, hint, passed

__all__ = ["exercise"]

_REQUESTS, _SECONDS, _WORSE = 20.0, 600.0, 0.30 - 0.005
_BOUND = 100.0
_STUB = 25


def _look(answer: object) -> Verdict:
    if isinstance(answer, bool) or not isinstance(answer, int | float):
        return hint("no number", f"my_share must be a number of percent such as 5, got {answer!r:.40}.")
    if 0 < answer < 1:
        return hint("a fraction", f"my_share is meant in percent: {answer} would be {answer * 100:g}, as a number.")
    if not 1 <= answer <= 100 or answer != int(answer):
        return hint("no share", f"my_share must be whole percent from 1 to 100, got {answer}.")
    hurt, more = _hurt(float(answer)), _hurt(float(answer) + 1)
    now = f"With {answer} % the formula expects {hurt:.0f} travellers"
    if hurt > _BOUND:
        told = f"{now}, and a hundred are allowed: which factor of the formula can you choose?"
        return hint(UNTOUCHED if answer == _STUB else "too many hurt", told)
    if more <= _BOUND:
        return hint("too careful", f"{now}; one percent more would still keep within the hundred.")
    return passed(f"{now}, one percent more {more:.0f}: no larger share keeps within the hundred.")


def _hurt(percent: float) -> float:
    """Travellers, on average."""
    return percent / 100 * _REQUESTS * _SECONDS * _WORSE


exercise = Exercise(
    look=_look,
    solution="my_share = 2",
    why=(
        "Share times requests a second times seconds times the difference of the rates: in ten minutes each percent "
        "of the travellers meets the candidate a hundred and twenty times, and some thirty-five of those fail. Two "
        "percent keep within a hundred, three do not. The share is the only factor that you choose beforehand."
    ),
    wrong={
        "too many hurt": "my_share = 5",
        "too careful": "my_share = 1",
        "a fraction": "my_share = 0.02",
        "no share": "my_share = 0",
        "no number": 'my_share = "two"',
    },
)
