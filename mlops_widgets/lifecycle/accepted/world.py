"""Who asks for a loan, who would pay it back, and whom does an officer turn away?"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["CHECK", "DEFAULT", "EARNED", "GROUPS", "MISTAKEN", "Applicants", "Group", "draw", "in_the_files"]

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

MISTAKEN = 0.1  # share of those who would pay whom the officer turns away all the same; assumed
EARNED, DEFAULT, CHECK = (
    300.0,
    -3000.0,
    -40.0,
)  # € of a loan paid back, of one that is not, of an officer's look; assumed


class Group(NamedTuple):
    """Applicants of one kind; all of it is assumed."""

    title: str
    share: float  # of the applicants
    default: float  # chance that one would not pay back
    caught: float  # share of those whom the officer sees through


GROUPS: Mapping[str, Group] = MappingProxyType(
    {
        "employees": Group("employees", 0.4, 0.05, 0.3),
        "self_employed": Group("self-employed", 0.2, 0.3, 0.95),
        "students": Group("students", 0.2, 0.15, 0.5),
        "retired": Group("retired", 0.2, 0.03, 0.1),
    }
)


class Applicants(NamedTuple):
    """Everybody who asks, and what would become of the loan, whoever decides; shape (weeks, applicants)."""

    group: NDArray[np.intp]
    defaults: Flags
    passes: Flags  # the officer would say yes
    drawn: Floats  # 0-1: those below the share of loans at random get one


def draw(weeks: int, applicants: int, seed: int) -> Applicants:
    """Draw them."""
    coming, fate, officer, lot = (np.random.default_rng([seed, source]) for source in range(1, 5))
    share, default, caught = (
        np.array([getattr(each, name) for each in GROUPS.values()]) for name in Group._fields[1:]
    )
    shape = weeks, applicants
    group = coming.choice(len(GROUPS), shape, p=share)
    defaults = fate.random(shape) < default[group]
    turned = officer.random(shape) < np.where(defaults, caught[group], MISTAKEN)
    return Applicants(group, defaults, ~turned, lot.random(shape))


def in_the_files(group: Group) -> float:
    """Share of a group's loans that are not paid back, of those that an officer let pass, 0-1: Bayes' rule."""
    bad, good = group.default * (1 - group.caught), (1 - group.default) * (1 - MISTAKEN)
    return bad / (bad + good)
