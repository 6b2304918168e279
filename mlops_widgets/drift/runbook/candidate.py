"""What may a candidate learn from, is it worse than the model, and does it answer at all?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from mlops_widgets.drift.guards import Guard

from .moment import Moment
from .sinks import Batch, Jobs, Model

__all__ = ["Lesson", "Work", "answers", "lesson", "trained"]


@dataclass(frozen=True)
class Work:
    """What a machine cannot know by itself: where data lie, how one learns, and what counts as worse."""

    history: Callable[[float, float, float], Batch]
    """(first, last, now), hours → rows that arrived from first on and before last, whose label is known now."""
    learn: Callable[[Batch], Model]
    loss: Callable[[Model], float]
    """Loss on a stable test set, which no training sees; smaller is better."""


@dataclass(frozen=True, eq=False)
class Lesson:
    """What a candidate may learn from, or why there is nothing."""

    data: Batch = field(default_factory=dict)
    rows: int = 0
    damage: str = ""  # what the guard refuses
    lack: str = ""  # why there are no rows although nothing is damaged


def lesson(work: Work, guard: Guard, now: Moment, hours: float, damaged: Sequence[tuple[float, float]]) -> Lesson:
    """The labelled rows of the last hours, without stretches that were damaged, as far as the guard lets them."""
    if now.problems:
        return Lesson(damage=str(now.problems[0]))
    first, pieces = now.until - hours, []
    try:
        for begin, end in (*damaged, (now.until, now.until)):
            if begin > first:
                pieces.append(work.history(first, begin, now.until))
            first = max(first, end)
        data = {name: np.concatenate([piece[name] for piece in pieces]) for name in (pieces[0] if pieces else ())}
    except Exception as error:  # noqa: BLE001 - whatever a store raises, the model goes on
        return Lesson(lack=f"the history failed: {type(error).__name__}: {error}")
    rows = len(next(iter(data.values()), ()))
    if not rows:
        return Lesson(lack="no row of that time has a label yet")
    problems = guard.check({name: values for name, values in data.items() if name in guard.columns})
    return Lesson(data, rows, damage=str(problems[0]) if problems else "")


def trained(jobs: Jobs, work: Work, model: Model, margin: float, time: float) -> tuple[Model | None, str] | None:
    """The candidate, or None instead of one that failed or is worse, and why; None while the training lasts."""
    try:
        candidate = jobs.result(time)
        if candidate is None:
            return None
        new, old = work.loss(candidate), work.loss(model)
    except Exception as error:  # noqa: BLE001 - whatever a training raises, the model goes on
        return None, f"the training failed: {type(error).__name__}: {error}"
    not_worse = new <= old + margin  # a loss that is no number is worse
    words = f"candidate's loss {new:.4f}, model's {old:.4f} on the stable test set"
    return (candidate, f"{words}: not worse") if not_worse else (None, f"{words}: worse by more than {margin:g}")


def answers(candidate: Model, batch: Batch) -> str:
    """What is wrong with the candidate's answers to live data; empty if nothing."""
    try:
        chances = np.asarray(candidate.score(batch), float)
    except Exception as error:  # noqa: BLE001 - whatever a candidate raises, users do not see it
        return f"raised {type(error).__name__}: {error}"
    rows = len(next(iter(batch.values()), ()))
    if chances.shape != (rows,):
        return f"gave the shape {chances.shape} for {rows} rows"
    sound = np.isfinite(chances) & (chances >= 0) & (chances <= 1)
    return "" if sound.all() else f"gave {chances[~sound][0]:g} for a chance"
