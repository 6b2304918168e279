"""An alarm rings: with what probability is there a storm behind it?"""

from __future__ import annotations

from functools import partial
from math import isclose
from numbers import Real

from mlops_widgets.course.exercise import UNTOUCHED, Exercise, Verdict, hint, passed
from mlops_widgets.stage.parts import call

__all__ = ["exercise"]

_CASES = ((0.02, 0.9, 0.05), (0.3, 0.6, 0.2), (0.5, 0.8, 0.1))  # base rate, found, false
_STUB = 0.5

_SLIPS = {
    "the other way round": (
        "This is how often a storm raises an alarm. Asked is how often an alarm has a storm behind it."
    ),
    "base rate forgotten": (
        "Storms count as often as quiet hours here. Weigh found with the share of stormy hours, and false with the "
        "share of quiet ones."
    ),
    "not divided": (
        "This is the share of all hours with storm and alarm. Divide it by the share of all hours with an alarm."
    ),
    "quiet hours not weighed": (
        "Nearly there: false counts in the quiet hours alone, and they are 1 - base_rate of all."
    ),
}


def _slip(reason: str, base: float, found: float, false: float) -> float:
    return {
        "the other way round": found,
        "base rate forgotten": found / (found + false),
        "not divided": base * found,
        "quiet hours not weighed": base * found / (base * found + false),
    }[reason]


def _trust(base: float, found: float, false: float) -> float:
    return base * found / (base * found + (1 - base) * false)


def _look(answer: object) -> Verdict:
    if not callable(answer):
        return hint("no function", f"Hand over the function itself, trust, got {answer!r}.")
    given = [call(partial(answer, *case)) for case in _CASES]
    odd = next((each for each in given if not isinstance(each, Real) or isinstance(each, bool)), None)
    if odd is not None or any(each is None for each in given):
        return hint("no number", f"trust must return a number from 0 to 1, got {odd!r}.")
    if _same(given, [_trust(*case) for case in _CASES]):
        return passed(f"When {_CASES[0][0]:.0%} of the hours are stormy, {given[0]:.0%} of the alarms are right.")
    if _same(given, [_STUB] * len(_CASES)):
        return hint(UNTOUCHED, "As it stands it tosses a coin. Which share of all hours has an alarm, storm or not?")
    for reason, sentence in _SLIPS.items():
        if _same(given, [_slip(reason, *case) for case in _CASES]):
            return hint(reason, sentence)
    return hint(
        "elsewhere",
        f"With {_CASES[2]} it gives {float(given[2]):.4g}. Imagine 1,000 hours, half of them stormy: how many ring "
        "with a storm, how many without?",
    )


def _same(given: list[float], wanted: list[float]) -> bool:
    return all(isclose(one, other, rel_tol=1e-6) for one, other in zip(given, wanted, strict=True))


def _written(expression: str) -> str:
    return f"def trust(base_rate, found, false):\n    return {expression}"


exercise = Exercise(
    look=_look,
    solution="""
def trust(base_rate, found, false):
    storm, quiet = base_rate * found, (1 - base_rate) * false
    return storm / (storm + quiet)
""",
    why=(
        "Of all hours, base_rate × found have a storm and an alarm, and (1 − base_rate) × false an alarm without a "
        "storm. The answer is the first share, divided by both together (Bayes 1763). Quiet hours are so many that "
        "even a small share of them outnumbers the storms; so most alarms for something rare are false."
    ),
    wrong={
        "the other way round": _written("found"),
        "base rate forgotten": _written("found / (found + false)"),
        "not divided": _written("base_rate * found"),
        "quiet hours not weighed": _written("base_rate * found / (base_rate * found + false)"),
        "elsewhere": _written("base_rate + found - false"),
    },
)
