"""A year of loans: what do the files say of each kind of applicant, and what would all applicants have said?"""

from __future__ import annotations

from math import nan

import numpy as np
from numpy.typing import NDArray

from mlops_widgets import stage

from .scenario import WEEKS, Scenario, Waive
from .world import CHECK, DEFAULT, EARNED, GROUPS, Applicants, draw

__all__ = ["simulate"]

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
_NAMES = list(GROUPS)


def simulate(scenario: Scenario) -> stage.Trace:
    """Let people ask for loans, an officer turn some away, and the files remember the others.

    Parameters
    ----------
    scenario
        Who gets a loan without the officer's look from which week on, and how many get one at random.

    Returns
    -------
    Trace
        One row a week. For each group the share of loans not paid back, so far: ``files_…`` (of those that were
        given), ``random_…`` (of those given at random; NaN without any) and ``all_…`` (of all who asked); ``earned``
        (thousand €, so far; ``_none`` where the officer looks at everybody, ``_best`` where that group gets its loans
        unseen with which most is earned). Events: ``waive``.
    """
    asked = draw(WEEKS, scenario.applicants, scenario.seed)
    unseen = _unseen(scenario)
    lots = asked.drawn < scenario.at_random
    kinds = {
        "files": asked.passes | (asked.group == unseen[:, None]),
        "random": lots,
        "all": np.ones_like(lots),
    }
    columns = {
        f"{kind}_{name}": _rate(asked, who & (asked.group == index))
        for kind, who in kinds.items()
        for index, name in enumerate(GROUPS)
    }
    columns["earned"] = _earned(asked, unseen, lots)
    columns["earned_none"] = _earned(asked, np.full(WEEKS, -1), lots)
    each = [_earned(asked, np.full(WEEKS, index), lots) for index in range(len(GROUPS))]
    best = int(np.argmax([money[-1] for money in each]))
    columns["earned_best"] = each[best]
    return stage.Trace(
        np.arange(1.0, WEEKS + 1),
        columns,
        scenario=scenario,
        events=[
            stage.Event(each.tick, "waive", GROUPS[each.group].title)
            for each in scenario.interventions
            if isinstance(each, Waive) and each.tick < WEEKS
        ],
        summary={name: float(columns[name][-1]) for name in ("earned", "earned_none", "earned_best")}
        | {"best": float(best)},
    )


def _unseen(scenario: Scenario) -> NDArray[np.intp]:
    """Which group gets its loans without a look, week by week; -1 for none."""
    unseen = np.full(WEEKS, -1 if scenario.unseen == "none" else _NAMES.index(scenario.unseen))
    for each in scenario.interventions:
        if isinstance(each, Waive):
            unseen[each.tick :] = _NAMES.index(each.group)
    return unseen


def _rate(asked: Applicants, who: Flags) -> Floats:
    """Share of their loans that are not paid back, so far; NaN while there are none."""
    bad, loans = ((asked.defaults & who).sum(axis=1).cumsum(), who.sum(axis=1).cumsum())
    rate: Floats = np.divide(bad, loans, out=np.full(WEEKS, nan), where=loans > 0)
    return rate


def _earned(asked: Applicants, unseen: NDArray[np.intp], lots: Flags) -> Floats:
    """Thousand €, so far."""
    waived = asked.group == unseen[:, None]
    given = asked.passes | lots | waived
    money = np.where(given, np.where(asked.defaults, DEFAULT, EARNED), 0.0) + np.where(waived | lots, 0.0, CHECK)
    earned: Floats = money.sum(axis=1).cumsum() / 1000
    return earned
