"""What may a candidate learn from, is it worse than the model, and does it answer at all?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mlops_widgets.drift.guards import Guard, Problem

from .moment import Moment
from .sinks import Batch, Model

__all__ = ["Work", "answers", "compare", "sound_history"]


@dataclass(frozen=True)
class Work:
    """What a machine cannot know by itself: where data lie, how one learns, and what counts as worse."""

    history: Callable[[float, float, float], Batch]
    """(first, last, now), hours → rows that arrived from first on and before last, whose label is known now."""
    learn: Callable[[Batch], Model]
    loss: Callable[[Model], float]
    """Loss on a stable test set, which no training sees; smaller is better."""


def sound_history(
    work: Work, guard: Guard, now: Moment, hours: float, damaged: Sequence[tuple[float, float]]
) -> tuple[dict[str, npt.NDArray[np.generic]], tuple[Problem, ...]]:
    """The labelled rows of the last hours without the damaged stretches, and what the guard still finds."""
    first, pieces = now.until - hours, []
    for begin, end in (*damaged, (now.until, now.until)):
        if begin > first:
            pieces.append(work.history(first, min(begin, now.until), now.until))
        first = max(first, end)
    data = {name: np.concatenate([piece[name] for piece in pieces]) for name in (pieces[0] if pieces else ())}
    if now.problems or not len(next(iter(data.values()), ())):
        return data, now.problems
    return data, guard.check({name: values for name, values in data.items() if name in guard.columns})


def compare(work: Work, candidate: Model, model: Model, margin: float) -> tuple[bool, str]:
    """Is the candidate not worse on the stable test set, and by which numbers?"""
    new, old = work.loss(candidate), work.loss(model)
    better = new <= old + margin  # a loss that is no number is worse
    words = f"candidate's loss {new:.4f}, model's {old:.4f} on the stable test set"
    return better, f"{words}, {'not worse' if better else 'worse'} by more than {margin:g}"


def answers(candidate: Model, batch: Batch) -> str:
    """What is wrong with the candidate's answers to live data; empty if nothing."""
    try:
        chances = np.asarray(candidate.score(batch), float)
    except Exception as error:  # noqa: BLE001 - whatever a candidate raises, users do not see it
        return f"raised {type(error).__name__}: {error}"
    sound = np.isfinite(chances) & (chances >= 0) & (chances <= 1)
    return "" if sound.all() else f"gave {chances[~sound][0]:g} for a chance"
