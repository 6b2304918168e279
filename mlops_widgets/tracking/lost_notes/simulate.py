"""After each run: which one would be handed over, what is it worth, and what would it take to find the best again?"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from mlops_widgets import stage

from .keepers import KEEPERS, Keeper
from .scenario import Begin, Scenario
from .world import Runs, draw

__all__ = ["simulate"]

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


def simulate(scenario: Scenario, *, notes: Callable[[], Keeper] | None = None) -> stage.Trace:
    """Let run follow run, write some of them down, forget the others, and answer the question after each.

    Parameters
    ----------
    scenario
        What is written down, what is asked, how memory fades, the interventions.
    notes
        A class or a function that builds a fresh ``Keeper``; it takes the place of the scenario's. What it
        writes down costs as much time as a note by hand.

    Returns
    -------
    Trace
        One row a run. ``score`` (points measured), ``best`` (worth of the best run so far), ``log`` (worth of the
        run with the best score so far), ``yours`` (worth of what is handed over, from notes and memory), ``lost``
        (0 or 1: nobody knows the settings of the run with the best score), ``known`` (runs whose settings somebody
        knows), ``done`` (runs so far), ``note_hours`` (spent on notes, so far), ``again`` (hours of re-runs until
        the best is found again, on average), ``regret`` (``log`` less ``yours``). NaN as long as no run answers
        the question. Events: ``begin`` and ``lost``, when the best run is forgotten.

    Raises
    ------
    PartError
        When a learner's keeper has no ``keep``, or it answers neither yes nor no.
    """
    if notes is not None:
        scenario = scenario.replace(notes="yours")
    runs = draw(scenario)
    written, by_hand = _written(scenario, runs, _keeper(scenario, notes))
    able = runs.fast if scenario.asked == "fast" else np.ones(scenario.runs, dtype=bool)
    age = np.subtract.outer(np.arange(scenario.runs), np.arange(scenario.runs))  # (after a run, of a run)
    done = age >= 0
    known = done & (written | (age < runs.lasts))
    there, held = done & able, known & able
    first, chosen = _leader(runs.score, there), _leader(runs.score, held)
    settings = np.where(written, np.arange(scenario.runs), runs.instead)
    lost = there.any(axis=1) & ~held[np.arange(scenario.runs), first]
    forgotten = (there & ~held).sum(axis=1)
    log, yours = (_worth(runs, where, some) for where, some in ((first, there), (settings[chosen], held)))
    columns = {
        "score": runs.score,
        "best": np.where(there.any(axis=1), np.maximum.accumulate(np.where(able, runs.worth, -np.inf)), np.nan),
        "log": log,
        "yours": yours,
        "lost": lost.astype(float),
        "known": known.sum(axis=1).astype(float),
        "done": done.sum(axis=1).astype(float),
        "note_hours": np.cumsum(by_hand) * scenario.minutes / 60,
        "again": np.where(lost, (forgotten + 1) / 2, 0.0) * scenario.hours,
        "regret": log - yours,
    }
    return stage.Trace(
        np.arange(1.0, scenario.runs + 1),
        columns,
        scenario=scenario,
        events=_events(scenario, columns["lost"]),
        summary={name: float(columns[name][-1]) for name in _TOLD} | {"notes": float(by_hand.sum())},
    )


_TOLD = ("best", "log", "yours", "lost", "known", "note_hours", "again", "regret")


def _keeper(scenario: Scenario, notes: Callable[[], Keeper] | None) -> Keeper:
    keeper = notes() if notes else KEEPERS.get(scenario.notes, KEEPERS["nothing"])()
    if not isinstance(keeper, Keeper):
        raise stage.PartError(
            f"notes must build something with keep(run, score), got {type(keeper).__name__}: give it that method."
        )
    return keeper


def _written(scenario: Scenario, runs: Runs, keeper: Keeper) -> tuple[Flags, Flags]:
    """Which runs are written down, and for which of them somebody took time."""
    said = [_answer(keeper.keep(run, float(score))) for run, score in enumerate(runs.score)]
    kept = np.array(said, dtype=bool)
    begins = [each.tick for each in scenario.interventions if isinstance(each, Begin)]
    tracked = np.arange(scenario.runs) >= min(begins, default=scenario.runs)
    by_hand = kept & ~tracked & (scenario.notes != "tracker")
    return kept | tracked, by_hand


def _answer(said: object) -> bool:
    if not isinstance(said, bool | np.bool_):
        raise stage.PartError(f"keep must return True or False, got {said!r}: True writes the run down.")
    return bool(said)


def _leader(score: Floats, among: Flags) -> NDArray[np.int64]:
    """After each run, the one with the best score among some; 0 where there is none."""
    return np.asarray(np.argmax(np.where(among, score, -np.inf), axis=1), dtype=np.int64)


def _worth(runs: Runs, where: NDArray[np.int64], among: Flags) -> Floats:
    return np.where(among.any(axis=1), runs.worth[where], np.nan)


def _events(scenario: Scenario, lost: Floats) -> list[stage.Event]:
    begun = np.flatnonzero(np.diff(lost, prepend=0.0) > 0)
    events = [stage.Event(int(tick), "lost", "the best is forgotten") for tick in begun]
    events += [
        stage.Event(each.tick, "begin", "tracked from here")
        for each in scenario.interventions
        if isinstance(each, Begin) and each.tick < scenario.runs
    ]
    return events
