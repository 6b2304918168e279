"""What would somebody have lost who knew the whole year beforehand?"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from .scenario import Scenario
from .world import DAYS, EXPECTED, MEND, World

__all__ = ["foresee"]

Floats = npt.NDArray[np.float64]


def foresee(world: World, scenario: Scenario) -> tuple[Floats, Floats]:
    """Share of right answers and € lost each day by the best response of all.

    Found backwards from the last day over all days on which the model in service can have been trained. The
    oracle mends a bug from its first day if that pays, never learns from damaged days, lets rules answer whenever
    they are better, and may do two things on one day: no policy can lose less.

    Returns
    -------
    right, lost
        (365,) each.
    """
    knows = np.maximum(np.arange(DAYS) - scenario.delay, 0)  # by the day of training; day 0 is the first model
    age = world.gone[:, None] - world.gone[knows]  # (day, day of training), points
    gaps = np.minimum(age, scenario.rules_gap), np.minimum(age + scenario.bug, scenario.rules_gap)
    rest = np.zeros(DAYS)  # € that the days to come cost, by the day of training
    renew = np.zeros((2, DAYS, DAYS), bool)  # is it worth training a new one, if the bug is left alone, or mended?
    mend: dict[int, npt.NDArray[np.bool_]] = {}  # first day of a bug → does mending pay, by the day of training?
    last = DAYS
    for bug in reversed(world.bugs):
        end = min(bug.end, DAYS)
        rest = _back(gaps, rest, renew[:], range(end, last), range(0), scenario)
        left = _back(gaps, rest, renew[:1], range(bug.start, end), range(bug.start, end), scenario)
        soon = range(bug.start, min(bug.start + MEND, end))
        mended = _back(gaps, rest, renew[1:], range(bug.start, end), soon, scenario) + scenario.investigation
        mend[bug.start], rest, last = mended < left, np.minimum(left, mended), bug.start
    _back(gaps, rest, renew[:], range(last), range(0), scenario)
    return _ahead(world, scenario, gaps, renew, mend)


def _back(
    gaps: tuple[Floats, Floats],
    rest: Floats,
    renew: npt.NDArray[np.bool_],
    days: range,
    broken: range,
    scenario: Scenario,
) -> Floats:
    """What is still to be paid before these days, if the rest is to be paid after them."""
    for day in reversed(days):
        anew = scenario.retraining + rest[day]
        renew[:, day] = anew < rest
        rest = scenario.price * gaps[day in broken][day] + np.minimum(rest, anew)
    return rest


def _ahead(
    world: World,
    scenario: Scenario,
    gaps: tuple[Floats, Floats],
    renew: npt.NDArray[np.bool_],
    mend: dict[int, npt.NDArray[np.bool_]],
) -> tuple[Floats, Floats]:
    """Walk the year along the best choices."""
    right, lost = np.zeros(DAYS), np.zeros(DAYS)
    trained, repaired, over = 0, 0, 0
    ends = {bug.start: bug.end for bug in world.bugs}
    for day in range(DAYS):
        if day in ends:
            repaired = int(mend[day][trained])
            over = min(ends[day], day + MEND) if repaired else ends[day]
            lost[day] += scenario.investigation * repaired
        gap = gaps[day < over][day, trained]
        right[day] = max(EXPECTED - gap / 100, 0.0)
        lost[day] += scenario.price * gap
        if renew[repaired, day, trained]:
            trained = day
            lost[day] += scenario.retraining
    return right, lost
