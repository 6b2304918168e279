"""What do five minutes look like, second by second: who runs, who waits, for how long, and at what price?"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mlops_widgets import stage

from .batching import Requests, Served, continuous, static
from .cache import lookups
from .scenario import LONGEST, SECONDS, Crowd, Scenario
from .theory import limit, places
from .world import Asked, world

__all__ = ["FULL", "WINDOW", "simulate"]

Floats = NDArray[np.float64]

WINDOW = 30  # seconds that a percentile looks back
FULL = 5  # seconds of waiting before one speaks of a queue
_LOOKUP = 0.001  # seconds to find an answer in the cache; assumed
_FEWEST = 20  # answers: of fewer, a twentieth is nobody
_ENGINES = {"continuous": continuous, "static": static}


def simulate(scenario: Scenario) -> stage.Trace:
    """Let requests come, batch them, and count what they wait and cost.

    Parameters
    ----------
    scenario
        Who comes, the machine, and how it batches.

    Returns
    -------
    Trace
        One row a second. ``running`` and ``waiting`` (requests), ``memory`` (share that is kept), over the last 30 s
        ``first_95``, ``done_50``, ``done_95`` (seconds to the first token and to the whole answer) and ``other_95``
        (the same of the other way to batch), ``tokens`` (a second); so far ``answered``, ``cost`` (€ for 1,000
        requests, of a machine that is paid by the hour), ``cost_tokens`` (€ for a million tokens) and ``hits`` (share
        answered by the cache). Events: ``crowd``, ``full`` and ``free``.
    """
    asked = world(scenario)
    found = lookups(asked.question, scenario.cache)
    served = {name: _served(asked, found, scenario, name) for name in _ENGINES}
    yours = served.pop(scenario.mode)
    (other,) = served.values()
    time = np.arange(SECONDS + 1.0)
    columns = _columns(asked, yours, scenario, time) | {"other_95": _waits(asked, other, time).done_95}
    return stage.Trace(
        time,
        columns,
        scenario=scenario,
        events=_events(columns["waiting"], scenario),
        summary=_summary(asked, yours, other, scenario, columns),
    )


class _Outcome(NamedTuple):
    """When each request has its first token and all of them, who was computed, and how."""

    first: Floats
    done: Floats
    computed: NDArray[np.int64]  # places of those that the machine saw
    machine: Served  # of those alone


def _served(asked: Asked, found: NDArray[np.int64], scenario: Scenario, mode: str) -> _Outcome:
    computed = np.flatnonzero(found < 0)
    prompts, answers = asked.tokens_in[computed], asked.tokens_out[computed]
    held = _held(asked, computed, scenario)
    machine = _ENGINES[mode](Requests(asked.arrive[computed], prompts, answers, held), scenario.machine)
    by_whom = np.where(found < 0, np.arange(found.size), found)
    times = []
    for of_machine in (machine.first, machine.done):
        whole = np.zeros(found.size)
        whole[computed] = of_machine
        times.append(np.where(found < 0, whole, np.maximum(whole[by_whom], asked.arrive + _LOOKUP)))
    first, done = times
    return _Outcome(first, done, computed, machine)


def _held(asked: Asked, computed: NDArray[np.int64], scenario: Scenario) -> NDArray[np.int64]:
    """Tokens of memory that are kept for each while it runs."""
    answers = asked.tokens_out[computed] if scenario.reserve == "needed" else LONGEST
    held: NDArray[np.int64] = asked.tokens_in[computed] + answers
    return held


def _columns(asked: Asked, yours: _Outcome, scenario: Scenario, time: Floats) -> dict[str, Floats]:
    came, (first_95, done_50, done_95) = asked.arrive[yours.computed], _waits(asked, yours, time)
    start, end = yours.machine.start, yours.machine.done
    held = _held(asked, yours.computed, scenario)
    begun, ended = _count(start, time), _count(end, time)
    kept = _count(start, time, held) - _count(end, time, held)
    answered, made = _count(yours.done, time), _count(yours.done, time, asked.tokens_out)
    spent = scenario.price / 3600 * time  # by the hour, whatever the machine does in it
    back = np.maximum(np.arange(time.size) - WINDOW, 0)
    some = answered > 0
    return {
        "running": begun - ended,
        "waiting": _count(came, time) - begun,
        "memory": kept / scenario.machine.memory,
        "first_95": first_95,
        "done_50": done_50,
        "done_95": done_95,
        "tokens": (made - made[back]) / np.minimum(np.maximum(time, 1), WINDOW),
        "answered": answered,
        "cost": np.divide(1000 * spent, answered, out=np.full(time.size, np.nan), where=some),
        "cost_tokens": np.divide(1e6 * spent, made, out=np.full(time.size, np.nan), where=some),
        "hits": 1 - np.divide(ended, answered, out=np.ones(time.size), where=some),
    }


def _count(moments: Floats, time: Floats, weights: NDArray[np.int64] | None = None) -> Floats:
    """How many of them are over, or how much they weigh together."""
    if weights is None:
        return np.searchsorted(np.sort(moments), time, "right").astype(float)
    order = np.argsort(moments, kind="stable")
    sums = np.concatenate([[0.0], np.cumsum(weights[order])])
    summed: Floats = sums[np.searchsorted(moments[order], time, "right")]
    return summed


class _Waits(NamedTuple):
    first_95: Floats
    done_50: Floats
    done_95: Floats


def _waits(asked: Asked, outcome: _Outcome, time: Floats) -> _Waits:
    """Percentiles of those whose answer was complete in the last 30 s; NaN while they are too few."""
    order = np.argsort(outcome.done, kind="stable")
    done, first = ((each - asked.arrive)[order] for each in (outcome.done, outcome.first))
    ended = outcome.done[order]
    low, high = (np.searchsorted(ended, each, "right") for each in (time - WINDOW, time))
    told = np.full((3, time.size), np.nan)
    for tick, (begin, end) in enumerate(zip(low, high, strict=True)):
        if (count := end - begin) >= _FEWEST:
            mine = np.sort(done[begin:end])
            at = int(np.ceil(0.95 * count)) - 1
            told[:, tick] = np.sort(first[begin:end])[at], mine[(count - 1) // 2], mine[at]
    return _Waits(*told)


def _events(waiting: Floats, scenario: Scenario) -> list[stage.Event]:
    events = [
        stage.Event(each.tick, "crowd", "a crowd")
        for each in scenario.interventions
        if isinstance(each, Crowd) and each.tick < waiting.size
    ]
    is_full, since = False, 0
    for tick, queue in enumerate(waiting > 0):
        since = 0 if queue == is_full else since + 1
        if since == FULL:
            is_full, since = not is_full, 0
            events.append(stage.Event(tick, "full" if is_full else "free", "a queue" if is_full else "no queue"))
    return events


def _summary(
    asked: Asked, yours: _Outcome, other: _Outcome, scenario: Scenario, columns: dict[str, Floats]
) -> dict[str, float]:
    computed, machine = yours.computed, scenario.machine
    prompts, answers = asked.tokens_in[computed], asked.tokens_out[computed]
    held = float(np.average(_held(asked, computed, scenario), weights=answers)) if computed.size else 0.0
    most = limit(
        machine,
        tokens_in=float(prompts.mean()) if computed.size else 0.0,
        tokens_out=float(answers.mean()) if computed.size else 1.0,
        held=held,
    )
    waits = {
        f"{name}_{share}": float(np.percentile(each - asked.arrive, share)) if each.size else np.nan
        for name, each in (("first", yours.first), ("done", yours.done), ("other", other.done))
        for share in (50, 95)
    }
    room = {"limit": most, "places": float(places(machine, held))}
    ends = {name: float(columns[name][-1]) for name in ("cost", "cost_tokens", "hits", "waiting")}
    return {"requests": float(asked.arrive.size), "computed": float(computed.size), **room, **waits, **ends}
