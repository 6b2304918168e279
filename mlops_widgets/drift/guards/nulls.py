"""Are more values missing than in the reference?"""

from __future__ import annotations

from collections.abc import Iterator

from .problem import Problem
from .profile import Column, Profile, more_often

__all__ = ["nulls"]

_HARMLESS = 0.01  # a share this little above the reference's is let through, however many rows prove it


def nulls(name: str, expected: Profile, came: Column, *, chance: float) -> Iterator[Problem]:
    """More nulls than the reference's share, a hundredth more, and chance explain."""
    before, now = expected.nulls / expected.rows, came.nulls / came.rows
    if now > before + _HARMLESS and more_often(came.nulls, came.rows, expected.nulls, expected.rows, chance=chance):
        yield Problem(
            name,
            "nulls",
            f"have about {before:.1%} missing values, as the reference has",
            f"{now:.1%} ({came.nulls} of {came.rows})",
            "find what stopped filling it before anything learns from this batch",
        )
