"""The same year under five responses: yours, none, a retraining at every alarm, and one that knew it all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from mlops_widgets import stage

from .day import ACTIONS, Response
from .oracle import foresee
from .play import Played, play
from .policies import Always, Never, Runbook, Schedule
from .scenario import Scenario
from .world import DAYS, World, world

__all__ = ["simulate"]


def simulate(scenario: Scenario, *, policy: Callable[[], Response] | None = None) -> stage.Trace:
    """A year of incidents, and what each response to them costs.

    All responses meet the same incidents and the same noise. Money is lost by wrong answers beyond those of a model
    that fits, and by what is done.

    Parameters
    ----------
    scenario
        The year, the prices, and which policy is yours.
    policy
        A class or function that builds your own, with ``decide(day) -> action``; it takes the menu's place.

    Returns
    -------
    Trace
        365 days; columns ``right``, ``right_oracle`` (shares), ``lost``, ``lost_never``, ``lost_always``,
        ``lost_oracle`` (thousand € so far), ``psi``, ``broken``, ``rules``, ``drifting`` (0 or 1).

    Raises
    ------
    PartError
        When a learner's policy lacks ``decide`` or answers something that is no action.
    """
    if policy is not None:
        scenario = scenario.replace(policy="yours")
    year = world(scenario)
    orders = {each.tick: each.action for each in scenario.interventions}  # type: ignore[attr-defined]  # all are orders
    yours = play(year, scenario, _fitting((policy or _built_in(scenario))()), orders)
    never, always = (play(year, scenario, each) for each in (Never(), Always(scenario.threshold)))
    right, lost = foresee(year, scenario)
    sums = {"lost": yours, "lost_never": never, "lost_always": always}
    days = {name: each.lost for name, each in sums.items()} | {"lost_oracle": lost}
    columns = {name: each.cumsum() / 1000 for name, each in days.items()}
    return stage.Trace(
        np.arange(DAYS),
        {
            "right": yours.right,
            "right_oracle": right,
            **columns,
            "psi": yours.psi,
            "broken": yours.broken,
            "rules": np.array([each == "fall_back" for each in yours.action], float),
            "drifting": _drifting(year),
        },
        scenario=scenario,
        events=sorted(_events(year, yours)),
        summary=_summary(columns, yours),
        labels=year.incidents,
    )


def _built_in(scenario: Scenario) -> Callable[[], Response]:
    if scenario.policy == "yours":
        raise stage.PartError("this scenario runs your own policy: pass it, policy=YourClass.")
    built: dict[str, Callable[[], Response]] = {
        "runbook": lambda: Runbook(scenario.threshold),
        "always": lambda: Always(scenario.threshold),
        "schedule": lambda: Schedule(scenario.every),
        "never": Never,
    }
    return built[scenario.policy]


def _fitting(policy: object) -> Response:
    if not isinstance(policy, Response):
        raise stage.PartError(
            f"a policy needs a method decide(day) that returns an action; {type(policy).__name__} has none: "
            "write def decide(self, day): return 'wait'."
        )
    return policy


def _drifting(year: World) -> np.ndarray:
    drifting = np.zeros(DAYS)
    for each in year.incidents:
        if not each.is_bug:
            drifting[each.start : each.end] = 1
    return drifting


def _events(year: World, yours: Played) -> Iterator[stage.Event]:
    """What began, and the first day of everything that was done several days in a row."""
    for each in year.incidents:
        yield stage.Event(each.start, "bug" if each.is_bug else "drift", each.kind)
    told = {"refused": "guard refused", "fall_back": "rules", "roll_back": "rolled back", "retrain": "retrained"}
    before: Sequence[str] = ("wait", *yours.action[:-1])
    for day, (action, last) in enumerate(zip(yours.action, before, strict=True)):
        if action not in ("wait", last):
            yield stage.Event(day, action, told.get(action, "investigated"))


def _summary(columns: dict[str, np.ndarray], yours: Played) -> dict[str, float]:
    done = {f"days_{name}": float(yours.action.count(name)) for name in (*ACTIONS, "refused")}
    return {name: float(values[-1]) for name, values in columns.items()} | done
