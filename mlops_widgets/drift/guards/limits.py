"""Do values lie where no value of the reference lay, nor half its range beyond, or nowhere at all?"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from .problem import Problem
from .profile import Column, Profile, more_often

__all__ = ["limits"]


def limits(name: str, expected: Profile, came: Column, *, chance: float) -> Iterator[Problem]:
    """Any infinite number; more often than chance explains, numbers outside the plausible bounds or texts never seen.

    The mean and the scale of a column with a single infinity are no numbers: there is no harmless share of them.
    """
    if came.kind == "number" and (infinite := int(np.isinf(np.asarray(came.values, float)).sum())):
        told = f"{infinite} infinite in {came.values.size}"
        yield Problem(name, "range", "hold finite numbers", told, "find the division by zero that made them")
        return
    if came.values.size == 0 or expected.rows == expected.nulls:
        return
    if expected.kind == "number":
        values = np.asarray(came.values, float)
        outside = values[(values < expected.low) | (values > expected.high)]
        wish, before = f"lie between {expected.low:g} and {expected.high:g}", 0
        example = f"{outside[np.argmax(np.abs(outside))]:g}" if outside.size else ""
    elif expected.kind == "text":
        outside = np.array([text for text in map(str, came.values) if text not in expected.known], object)
        # As many new texts are to be expected as came a single time so far (Good 1953).
        wish, before = "be one of the texts of the reference", expected.once
        example = f"{outside[0]!r:.40}" if outside.size else ""
    else:
        return
    if more_often(outside.size, came.values.size, before, expected.rows - expected.nulls, chance=chance):
        share = f"{outside.size} of {came.values.size} values elsewhere, e.g. {example}"
        yield Problem(name, "range", wish, share, "find what writes them; fit anew if they are meant")
