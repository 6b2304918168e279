"""What does a formula of the bank come to? Arithmetic and six functions, and nothing else of Python."""

from __future__ import annotations

import math
from collections.abc import Mapping

__all__ = ["FUNCTIONS", "evaluate"]

FUNCTIONS = {"abs": abs, "exp": math.exp, "ln": math.log, "max": max, "min": min, "sqrt": math.sqrt}


def evaluate(formula: str, values: Mapping[str, float]) -> float:
    """The number that a formula gives for these values.

    Raises
    ------
    ValueError
        When it is no formula, names what is not there, or gives no finite number.

    Examples
    --------
    >>> round(evaluate("(p - q) * ln(p / q)", {"p": 0.4, "q": 0.2}), 4)
    0.1386
    """
    from simpleeval import InvalidExpression, SimpleEval

    evaluator = SimpleEval(names=dict(values), functions=FUNCTIONS)
    try:
        result = evaluator.eval(formula)
    except (InvalidExpression, SyntaxError, ArithmeticError, ValueError, TypeError) as error:
        raise ValueError(_refusal(formula, values, str(error))) from None
    if isinstance(result, bool) or not isinstance(result, int | float) or not math.isfinite(result):
        raise ValueError(_refusal(formula, values, f"it gives {result!r}"))
    return float(result)


def _refusal(formula: str, values: Mapping[str, float], why: str) -> str:
    known = ", ".join([*FUNCTIONS, *values])
    return f"must be arithmetic that gives a finite number from {known}, got {formula!r} ({why}): mend or shorten it"
