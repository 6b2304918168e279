"""What is a plane made of, where is it hit, and which hits does it not survive?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["AREAS", "ARMOUR", "DANGERS", "OUTLINE", "SECTIONS", "Box", "Nights", "Section", "nights"]

Floats = NDArray[np.float64]

ARMOUR = 0.8  # share of the fatal hits that armour stops


class Box(NamedTuple):
    """A rectangle of a plane seen from above, in metres: the nose is up."""

    left: float
    right: float
    low: float
    high: float

    @property
    def area(self) -> float:
        """In m²."""
        return (self.right - self.left) * (self.high - self.low)


@dataclass(frozen=True)
class Section:
    """A part of a plane, and how dangerous a hit there is."""

    title: str
    danger: float  # chance that one hit is fatal, 0-1; assumed
    boxes: tuple[Box, ...]

    @property
    def area(self) -> float:
        """In m², seen from above."""
        return sum(box.area for box in self.boxes)


SECTIONS: Mapping[str, Section] = MappingProxyType(
    {
        "wings": Section(
            "wings",
            0.02,
            tuple(Box(left, right, -1.0, 2.0) for left, right in ((-12.0, -1.0), (1.0, 12.0))),
        ),
        "fuselage": Section("fuselage", 0.03, (Box(-1.0, 1.0, -7.0, 5.0),)),
        "tail": Section(
            "tail", 0.04, (Box(-4.5, -1.0, -9.0, -7.0), Box(-1.0, 1.0, -9.0, -7.0), Box(1.0, 4.5, -9.0, -7.0))
        ),
        "engines": Section("engines", 0.6, tuple(Box(x - 0.7, x + 0.7, 2.0, 4.0) for x in (-7.5, -4.0, 4.0, 7.5))),
        "cockpit": Section("cockpit", 0.5, (Box(-1.0, 1.0, 5.0, 8.0),)),
    }
)
"""By name; areas and dangers are assumed, of a bomber with four engines."""

AREAS: Floats = np.array([each.area for each in SECTIONS.values()])
DANGERS: Floats = np.array([each.danger for each in SECTIONS.values()])
OUTLINE = (
    (0, 8), (1, 8), (1, 2), (3.3, 2), (3.3, 4), (4.7, 4), (4.7, 2), (6.8, 2), (6.8, 4), (8.2, 4), (8.2, 2), (12, 2),
    (12, -1), (1, -1), (1, -7), (4.5, -7), (4.5, -9), (0, -9),
)  # fmt: skip
"""Corners of its right half, from the nose to the tail."""


class Nights(NamedTuple):
    """What happens to every plane on every night, whatever is armoured."""

    hits: NDArray[np.int64]  # (nights, planes, sections)
    luck: Floats  # (nights, planes, sections) 0-1; a section is the end of its plane where this exceeds its chance

    def returned(self, danger: Floats) -> NDArray[np.bool_]:
        """Who comes back, (nights, planes), when a hit is fatal with these chances, (nights, sections)."""
        survived = self.luck <= (1 - danger[:, None, :]) ** self.hits
        return np.asarray(survived.all(axis=2))


def nights(count: int, planes: int, hits: float, seed: int) -> Nights:
    """Draw them: hits fall evenly over the plane, Poisson in number."""
    flak, luck = (np.random.default_rng([seed, source]) for source in (1, 2))
    shape = count, planes, len(SECTIONS)
    return Nights(flak.poisson(hits * AREAS / AREAS.sum(), shape), luck.random(shape))
