"""How many labelled rows does a quality gate need, so that it is seldom mistaken?"""

from __future__ import annotations

from numbers import Integral

from mlops_widgets.course.exercise import UNTOUCHED, Exercise, Verdict, hint, passed
from mlops_widgets.pipelines import gate

__all__ = ["exercise"]

_STUB = 500
_SIZES = range(50, 4001, 50)
_MOST = 0.05


def _rates(rows: int) -> tuple[float, float]:
    return gate.rates(gate.Scenario(rows=rows))


def _look(answer: object) -> Verdict:
    if not isinstance(answer, Integral) or answer not in _SIZES:
        return hint("no size", f"A size of the slider is asked for, 50, 100, … 4000, got {answer!r:.60}.")
    rows = int(answer)
    blocked, let = _rates(rows)
    if max(blocked, let) > _MOST:
        said = f"With {rows} rows {blocked:.1%} of the healthy are blocked and {let:.1%} of the broken pass"
        return hint(UNTOUCHED if rows == _STUB else "too few", f"{said}: at most 5 % of each are allowed.")
    least = next(each for each in _SIZES if max(_rates(each)) <= _MOST)
    if rows > 1.15 * least:
        return hint(
            "too many", f"With {rows} rows the promise holds, and with fewer, too. Each of them costs a label."
        )
    return passed(f"{rows} rows: {blocked:.1%} of the healthy are blocked, {let:.1%} of the broken pass.")


exercise = Exercise(
    look=_look,
    solution="my_rows = 1750",
    why=(
        "The bar lies halfway between healthy and broken, one and a half points from each. That distance must be "
        "1.64 standard errors of a measured share, and a standard error falls with the square root of the rows only. "
        "For half the distance one would need four times as many."
    ),
    wrong={
        "too few": "my_rows = 1000",
        "too many": "my_rows = 4000",
        "no size": "my_rows = 0.05",
    },
)
