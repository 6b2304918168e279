"""An hour under a policy, and the same hour with everything released at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from math import ceil, inf, nan
from typing import Any

import numpy as np
import numpy.typing as npt

from mlops_widgets import stage
from mlops_widgets.rollout.blast import blast
from mlops_widgets.rollout.deliver import Delivered, Look, deliver
from mlops_widgets.rollout.engines import CountEngine
from mlops_widgets.rollout.metrics import Pipeline
from mlops_widgets.rollout.policies import (
    STRATEGIES,
    Baseline,
    Burn,
    Check,
    Decider,
    Policy,
    Sequential,
    Threshold,
    all_at_once,
)
from mlops_widgets.rollout.world import Day, Version, draw

from .budget import budget
from .measured import measured
from .sample import sample
from .scenario import EARNS, MINUTES, SLOW, TICK, TICKS, Fault, Order, Scenario

__all__ = ["day_of", "policy_of", "simulate"]

Floats = npt.NDArray[np.float64]

_STRICTNESS = "hold", "min_requests", "pass_needed", "failure_limit"  # of a step


def simulate(
    scenario: Scenario,
    *,
    policy: Callable[[], Decider] | None = None,
    strategy: Callable[[], Policy] | None = None,
) -> stage.Trace:
    """A version is released to real users step by step, and a policy decides on what is measured.

    Parameters
    ----------
    scenario
        The traffic, the truth about the candidate, the strategy and its checks.
    policy
        A class or function that builds your own: an object with ``decide(window) -> verdict``, which goes through
        the strategy's steps.
    strategy
        A function that gives a ``Policy`` of your own, with its steps and checks.

    Returns
    -------
    Trace
        180 ticks of 20 s; columns ``asked`` and ``realised`` (share of the users or of their copies, 0-1),
        ``shadow`` (0 or 1), ``by_stable`` and ``by_candidate`` (share of the users whom each answers),
        ``window`` (share of the candidate's failures at each look), ``stable`` and ``candidate`` (so far, with
        ``_low``, ``_high`` and the ``_requests`` behind them), ``evidence`` and ``naive`` (powers of ten),
        ``slow_candidate`` and ``slow_stable`` (share of answers above the limit, so far),
        ``users``, ``exposed`` (requests), ``errors``, ``money`` (harm so far; ``_at_once`` had everybody had it at
        once), ``budget`` (share of the error budget that is left, ``_at_once`` too) and ``burn`` (times as fast as
        would last), a histogram of latencies of both versions, and a few requests of each tick.

    Raises
    ------
    PartError
        When a learner's policy lacks ``decide``, raises, or answers something that is no verdict, or a strategy is
        no ``Policy``.
    """
    yours = {name: "yours" for name, part in (("policy", policy), ("strategy", strategy)) if part}
    scenario = scenario.replace(**yours)
    day = day_of(scenario)
    plan = _plan(strategy()) if strategy else policy_of(scenario)
    made = _decider(policy()) if policy else None
    orders = {each.tick: each.action for each in scenario.interventions if isinstance(each, Order)}
    done = _deliver(scenario, day, plan, decider=made, orders=orders)
    flat = all_at_once(plan.checks, **{name: getattr(plan.steps[-1], name) for name in _STRICTNESS})
    at_once = _deliver(scenario, day, replace(flat, interval=plan.interval))
    columns = _shares(day, done) | measured(done) | _harm(day, done, at_once) | budget(day, done, at_once)
    columns |= sample(day, done, _engine(scenario, day, plan, _pipeline(scenario)))
    return stage.Trace(
        MINUTES * np.arange(TICKS),
        columns,
        scenario=scenario,
        events=sorted(_events(scenario, done, plan)),
        summary=_summary(columns, done, at_once),
        labels=done.looks,
    )


def _plan(made: object) -> Policy:
    if not isinstance(made, Policy):
        raise stage.PartError(
            f"a strategy must be a rollout.Policy, got {type(made).__name__}: write "
            "strategy=lambda: rollout.Policy.from_yaml(text)."
        )
    if made.interval % TICK:
        raise stage.PartError(
            f"interval must be a multiple of {TICK:g} s in this picture, got {made.interval:g}: "
            f"write {TICK * max(round(made.interval / TICK), 1):g}."
        )
    return made


def _decider(made: object) -> Decider:
    if isinstance(made, Policy):
        raise stage.PartError("a policy decides window by window; a whole Policy is a strategy: pass strategy=….")
    if not isinstance(made, Decider):
        raise stage.PartError(
            f"a policy needs a method decide(window) that returns a verdict; {type(made).__name__} has none: "
            "write def decide(self, window): return 'hold'."
        )
    return made


def day_of(scenario: Scenario) -> Day:
    """Who comes, and the truth about both versions."""
    faults = [
        (each.tick, each.tick + ceil(each.minutes / MINUTES), each.share)
        for each in scenario.interventions
        if isinstance(each, Fault)
    ]
    candidate = Version(
        errors=scenario.candidate_errors,
        latency=scenario.latency,
        wear=scenario.wear,
        hits=scenario.hits,
        warm_up=60 * scenario.warm_up,
        reward=(scenario.earns / 100, scenario.earns_frequent / 100),
    )
    return draw(
        Version(errors=scenario.stable_errors, reward=EARNS / 100),
        candidate,
        segments=(1 - scenario.frequent, scenario.frequent),
        requests=scenario.requests,
        pattern=scenario.pattern,
        ticks=TICKS,
        tick=TICK,
        faults=faults,
        seed=scenario.seed,
    )


def policy_of(scenario: Scenario) -> Policy:
    """The strategy with its checks, as a policy that can be written down."""
    checks: dict[str, Check] = {
        "threshold": Threshold("errors", above=scenario.above),
        "baseline": Baseline("errors"),
        "sequential": Sequential("errors"),
        "burn": Burn("errors"),
    }
    chosen = checks.get(scenario.policy, checks["threshold"])
    strictness: dict[str, Any] = {name: getattr(scenario, name) for name in _STRICTNESS}  # Any: fields of Step
    strictness["hold"] *= 60
    made = STRATEGIES[scenario.strategy]((chosen, Threshold("slow", above=SLOW)), **strictness)
    return replace(made, interval=float(scenario.interval))


def _deliver(scenario: Scenario, day: Day, policy: Policy, **ways: Any) -> Delivered:  # Any: as deliver takes them
    pipeline = _pipeline(scenario)
    return deliver(day, policy, engine=_engine(scenario, day, policy, pipeline), pipeline=pipeline, **ways)


def _pipeline(scenario: Scenario) -> Pipeline:
    return Pipeline(delay=round(scenario.delay / TICK), drops=scenario.drops, seed=scenario.seed)


def _engine(scenario: Scenario, day: Day, policy: Policy, pipeline: Pipeline) -> CountEngine:
    every = max(round(policy.interval / day.tick), 1)
    return CountEngine(day, workers=scenario.workers or inf, timed=pipeline.between(every))


def _shares(day: Day, done: Delivered) -> dict[str, Floats]:
    """Who is to meet the candidate, and who does."""
    users = day.users[:, -1]
    live = np.where(done.mirrored, 0, done.share) / 100
    return {
        "asked": done.share / 100,
        "realised": done.requests[:, 1] / np.where(users, users, nan),
        "shadow": done.mirrored.astype(float),
        "by_stable": 1 - live,
        "by_candidate": live,
    }


def _harm(day: Day, yours: Delivered, at_once: Delivered) -> dict[str, Floats]:
    mine, theirs = (blast(day, each)[1] for each in (yours, at_once))
    return {
        "users": mine[:, 0],
        "users_at_once": theirs[:, 0],
        "exposed": mine[:, 1],
        "errors": mine[:, 2],
        "errors_at_once": theirs[:, 2],
        "money": mine[:, 4],
        "money_at_once": theirs[:, 4],
    }


def _events(scenario: Scenario, done: Delivered, plan: Policy) -> Iterator[stage.Event]:
    """Faults and orders, and every verdict that changed something, or warned first."""
    for each in (each for each in scenario.interventions if each.tick < TICKS):
        yield stage.Event(each.tick, each.kind, "broken" if isinstance(each, Fault) else "you decide")
    before = ""
    for look in done.looks:
        kind = {"roll back": "back", "advance": "on", "warn": "warn"}.get(look.verdict)
        if kind and (kind != "warn" or before != "warn"):
            yield stage.Event(look.tick, kind, _flag(look, plan))
        before = look.verdict


def _flag(look: Look, plan: Policy) -> str:
    if look.verdict != "advance":
        return "rolled back" if look.verdict == "roll back" else "warning"
    following = plan.steps[look.window.step + 1 :]
    return f"{following[0].share} %" if following else "promoted"


def _summary(columns: dict[str, Floats], yours: Delivered, at_once: Delivered) -> dict[str, float]:
    names = "users", "users_at_once", "exposed", "errors", "errors_at_once", "money", "money_at_once"
    harm = {name: float(columns[name][-1]) for name in names}
    decided = {"promoted": 1.0, "rolled back": -1.0, "undecided": 0.0}
    minutes = nan if yours.decided is None else (yours.decided + 1) * MINUTES
    return harm | {
        "outcome": decided[yours.outcome],
        "outcome_at_once": decided[at_once.outcome],
        "decided": minutes,
        "looks": float(len(yours.looks)),
    }
