"""Which window finds the most storms for an airport that bears five false alarms?"""

from __future__ import annotations

from functools import cache
from numbers import Integral

from mlops_widgets.course.exercise import UNTOUCHED, Exercise, Verdict, hint, passed
from mlops_widgets.drift import stream

__all__ = ["exercise"]

_ALLOWED = 5  # false alarms
_STUB = 48
_SIZES = range(12, 241, 12)


@cache
def _counts(window: int) -> tuple[int, int]:
    """Storms found and false alarms."""
    summary = stream.simulate(stream.Scenario(window=window)).summary
    return int(summary["found"]), int(summary["false_alarms"])


def _false(count: int) -> str:
    return "1 false alarm" if count == 1 else f"{count} false alarms"


def _look(answer: object) -> Verdict:
    if not isinstance(answer, Integral) or answer not in _SIZES:
        return hint("no window", f"my_window must be one of the sizes on the slider, 12, 24, … 240, got {answer!r}.")
    window = int(answer)
    found, false = _counts(window)
    if false > _ALLOWED:
        now = f"A window of {window} raises {_false(false)}, and the airport bears {_ALLOWED}"
        where = "look in the table above for the rows that raise fewer"
        return hint(UNTOUCHED if window == _STUB else "cries wolf", f"{now}: {where}.")
    best = max(found for found, false in map(_counts, _SIZES) if false <= _ALLOWED)
    if found < best:
        return hint(
            "finds fewer",
            f"With {window} only {found} storms are found. There is a window within the limit that finds more.",
        )
    return passed(
        f"A window of {window} finds {found} storms with {_false(false)}: none within the limit finds more."
    )


exercise = Exercise(
    look=_look,
    solution="my_window = 96",
    why=(
        "Every row of the table is the same winter. Of the windows with at most five false alarms, those of 84 and "
        "of 96 values find the most storms; shorter ones take restless days for storms, longer ones average them "
        "away. One winter chose this window: before you trust it, try it on another."
    ),
    wrong={
        "cries wolf": "my_window = 36",
        "finds fewer": "my_window = 168",
        "no window": 'my_window = "short"',
    },
)
