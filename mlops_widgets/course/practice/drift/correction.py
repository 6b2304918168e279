"""Which correction finds most, when at most one window in twenty may name a feature that has not changed?"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
from numpy.typing import NDArray

from mlops_widgets import drift
from mlops_widgets.course.exercise import UNTOUCHED, Exercise, Verdict, hint, passed

__all__ = ["exercise"]

_ALLOWED = 0.05  # share of the windows that may name an unchanged feature
_FEATURES, _CHANGED, _SHIFT, _WINDOWS = 21, 10, 3.0, 1000  # as in the notebook; shift in standard errors
Floats = NDArray[np.float64]

_CORRECTIONS: dict[str, Callable[[Floats], Floats]] = {
    "none": lambda p: p,
    "bonferroni": lambda p: p * p.size,
    "holm": drift.holm,
    "benjamini-hochberg": drift.benjamini_hochberg,
}


@cache
def _judged(name: str) -> tuple[float, float]:
    """The share of the changes found, and of the windows that name an unchanged feature."""
    from scipy.stats import norm

    z = np.random.default_rng(11).normal(size=(_WINDOWS, _FEATURES))
    z[:, :_CHANGED] += _SHIFT
    named = np.array([_CORRECTIONS[name](p) <= _ALLOWED for p in 2 * norm.sf(np.abs(z))])
    return float(named[:, :_CHANGED].mean()), float(named[:, _CHANGED:].any(axis=1).mean())


def _look(answer: object) -> Verdict:
    if not isinstance(answer, str) or answer not in _CORRECTIONS:
        return hint("no correction", f"my_correction must be one of {', '.join(_CORRECTIONS)}, got {answer!r}.")
    found, innocent = _judged(answer)
    if answer == "none":
        return hint(
            UNTOUCHED,
            f"Without any, {innocent:.0%} of a thousand other windows name an unchanged feature: the table above has "
            "all four.",
        )
    if answer == "benjamini-hochberg":
        return hint(
            "another promise",
            f"It finds {found:.0%} of the changes, and {innocent:.0%} of the windows name an unchanged feature. What "
            "it holds is their share among those named.",
        )
    if answer == "bonferroni":
        return hint(
            "finds fewer", f"It keeps the promise and finds {found:.1%}. One of the others keeps it, and finds more."
        )
    return passed(
        f"In a thousand other windows Holm names an unchanged feature in {innocent:.1%}, and finds {found:.1%}."
    )


exercise = Exercise(
    look=_look,
    solution='my_correction = "holm"',
    why=(
        "Bonferroni and Holm both hold the chance of naming any unchanged feature at 0.05. Holm multiplies only the "
        "smallest p-value by the full number of tests and so finds a little more, at no price. Benjamini, Hochberg "
        "promise something else: that few of those named are innocent. Where a look is cheap, take that."
    ),
    wrong={
        "another promise": 'my_correction = "benjamini-hochberg"',
        "finds fewer": 'my_correction = "bonferroni"',
        "no correction": "my_correction = 0.05 / 21",
    },
)
