"""Who comes to both versions of every test, and what had been seen by the evening of each day?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mlops_widgets.rollout.evidence import z_scores

from .scenario import Scenario

__all__ = ["TESTS", "Seen", "watched"]

TESTS = 200


@dataclass(frozen=True, eq=False)
class Seen:
    """What every test had seen at each look."""

    hits: npt.NDArray[np.int64]  # (tests, looks) users of the old version who converted, so far
    hits_other: npt.NDArray[np.int64]  # (tests, looks) of the new one
    users: npt.NDArray[np.int64]  # (looks,) of each version, so far
    z: npt.NDArray[np.float64]  # (tests, looks) difference in standard errors


def watched(scenario: Scenario, *, tests: int = TESTS) -> Seen:
    """Many tests, day by day.

    Of the users who would not have converted, a lift converts a few more: without those, or with another
    lift, the same users come.

    Parameters
    ----------
    scenario
        Traffic, base rate, lift, looks and seed.
    tests
        How many, side by side.

    Returns
    -------
    Seen
        Arrays of shape (tests, looks).

    Examples
    --------
    >>> found = watched(Scenario(looks=10), tests=4000)
    >>> ever = (abs(found.z) > 1.96).any(axis=1).mean()
    >>> bool(0.17 < ever < 0.21)
    True
    """
    old, new, more = (np.random.default_rng([scenario.seed, source]) for source in range(3))
    shape, rate = (tests, scenario.looks), scenario.base
    came = old.binomial(scenario.users, rate, shape)
    came_other = new.binomial(scenario.users, rate, shape)
    if scenario.lift:
        came_other += more.binomial(scenario.users - came_other, scenario.lift * rate / (1 - rate))
    hits, hits_other = came.cumsum(axis=1), came_other.cumsum(axis=1)
    users = scenario.users * np.arange(1, scenario.looks + 1)
    return Seen(hits, hits_other, users, z_scores(hits, users, hits_other, users))
