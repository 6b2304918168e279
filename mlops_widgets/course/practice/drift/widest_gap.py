"""How far apart are two curves of cumulative shares where they are farthest apart?"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from numbers import Real

import numpy as np
from numpy.typing import NDArray

from mlops_widgets.course.exercise import UNTOUCHED, Exercise, Verdict, hint, passed
from mlops_widgets.stage.parts import call

__all__ = ["exercise"]

Values = NDArray[np.float64]


def _cases() -> list[tuple[Values, Values]]:
    """Measurements of unequal sizes, either one the larger; whole numbers with many ties; nothing in common."""
    rng = np.random.default_rng(5)
    return [
        (rng.normal(size=300), rng.normal(0.4, 1, 200)),
        (rng.normal(0.4, 1, 90), rng.normal(0, 2, 150)),
        (rng.integers(0, 4, 120) * 1.0, rng.integers(0, 3, 80) * 1.0),
        (rng.integers(0, 3, 50) * 1.0, rng.integers(0, 3, 60) * 1.0),
        (np.array([1.0, 2.0]), np.array([5.0, 6.0, 7.0])),
        *((rng.normal(size=6), rng.normal(size=9)) for _ in range(5)),
    ]


def _gaps(reference: Values, current: Values, points: Values) -> Values:
    """F − G at the points."""
    before, now = (np.searchsorted(np.sort(each), points, side="right") / each.size for each in (reference, current))
    gaps: Values = before - now
    return gaps


def _widest(reference: Values, current: Values) -> float:
    return float(np.abs(_gaps(reference, current, np.concatenate([reference, current]))).max())


def _one_side(reference: Values, current: Values) -> float:
    return float(_gaps(reference, current, np.concatenate([reference, current])).max())


def _one_sample(reference: Values, current: Values) -> float:
    return float(np.abs(_gaps(reference, current, reference)).max())


def _ties(reference: Values, current: Values) -> float:
    """The gap after every single value, as if equal ones came one after the other."""
    n, m = reference.size, current.size
    steps = np.repeat([1 / n, -1 / m], [n, m])
    order = np.concatenate([reference, current]).argsort(kind="stable")
    return float(np.abs(steps[order].cumsum()).max())


def _signed(reference: Values, current: Values) -> float:
    return -_one_side(current, reference)


_SLIPS: dict[str, tuple[Callable[[Values, Values], float], str]] = {
    "one side": (
        _one_side,
        "Nearly there: the current curve may also lie above the other. Take the size of each gap.",
    ),
    "the other side": (_signed, "The smallest difference is taken here. The widest gap is the largest in size."),
    "one sample": (
        _one_sample,
        "The curves are compared at the values of one sample only. A step of the other may hide the widest gap.",
    ),
    "ties": (
        _ties,
        "Where values are equal, the gap is taken in the middle of a step. Both shares count all values up to there.",
    ),
}


def _look(answer: object) -> Verdict:
    if not callable(answer):
        return hint("no function", f"Hand over the function itself, widest_gap, got {answer!r}.")
    cases = _cases()
    given = [call(partial(answer, *(each.copy() for each in case))) for case in cases]
    odd = [each for each in given if isinstance(each, bool) or not isinstance(each, Real)]
    if odd:
        return hint("no number", f"One number from 0 to 1 is asked for, got {odd[0]!r:.60}.")
    if _same(given, [_widest(*case) for case in cases]):
        return passed(
            f"On all {len(cases)} pairs, ties and unequal sizes among them, it is the statistic of the KS test."
        )
    if not any(given):
        return hint(UNTOUCHED, "It sees no gap at all. Begin with the values at which a curve makes a step.")
    for reason, (slip, sentence) in _SLIPS.items():
        if _same(given, [slip(*case) for case in cases]):
            return hint(reason, sentence)
    at = int(np.argmax(~np.isclose(given, [_widest(*case) for case in cases])))
    sizes = " and ".join(str(each.size) for each in cases[at])
    return hint(
        "elsewhere",
        f"For two samples of {sizes} values it says {given[at]:.3f}; the gap is {_widest(*cases[at]):.3f}. "
        "A curve is the share of a sample's values up to a point: at which points do you compare the two?",
    )


def _same(given: list[object], wanted: list[float]) -> bool:
    return bool(np.allclose(np.array(given, dtype=float), wanted, rtol=0, atol=1e-9))


def _written(*lines: str) -> str:
    return "import numpy as np\n\n\ndef widest_gap(reference, current):" + "".join(f"\n    {line}" for line in lines)


_POINTS = "points = np.concatenate([reference, current])"
_CURVES = (
    'F = np.searchsorted(np.sort(reference), points, side="right") / len(reference)',
    'G = np.searchsorted(np.sort(current), points, side="right") / len(current)',
)

exercise = Exercise(
    look=_look,
    solution=_written(_POINTS, *_CURVES, "return np.abs(F - G).max()"),
    why=(
        "Both curves are flat between neighbouring values, so the widest gap lies at a value of one of the samples: "
        'both belong among the points. With side="right" searchsorted counts all values up to a point, equal ones '
        "included, so that ties are counted at once. What counts is the size of the gap, whichever curve is above."
    ),
    wrong={
        "one side": _written(_POINTS, *_CURVES, "return (F - G).max()"),
        "the other side": _written(_POINTS, *_CURVES, "return (F - G).min()"),
        "one sample": _written("points = reference", *_CURVES, "return np.abs(F - G).max()"),
        "ties": _written(
            "n, m = len(reference), len(current)",
            "steps = np.repeat([1 / n, -1 / m], [n, m])",
            'order = np.concatenate([reference, current]).argsort(kind="stable")',
            "return np.abs(steps[order].cumsum()).max()",
        ),
        "no number": _written(_POINTS, *_CURVES, "return F - G"),
        "elsewhere": _written("return abs(np.mean(reference) - np.mean(current))"),
        "raised": _written("return np.abs(np.sort(reference) - np.sort(current)).max()"),
    },
)
