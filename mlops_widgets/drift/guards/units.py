"""Is a column suddenly told in another unit: is every quantile the same multiple of what it was?"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from .problem import Problem
from .profile import LEVELS, Column, Floats, Profile

__all__ = ["FACTORS", "units"]

FACTORS = {
    2.0: "counted twice, or half",
    10.0: "a decimal place",
    100.0: "euros and cents, shares and percent",
    1000.0: "kilograms and grams",
    1e6: "whole ones and millionths",
    12.0: "years and months",
    24.0: "days and hours",
    52.0: "years and weeks",
    60.0: "minutes and seconds",
    3600.0: "hours and seconds",
    86400.0: "days and seconds",
    1.609344: "miles and kilometres",
    2.2046: "kilograms and pounds",
    2.54: "inches and centimetres",
    3.2808: "metres and feet",
    3.6: "m/s and km/h",
}
"""What units differ by, and an example of each; the other way round the factor is its inverse."""

_FEWEST = 30  # rows; of fewer, quantiles say little
_SURE = 3.0  # standard errors
_WORLD = math.log(1.3)  # the world itself may make everything this much larger or smaller
_ROUGH = 0.02  # a quantile may be off by so much for other reasons: rounding, a small drift beside the fault
_SAME_SHAPE = 0.001  # share of true unit changes that are taken for another change of shape


def units(name: str, expected: Profile, came: Column) -> Iterator[Problem]:
    """One factor of ``FACTORS``, or its inverse, explains all quantiles, and the world does not.

    With r the logarithms of the quantiles' ratios, their covariance V known from the reference and the number of
    rows, the ratio is estimated as

        log c = 1'V⁻¹r / 1'V⁻¹1,  standard error 1 / √(1'V⁻¹1)

    and is one constant if (r − log c)'V⁻¹(r − log c) is no larger than χ² with 8 degrees of freedom allows, and r
    does not rise or fall along the quantiles, as it does when something is added to every value.
    """
    if expected.logs is None or expected.noise is None or came.values.size < _FEWEST:
        return
    values = np.asarray(came.values, float)
    if values.min() <= 0 or not np.isfinite(values).all():
        return
    r: Floats = np.log(np.quantile(values, LEVELS)) - expected.logs
    if abs(np.median(r)) < _WORLD:
        return
    rows = 1 / (1 / values.size + 1 / (expected.rows - expected.nulls))
    inverse = np.asarray(np.linalg.inv(expected.noise / rows + _ROUGH**2 * np.eye(LEVELS.size)), float)
    weight = inverse.sum()
    log_c, error = inverse.sum(axis=0) @ r / weight, _SURE / math.sqrt(weight)
    factor = min((sign * math.log(each) for each in FACTORS for sign in (1, -1)), key=lambda f: abs(f - log_c))
    apart = abs(log_c) - error > _WORLD and error < abs(factor) / 3
    if apart and abs(log_c - factor) < error and _one_constant(np.asarray(r - log_c, float), inverse, expected.logs):
        yield _problem(name, log_c, factor)


def _one_constant(left: Floats, inverse: Floats, logs: Floats) -> bool:
    from scipy.special import chdtrc

    direction = logs - inverse.sum(axis=0) @ logs / inverse.sum()
    slope, error = direction @ inverse @ left, math.sqrt(direction @ inverse @ direction)
    return bool(chdtrc(LEVELS.size - 1, left @ inverse @ left) > _SAME_SHAPE and abs(slope) < _SURE * error)


def _problem(name: str, log_c: float, factor: float) -> Problem:
    known = min(FACTORS, key=lambda each: abs(math.log(each) - abs(factor)))
    times = f"{known:g}" if factor > 0 else f"1/{known:g}"
    return Problem(
        name,
        "unit",
        "be told in the unit of the reference",
        f"{math.exp(log_c):.3g} times as much at every quantile (×{times}, e.g. {FACTORS[known]})",
        f"mend the source, or {'divide' if factor > 0 else 'multiply'} by {known:g}, and learn nothing until then",
    )
