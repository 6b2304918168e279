"""Five machines and you search the same table: who has found what after as many networks, or seconds?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial

import numpy as np
from numpy.typing import NDArray

from mlops_widgets import stage
from mlops_widgets.automl.chance import expected_best
from mlops_widgets.automl.racing import Race, explore
from mlops_widgets.automl.strategies import STRATEGIES, Grid, Strategy
from mlops_widgets.automl.table import Table, plane, table

from .scenario import Place, Scenario

__all__ = ["DOTS", "NEAR", "OURS", "good_ones", "on_plane", "simulate"]

Floats = NDArray[np.float64]

OURS = ("grid", "random", "evolution", "tpe", "bayes")
DOTS = 3  # networks of one tick that the picture has room for
GOOD = 0.05  # share of the networks that count as good
NEAR = 0.01  # behind the best, and found counts as found


@dataclass(frozen=True)
class _Clock:
    """When what is done: ticks of one network each, or of the mean network's seconds."""

    time: Floats
    by_seconds: bool

    def ticks(self, race: Race) -> NDArray[np.int64]:
        """At which tick each network of a search is done; those beyond the budget are left out."""
        spent = race.seconds.cumsum() if self.by_seconds else np.arange(1.0, race.score.size + 1)
        ticks = np.searchsorted(self.time, spent - 1e-9)
        return ticks[ticks < self.time.size]


def simulate(scenario: Scenario, *, strategy: Callable[[], Strategy] | None = None) -> stage.Trace:
    """Let machines, and a learner, search a table of trained networks on the same budget.

    Parameters
    ----------
    scenario
        The space, the budget, the machine that is looked at, and the networks that the learner placed.
    strategy
        A class or a function that builds a fresh strategy; it is looked at instead of the scenario's.

    Returns
    -------
    Trace
        One row a network (or its mean training time). ``error_…`` (of the best network so far, 0–1) of each machine,
        of ``yours`` and of ``you``; ``error_chance`` (the mean of random search over all seeds, where the budget
        counts networks: exact on the plane, in the whole space as near as ``Table.chances`` are counted);
        of the machine that is looked at ``score``, ``low`` and ``high`` (what it expected, mean ± 2 sd, where it
        says), ``behind`` (the best there is, in points), ``tried`` (networks so far) and where it looked (``x_``,
        ``y_``; ``you_x_``, ``you_y_``). Events: ``placed``, ``near``.
    """
    if strategy is not None:
        scenario = scenario.replace(strategy="yours")
    elif scenario.strategy == "yours":
        raise stage.PartError("this scenario runs your own strategy: pass it, strategy=YourClass.")
    among = _among(scenario.space)
    clock = _clock(scenario, among)
    count = _count(scenario, among)
    races = {name: _raced(name, scenario.space, scenario.seed, scenario.trials, count) for name in OURS}
    if strategy is not None:
        races["yours"] = explore(strategy(), count, among)
    races["you"] = you = _placed(scenario, among)
    columns = {
        f"error_{name}": _error(each, clock.ticks(each), clock) for name, each in races.items() if name != "you"
    }
    columns.setdefault("error_yours", np.full(clock.time.size, np.nan))
    moments = np.array([each.tick for each in _mine(scenario)], dtype=np.int64)
    columns["error_you"] = _error(you, moments, clock)
    columns["error_chance"] = _chance(scenario.space, clock)
    shown, ticks = races[scenario.strategy], clock.ticks(races[scenario.strategy])
    columns |= _looked_at(shown, ticks, clock)
    if scenario.reveal:
        axes = zip("xy", on_plane(among, good_ones(among)), strict=True)
        columns |= {f"good_{a}_{i}": np.full(clock.time.size, at) for a, row in axes for i, at in enumerate(row)}
    columns |= _dots("", shown, ticks, clock, among) | _dots("you_", you, moments, clock, among)
    best = 1 - among.best
    columns |= {
        "behind": 100 * (columns[f"error_{scenario.strategy}"] - best),
        "behind_you": 100 * (columns["error_you"] - best),
    }
    return stage.Trace(
        clock.time,
        columns,
        scenario=scenario,
        events=_events(scenario, you, columns, best),
        summary={
            "best": among.best,
            **{f"behind_{name}": 100 * (columns[f"error_{name}"][-1] - best) for name in (*OURS, "yours", "you")},
            "behind_chance": 100 * (columns["error_chance"][-1] - best),
            "placed": float(you.score.size),
            "behind_then": _then(shown, you),
        },
    )


def _among(space: str) -> Table:
    return plane() if space == "plane" else table()


def _clock(scenario: Scenario, among: Table) -> _Clock:
    seconds = scenario.cost == "seconds"
    each = float(among.seconds[-1].mean()) if seconds else 1.0
    return _Clock(np.asarray(np.arange(1, scenario.trials + 1) * each, dtype=np.float64), seconds)


def _count(scenario: Scenario, among: Table) -> int:
    """How many networks the budget can pay for at most."""
    if scenario.cost == "trials":
        return scenario.trials
    return int(np.ceil(scenario.trials * among.seconds[-1].mean() / among.seconds[-1].min()))


@lru_cache(maxsize=256)
def _raced(name: str, space: str, seed: int, trials: int, count: int) -> Race:
    """One of our machines; a grid is laid for the budget."""
    among = _among(space)
    build = partial(Grid, trials=trials) if name == "grid" else STRATEGIES[name]
    return explore(build(among.space, seed), count, among)


def _mine(scenario: Scenario) -> list[Place]:
    return [each for each in scenario.interventions if isinstance(each, Place) and each.tick < scenario.trials]


def _placed(scenario: Scenario, among: Table) -> Race:
    """What the learner placed, as a search."""
    base = {name: value for name, value in table().configs[0].items() if name in among.space.names}
    asked = [base | {"rate": 10.0**each.rate, "width": 2.0**each.width} for each in _mine(scenario)]
    numbers = np.array([among.nearest(each) for each in asked], dtype=np.int64)
    score = among.score[numbers]
    regret = among.best - np.maximum.accumulate(score)
    return Race(numbers, score, among.seconds[-1, numbers], np.full((numbers.size, 2), np.nan), regret)


def _error(race: Race, ticks: NDArray[np.int64], clock: _Clock) -> Floats:
    """The error of the best network done by each tick; NaN before the first."""
    best = np.full(clock.time.size, -np.inf)
    np.maximum.at(best, ticks, race.score[: ticks.size])
    best = np.maximum.accumulate(best)
    return np.where(np.isfinite(best), 1 - best, np.nan)


def _chance(space: str, clock: _Clock) -> Floats:
    if clock.by_seconds:
        return np.full(clock.time.size, np.nan)
    return 1 - _means(space)[: clock.time.size]


@lru_cache(maxsize=2)
def _means(space: str) -> Floats:
    among = _among(space)
    return np.array([expected_best(among.score, k, chances=among.chances) for k in range(1, 51)])


def _looked_at(race: Race, ticks: NDArray[np.int64], clock: _Clock) -> dict[str, Floats]:
    """Of the last network done by each tick: its score, and what was expected of it."""
    held = {}
    done = slice(ticks.size)
    mean, sd = race.expected[done].T
    for name, values in {"score": race.score[done], "low": mean - 2 * sd, "high": mean + 2 * sd}.items():
        held[name] = _kept(np.clip(values, 0, 1), ticks, clock)
    held["tried"] = np.searchsorted(ticks, np.arange(clock.time.size), side="right").astype(float)
    return held


def _kept(values: Floats, ticks: NDArray[np.int64], clock: _Clock) -> Floats:
    """At each tick the value of the last network done; NaN before the first."""
    last = np.searchsorted(ticks, np.arange(clock.time.size), side="right") - 1
    return np.where(last < 0, np.nan, np.append(values, np.nan)[np.maximum(last, 0)])


def good_ones(among: Table) -> NDArray[np.int64]:
    """The numbers of the best twentieth of the networks."""
    return np.argsort(-among.score, kind="stable")[: int(np.ceil(GOOD * len(among)))]


def on_plane(among: Table, numbers: NDArray[np.int64]) -> Floats:
    """Where networks stand in the picture, (2, networks): log₁₀ of the rate, log₂ of the units."""
    rates, widths = (np.array([float(among.configs[n][axis]) for n in numbers]) for axis in ("rate", "width"))
    return np.array([np.log10(rates), np.log2(widths)])


def _dots(name: str, race: Race, ticks: NDArray[np.int64], clock: _Clock, among: Table) -> dict[str, Floats]:
    places = np.full((2, DOTS, clock.time.size), np.nan)
    rank = np.arange(ticks.size) - np.searchsorted(ticks, ticks)  # the how-manieth of its tick
    fits = rank < DOTS
    where = on_plane(among, race.numbers[: ticks.size])
    places[:, rank[fits], ticks[fits]] = where[:, fits]
    axes = zip("xy", places, strict=True)
    return {f"{name}{axis}_{dot}": rows[dot] for axis, rows in axes for dot in range(DOTS)}


def _then(shown: Race, you: Race) -> float:
    """How far behind the machine was after as many networks as the learner placed, in points."""
    return float(100 * shown.regret[min(you.score.size, shown.regret.size) - 1]) if you.score.size else float("nan")


def _events(scenario: Scenario, you: Race, columns: dict[str, Floats], best: float) -> list[stage.Event]:
    placed = [
        stage.Event(each.tick, "placed", f"you: {100 * score:.1f} %")
        for each, score in zip(_mine(scenario), you.score, strict=True)
    ]
    near = np.flatnonzero(columns[f"error_{scenario.strategy}"] <= best + NEAR + 1e-12)
    return [*placed, *([stage.Event(int(near[0]), "near", "within a point")] if near.size else [])]
