"""Two hundred tests under one rule: which are stopped, when, and how many should be?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import sqrt

import numpy as np
import numpy.typing as npt

from mlops_widgets import stage
from mlops_widgets.rollout.evidence import crossing

from .rules import ALPHA, SINGLE, Rule, decided, levels
from .scenario import Scenario
from .world import Seen, watched

__all__ = ["Ends", "simulate"]

Floats = npt.NDArray[np.float64]
Ends = tuple[int, ...]


def simulate(scenario: Scenario, *, rule: Callable[[], Rule] | None = None) -> stage.Trace:
    """Two hundred tests looked at every day, each stopped by one rule at the first difference it believes.

    All rules watch the same users. Without a lift every test that is stopped was fooled; with a lift it has found
    what is there.

    Parameters
    ----------
    scenario
        The versions, the traffic, and which rule stops.
    rule
        A class or function that builds your own, with ``decide(look) -> "go on"`` or ``"stop"``; it takes the
        menu's place, a fresh one for every test.

    Returns
    -------
    Trace
        A tick a day, from day 0; columns ``stopped`` (share of the tests, so far), ``exact`` (what it is on
        average, by the normal law; NaN for a rule of your own), ``today`` (share with p < 0.05 on this day, stopped
        or not), ``users`` (of each version in a test, on average), ``wrong`` (share stopped for the worse version),
        ``upper`` and ``lower`` (the z at which the rule stops), and ``z0`` to ``z199``.

    Raises
    ------
    PartError
        When a learner's rule lacks ``decide`` or answers something else.
    """
    tests = watched(scenario)
    if rule is not None:
        scenario = scenario.replace(rule="yours")
        limit, stops = np.full(scenario.looks, np.nan), decided(tests, rule)
        exact = limit
    else:
        limit = levels(scenario)
        stops, exact = np.abs(tests.z) >= limit, crossing(limit, drift=_drift(scenario))
    ends = np.where(stops.any(axis=1), stops.argmax(axis=1) + 1, scenario.looks + 1)
    days = np.arange(scenario.looks + 1)
    columns = _shares(tests, ends, days) | {"exact": np.r_[0.0, exact]}
    upper = np.r_[np.nan, np.where(np.isfinite(limit), limit, np.nan)]
    lines = {f"z{row}": np.r_[np.nan, z] for row, z in enumerate(tests.z)}
    return stage.Trace(
        days,
        columns | {"upper": upper, "lower": -upper} | lines,
        scenario=scenario,
        events=list(_events(columns["stopped"], scenario)),
        summary={name: float(values[-1]) for name, values in columns.items() if np.isfinite(values[-1])},
        labels=tuple(ends.tolist()),
    )


def _shares(tests: Seen, ends: npt.NDArray[np.int64], days: npt.NDArray[np.int64]) -> dict[str, Floats]:
    """What the tests have in common on each day."""
    over = ends <= days[:, None]
    last = tests.z[np.arange(ends.size), np.minimum(ends, days[-1]) - 1]
    daily = int(tests.users[0])
    return {
        "stopped": over.mean(axis=1),
        "wrong": (over & (last < 0)).mean(axis=1),
        "today": np.r_[0.0, (np.abs(tests.z) >= SINGLE).mean(axis=0)],
        "users": daily * np.minimum(ends, days[:, None]).mean(axis=1),
    }


def _drift(scenario: Scenario) -> float:
    """What z is on average at the last look."""
    base, other = scenario.base, scenario.base * (1 + scenario.lift)
    pooled = (base + other) / 2
    return (other - base) / sqrt(2 * pooled * (1 - pooled) / (scenario.users * scenario.looks))


def _events(stopped: Floats, scenario: Scenario) -> Iterator[stage.Event]:
    """The first day on which twice the promised share was fooled, or half have found what is there."""
    passed = np.flatnonzero(stopped >= 0.5 if scenario.lift else stopped >= 2 * ALPHA)
    if passed.size:
        kind, label = ("half", "half found it") if scenario.lift else ("over", "twice what is promised")
        yield stage.Event(int(passed[0]), kind, label)
