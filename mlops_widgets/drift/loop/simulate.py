"""What happens when a recommender is trained, day after day, on the clicks that it caused?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from operator import index

import numpy as np
from numpy.typing import NDArray

from mlops_widgets import stage

from .policies import Policy, Ranked
from .scenario import Scenario
from .world import ITEMS, SLOTS, Bounds, World, turns, world

__all__ = ["MONTH", "simulate"]

MONTH = 28  # days; so long unseen, an item is forgotten, and so many days are balanced at the end

Floats = NDArray[np.float64]


def simulate(scenario: Scenario, *, policy: Callable[[], Policy] | None = None) -> stage.Trace:
    """Let a recommender learn from the clicks it caused, and see whether it ever hears of anything better.

    Parameters
    ----------
    scenario
        The shop, the recommender's knobs, the interventions.
    policy
        A class or a function that builds a fresh ``Policy``; it takes the place of the scenario's.

    Returns
    -------
    Trace
        One row a day, day 0 all at random. ``clicks`` (seen, per user), ``earned`` (clicks per user to be
        expected from those pages), ``share`` (of the best possible), ``items`` (how many are shown in
        effect: 1 / Σ share²), ``leader`` and ``leader_belief`` (true appeal of the item that the
        recommender puts first, and what the log says of it), ``best_belief`` (what it says of the item that
        appeals most), ``best_shown`` (share of the pages that hold that). Events: ``turn``, ``found`` (the
        best item is on the recommender's page for the first time) and ``unseen`` (nobody saw it for 28 days).

    Raises
    ------
    PartError
        When a learner's policy lacks ``learn`` or ``page``, or names items that there are not.
    """
    if policy is not None:
        scenario = scenario.replace(policy="yours")
    truth = world(scenario)
    run = _run(scenario, truth, _checked(policy() if policy else _built_in(scenario, truth)))
    days = np.arange(scenario.days)
    leader, best, bounds = run.leader, truth.best, truth.bounds
    earned = run.earned(truth)
    per_item = run.shown.sum(axis=2)
    columns = {
        "clicks": run.clicks.sum(axis=(1, 2)) / scenario.users,
        "earned": earned,
        "share": earned / bounds.oracle,
        "items": per_item.sum(axis=1) ** 2 / (per_item**2).sum(axis=1),
        "leader": truth.appeal[days, leader],
        "leader_belief": run.belief[days, leader],
        "best_belief": run.belief[days, best],
        "best_shown": per_item[days, best] / scenario.users,
    }
    events = _events(scenario, truth, run)
    return stage.Trace(
        days.astype(float),
        columns,
        scenario=scenario,
        events=events,
        summary=_summary(columns, bounds, events),
        labels=bounds,
    )


@dataclass(frozen=True, eq=False)
class _Run:
    shown: Floats  # (days, items, places)
    clicks: Floats  # (days, items, places)
    belief: Floats  # (days, items) what the log of the days before says of each item; NaN where it is silent
    leader: NDArray[np.int64]  # (days,) item at the head of the page; on day 0, the one drawn there most
    holds: NDArray[np.bool_]  # (days,) is the best item on the recommender's page, and somebody sees that?

    def earned(self, truth: World) -> Floats:
        """Clicks per user to be expected of the pages that were shown."""
        users = self.shown[0].sum() / SLOTS
        expected: Floats = np.einsum("dip,di,p->d", self.shown, truth.appeal, truth.looked) / users
        return expected


def _run(scenario: Scenario, truth: World, policy: Policy) -> _Run:
    days, cells = scenario.days, np.arange(SLOTS)
    shown, clicks = np.zeros((2, days, ITEMS, SLOTS))
    belief, leader, holds = np.full((days, ITEMS), np.nan), np.zeros(days, dtype=int), np.zeros(days, dtype=bool)
    looked = truth.looked if scenario.policy == "looks" else np.ones(SLOTS)
    log, page = Ranked(looked), np.zeros(SLOTS, dtype=int)
    for day in range(days):
        pages = truth.drawn[day].copy()
        if day:
            remembered = slice(max(0, day - scenario.memory), day)
            counts = shown[remembered].sum(axis=0), clicks[remembered].sum(axis=0)
            log.learn(*counts)
            belief[day] = np.where(counts[0].any(axis=1), log.belief, np.nan)
            if (day - 1) % scenario.every == 0:
                policy.learn(*(each.copy() for each in counts))
                page = _page(policy)
            usual = truth.curious[day] >= scenario.explore
            pages[usual] = page
            holds[day] = truth.best[day] in page and usual.any()
        hit = truth.luck[day] < truth.looked * truth.appeal[day][pages]
        at = (pages * SLOTS + cells).ravel()
        shown[day] = np.bincount(at, minlength=ITEMS * SLOTS).reshape(ITEMS, SLOTS)
        clicks[day] = np.bincount(at, weights=hit.ravel(), minlength=ITEMS * SLOTS).reshape(ITEMS, SLOTS)
        leader[day] = page[0] if day else np.bincount(pages[:, 0]).argmax()
    return _Run(shown, clicks, belief, leader, holds)


def _built_in(scenario: Scenario, truth: World) -> Policy:
    if scenario.policy == "yours":
        raise stage.PartError("this scenario runs your own policy: pass it, policy=YourClass.")
    return Ranked(truth.looked if scenario.policy == "looks" else np.ones(SLOTS))


def _checked(policy: Policy) -> Policy:
    if not isinstance(policy, Policy):
        raise stage.PartError(
            "a policy needs two methods, learn(shown, clicks) and page(), which gives item numbers, the best first; "
            f"{type(policy).__name__} lacks one: write def page(self)."
        )
    return policy


def _page(policy: Policy) -> NDArray[np.int64]:
    """The first items that a policy names, each an item of the catalogue and none twice."""
    named = policy.page()
    try:
        items = [index(each) for each in list(named)[:SLOTS]]  # type: ignore[call-overload]  # checked by trying
    except TypeError:
        items = []
    if len(set(items)) < SLOTS or not all(0 <= each < ITEMS for each in items):
        raise stage.PartError(
            f"page of {type(policy).__name__} must give {SLOTS} different items or more, whole numbers from 0 to "
            f"{ITEMS - 1}, the best first, got {named!r:.80}: np.argsort(-score) gives them."
        )
    return np.array(items)


def _events(scenario: Scenario, truth: World, run: _Run) -> list[stage.Event]:
    events = [stage.Event(day, "turn", "tastes change") for day in turns(scenario)]
    days = np.arange(scenario.days)
    seen = run.shown[days, truth.best].sum(axis=1) > 0
    starts = [0, *turns(scenario), scenario.days]
    for start, end in pairwise(starts):
        found = start + np.flatnonzero(run.holds[start:end])[:1]
        events += [stage.Event(int(day), "found", "best item found") for day in found]
        unseen = _runs_of(~seen[start:end]) == MONTH
        events += [stage.Event(int(start + day), "unseen", "best item forgotten") for day in np.flatnonzero(unseen)]
    return events


def _runs_of(flags: NDArray[np.bool_]) -> NDArray[np.int64]:
    """At each place, how many in a row have been true."""
    places = np.arange(1, flags.size + 1)
    return places - np.maximum.accumulate(np.where(flags, 0, places))


def _summary(columns: dict[str, Floats], bounds: Bounds, events: list[stage.Event]) -> dict[str, float]:
    found = [event.tick for event in events if event.kind == "found"]
    return {
        "share": float(columns["share"][-MONTH:].mean()),
        "random": bounds.random / bounds.oracle,
        "items": float(columns["items"][-MONTH:].mean()),
        "first_found": float(min(found)) if found else np.nan,
        "best_shown": float(columns["best_shown"][-MONTH:].mean()),
    }
