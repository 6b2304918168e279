"""What is each run worth, what does its score say, and when will it be forgotten? Whatever is written down."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .scenario import Scenario

__all__ = ["LEVEL", "SPREAD", "Runs", "draw"]

Floats = NDArray[np.float64]

LEVEL, SPREAD = 70.0, 1.0  # points of AUC, in hundredths: the mean of all settings, and their standard deviation
_FAST = 1 / 3  # share of the runs that answer fast enough


class Runs(NamedTuple):
    """All runs of a scenario, in order."""

    worth: Floats  # (runs,) points that it would reach on all flights there are
    score: Floats  # (runs,) points that were measured
    lasts: Floats  # (runs,) in runs: how long it is remembered
    instead: NDArray[np.int64]  # (runs,) whose settings are remembered: its own, or an earlier run's
    fast: NDArray[np.bool_]  # (runs,)


def draw(scenario: Scenario) -> Runs:
    """Draw them, each source of chance by a generator of its own."""
    n = scenario.runs
    worth, noise, memory, mixing, speed = (np.random.default_rng([scenario.seed, source]) for source in range(5))
    true = LEVEL + SPREAD * worth.standard_normal(n)
    own, shares = np.arange(n), mixing.random((2, n))
    earlier = np.floor(shares[1] * own).astype(np.int64)
    is_mixed = (shares[0] < scenario.mixed) & (own > 0)
    return Runs(
        worth=true,
        score=true + scenario.noise * noise.standard_normal(n),
        lasts=memory.exponential(scenario.half / np.log(2), n),
        instead=np.where(is_mixed, earlier, own),
        fast=speed.random(n) < _FAST,
    )
