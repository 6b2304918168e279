"""How is a year of inspections shown, and what would one say about accuracy aloud?"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from mlops_widgets.stage import (
    Axis,
    Band,
    Flow,
    Lane,
    Line,
    Panel,
    Phrase,
    ReadOut,
    Scene,
    Stack,
    Trace,
    Verdict,
    written,
)

from .simulate import SLOTS

__all__ = ["scene"]

_LOOK = 10  # days between two sentences


def scene(trace: Trace) -> Scene:
    """Parts on their way over two lanes: what alarms are made of, and the metrics beside the lazy classifier's."""
    return Scene(
        title="A year of inspections",
        subtitle="generated parts, each scored by a model",
        axis=Axis("days"),
        above=(_belt(),),
        lanes=(_metrics(), _alarms()),
        flags={"move": "soft"},
        verdicts=tuple(_said(trace)),
        readouts=(
            ReadOut("accuracy", "accuracy", digits=1, unit="%", base="of all parts"),
            ReadOut("precision", "precision", digits=1, unit="%", base="of the alarms"),
            ReadOut("recall", "recall", digits=1, unit="%", base="of the defects"),
            ReadOut("F1", "f1", digits=2),
        ),
        sources="Scores: normal, spread 1 σ, higher for defects. All metrics count from the first day on.",
    )


def _belt() -> Panel:
    places, ways, paces = (tuple(f"{name}_{slot}" for slot in range(SLOTS)) for name in ("place", "way", "pace"))
    mark = Flow(
        places, ways, paces, ("stopped", "let through"), ("stopped", "passed"), ("accent", "soft"),
        words=("parts", "after inspection", "wrongly"),
    )  # fmt: skip
    return Panel("Parts on the belt", f"{SLOTS} of each day's; a cross was judged wrongly", mark)


def _metrics() -> Lane:
    return Lane(
        "Metrics", "of all parts so far; dotted: 95 % interval of the precision",
        (
            Band("precise_low", "precise_high"),
            Line("never", tone="ink", dashed=True, label="stopping nothing"),
            Line("accuracy", tone="ink", label="accuracy"),
            Line("recall", tone="good", label="recall"),
            Line("precision", label="precision"),
        ),
        low=0.0, high=1.04, digits=0, sign="%", height=1.5,
    )  # fmt: skip


def _alarms() -> Lane:
    return Lane(
        "Alarms", "what they are made of, so far",
        (Stack(("right", "false"), ("defects", "good parts"), ("accent", "warn")),),
        low=0.0, high=1.0, digits=0, sign="%", height=0.7,
    )  # fmt: skip


def _said(trace: Trace) -> Iterator[Verdict]:
    """A sentence for every tenth day, and after each move of the threshold."""
    last = len(trace) - 1
    moved = {event.tick: event.label for event in trace.events}
    for tick in sorted({0, last, *range(_LOOK - 1, last, _LOOK), *moved}):
        phrases: tuple[Phrase, ...]
        if tick in moved and tick < last:
            phrases = (Phrase(f"From now on: {moved[tick]}", "ink"), Phrase("; the metrics keep the days before."))
        elif tick == 0:
            phrases = (Phrase("The belt starts", "ink"), Phrase("; in the first days every share still jumps."))
        else:
            phrases = _balance(trace, tick)
        yield Verdict(tick, phrases)


def _balance(trace: Trace, tick: int) -> tuple[Phrase, ...]:
    accuracy, never = (_percent(trace, name, tick) for name in ("accuracy", "never"))
    gain = trace["accuracy"][tick] - trace["never"][tick]
    compared = f"{'more' if gain > 0 else 'less'} than the {never} of" if gain else "the same as by"
    first = Phrase(f"Accuracy is {accuracy}, {compared} stopping nothing", "warn" if gain < 0 else "ink")
    if np.isnan(trace["precision"][tick]):
        return (first, Phrase("; no part was ever stopped."))
    if np.isnan(trace["recall"][tick]):
        return (first, Phrase("; no defect has come yet, so every alarm was false."))
    right, caught = (_percent(trace, name, tick, 0) for name in ("precision", "recall"))
    return (first, Phrase(f"; {right} of the alarms are right, and {caught} of the defects are stopped."))


def _percent(trace: Trace, name: str, tick: int = -1, digits: int = 1) -> str:
    return written(float(trace[name][tick]), digits=digits, unit="%")
