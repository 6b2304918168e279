"""What becomes of the model, and of the money, when a policy answers day by day?"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mlops_widgets import stage

from .day import ACTIONS, Day, Response
from .scenario import Scenario
from .world import DAYS, EXPECTED, MEND, UNDO, UNIT, WINDOW, World

__all__ = ["Played", "play"]

Floats = npt.NDArray[np.float64]
_NULLS = 0.01  # usual share of missing values; 0.3 while a source has stopped


@dataclass(frozen=True, eq=False)
class Played:
    """A year under one policy."""

    right: Floats  # (365,) share of right answers of whoever answers
    lost: Floats  # (365,) € of each day: errors beyond those of a model that fits, and actions
    psi: Floats  # (365,) as seen
    broken: Floats  # (365,) 1 while the data are damaged
    action: tuple[str, ...]  # of each day; "refused" for a retraining that the guard did not allow


@dataclass
class _Model:
    knows: int  # the last labelled day that it was trained on
    poison: float = 0.0  # share of damaged days among those


def play(world: World, scenario: Scenario, policy: Response, orders: Mapping[int, str] | None = None) -> Played:
    """Let a policy answer for the model through the year.

    Parameters
    ----------
    world
        What happens anyway.
    scenario
        Prices, delays, and whether a guard stands.
    policy
        Asked every morning.
    orders
        Day → action that is done instead of what the policy wants.

    Raises
    ------
    PartError
        When the policy answers something that is no action.
    """
    year, ends = _Year(world, scenario), {bug.start: bug.end for bug in world.bugs}
    return year.run(policy, dict(orders or {}), ends)


class _Year:
    """Plain lists and numbers: a loop over them is several times faster than over arrays."""

    def __init__(self, world: World, scenario: Scenario) -> None:
        self.scenario = scenario
        self.shift: list[float] = (world.shift + world.season).tolist()
        self.gone: list[float] = world.gone.tolist()
        self.noise: list[list[float]] = [
            each.tolist() for each in (world.psi_noise, world.estimate_noise, world.measure_noise)
        ]
        self.drift: list[float] = world.shift.tolist()
        self.models = [_Model(0)]
        self.broken = [0.0] * DAYS
        self.bugs = world.bugs

    def run(self, policy: Response, orders: Mapping[int, str], ends: dict[int, int]) -> Played:
        right, lost, index, done = [0.0] * DAYS, [0.0] * DAYS, [0.0] * DAYS, ["wait"] * DAYS
        finding, trained = "", 0
        for day in range(DAYS):
            bug = next((each for each in self.bugs if each.start <= day < ends[each.start]), None)
            self.broken[day] = float(bug is not None)
            gap, index[day] = self._gap(day), self._index(day, bug.kind if bug else "")
            late = day - max(self.scenario.delay, 1)  # no label comes before the evening
            seen = Day(
                day,
                index[day],
                0.3 if bug and bug.kind == "missing values" else _NULLS,
                "amount" if bug and self.scenario.guard else "",
                EXPECTED - self._visible(day) / 100 + self.noise[1][day],
                right[late] + self.noise[2][day] if late >= 0 else math.nan,
                EXPECTED,
                day - trained,
                done[day - 1] if day else "wait",
                finding,
            )
            action = orders.get(day) or _checked(policy.decide(seen))
            finding, cost = "", 0.0
            if action == "investigate":
                finding, cost = self._finding(day), float(self.scenario.investigation)
                if bug:
                    ends[bug.start] = min(ends[bug.start], day + MEND)
            elif action == "retrain" and bug and self.scenario.guard:
                action = "refused"
            elif action == "retrain":
                cost, trained = float(self.scenario.retraining), day
            elif action == "roll_back":
                cost = float(UNDO)
            gap = self.scenario.rules_gap if action == "fall_back" else gap
            right[day], lost[day] = max(EXPECTED - gap / 100, 0.0), self.scenario.price * gap + cost
            done[day] = action
            self._tonight(day, action)
        return Played(np.array(right), np.array(lost), np.array(index), np.array(self.broken), tuple(done))

    def _gap(self, day: int) -> float:
        """Points below a model that fits."""
        model, damaged = self.models[-1], self.broken[day]
        return (
            self.gone[day]
            - self.gone[model.knows]
            + (self.scenario.bug if damaged else self.scenario.poison * model.poison)
        )

    def _index(self, day: int, kind: str) -> float:
        """PSI of normal inputs moved by d is d², in the limit of many bins; noise comes on top."""
        moved = self.shift[day] - self.shift[self.models[-1].knows] + (UNIT if kind == "doubled amounts" else 0.0)
        return moved * moved + self.noise[0][day]

    def _visible(self, day: int) -> float:
        """Points that an estimate without labels can see: those of the inputs."""
        return self.scenario.harm * (self.drift[day] - self.drift[self.models[-1].knows])

    def _finding(self, day: int) -> str:
        if self.broken[day]:
            return "data bug"
        if self._visible(day) > 1:
            return "data drift"
        return "concept drift" if self._gap(day) - self._visible(day) > 1 else "nothing"

    def _tonight(self, day: int, action: str) -> None:
        """A model that is trained or called back today answers from tomorrow on."""
        if action == "retrain":
            knows = max(day - self.scenario.delay, 0)
            days = self.broken[max(knows + 1 - WINDOW, 0) : knows + 1]
            self.models.append(_Model(knows, 0.0 if self.scenario.guard else sum(days) / len(days)))
        elif action == "roll_back" and len(self.models) > 1:
            self.models.pop()


def _checked(action: object) -> str:
    if not isinstance(action, str) or action not in ACTIONS:
        raise stage.PartError(
            f"decide must return one of {', '.join(map(repr, ACTIONS))}, got {action!r:.60}: return 'wait'."
        )
    return action
