"""How is a search shown: who is how far, where the machine looks, and what it expected there?"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from mlops_widgets import stage
from mlops_widgets.automl.table import plane, table
from mlops_widgets.stage import Band, Cloud, Lane, Line, Panel, Phrase, ReadOut, Scene, Threshold, Verdict
from mlops_widgets.stage.numbers import written

from .scenario import MACHINES, Scenario
from .simulate import DOTS, OURS, good_ones, on_plane

__all__ = ["scene"]

_SHORT = {
    "bayes": "Bayes",
    "tpe": "TPE",
    "evolution": "evolution",
    "random": "chance",
    "grid": "the grid",
    "yours": "your class",
}
_LABELS = {**_SHORT, "random": "random", "grid": "grid"}
_NAMES = {**{key: name[0].lower() + name[1:] for key, name in MACHINES.items()}, "tpe": "TPE", "yours": "your class"}
_NAMES["bayes"] = "Bayesian optimisation"


def scene(trace: stage.Trace) -> Scene:
    """The error of the best so far, each network of the machine in sight, and two pictures of the plane."""
    scenario: Scenario = trace.scenario  # type: ignore[assignment]  # our simulate put it there
    among = plane() if scenario.space == "plane" else table()
    name = _NAMES[scenario.strategy]
    looked = [
        Panel(f"Where {_SHORT[scenario.strategy]} looked", "", _cloud("", DOTS, scenario.trials, "accent", "tried")),
        Panel("Where you looked", "", _cloud("you_", DOTS, scenario.trials, "ink", "yours")),
    ]
    if scenario.reveal:
        looked.append(Panel("Where the best 5 % are", "", _cloud("good_", good_ones(among).size, 1, "good", "best")))
    return Scene(
        title="Who finds the best network first?",
        subtitle=f"{len(among)} networks on handwritten digits, all of them trained",
        axis=stage.Axis("s" if scenario.cost == "seconds" else "trials"),
        lanes=(_race(scenario, trace), _tried(name, expects=bool(np.isfinite(trace["low"]).any()))),
        flags={"placed": "ink", "near": "good"},
        verdicts=tuple(_said(trace, name, len(among))),
        readouts=(
            ReadOut(f"points behind the best: {name}", "behind", digits=1),
            ReadOut("points behind the best: you", "behind_you", digits=1),
            ReadOut("networks it has tried", "tried"),
        ),
        sources="Measured: accuracy on 600 validation images after 27 epochs, and seconds of one processor. Who asks "
        "for a place between the networks gets the nearest one.",
        panels=tuple(looked),
    )


def _race(scenario: Scenario, trace: stage.Trace) -> Lane:
    tones = {"grid": "soft", "random": "soft", "evolution": "warn", "tpe": "good", "bayes": "accent"}
    lines = [
        Line(f"error_{each}", tone=tones[each], dashed=each == "grid", label=_LABELS[each], step="post")  # type: ignore[arg-type]  # tones
        for each in OURS
    ]
    if scenario.strategy == "yours":
        lines.append(Line("error_yours", tone="ink", dashed=True, label="your class", step="post"))
    lines.append(Line("error_you", tone="ink", label="you", step="post"))
    if scenario.cost == "trials":
        lines.append(Line("error_chance", tone="soft", dashed=True, label="chance, mean"))
    floor = 1 - trace.summary["best"]
    return Lane(
        "Error of the best network so far",
        "on the validation images, in powers of ten",
        (*lines, Threshold(floor, f"best there is, {written(floor, digits=1, unit='%')}", tone="good")),
        sign="%",
        digits=0,
        height=1.6,
        low=floor * 0.8,
        high=1.0,
        log=True,
    )


def _tried(name: str, *, expects: bool) -> Lane:
    band = (Band("low", "high", tone="soft", label="expected"),) if expects else ()
    return Lane(
        f"Each network that {name} tried",
        "accuracy" + ("; the band was expected, ± 2 sd" if expects else ""),
        (*band, Line("score", step="post")),
        low=0.0,
        high=1.0,
        sign="%",
        digits=0,
        height=0.8,
    )


def _cloud(which: str, dots: int, ticks: int, tone: stage.marks.Tone, now: str) -> Cloud:
    x, y = (tuple(f"{which}{axis}_{dot}" for dot in range(dots)) for axis in "xy")
    return Cloud(
        x,
        y,
        tuple((float(x), float(y)) for x, y in zip(*on_plane(plane(), np.arange(len(plane()))), strict=True)),
        ("log₁₀ learning rate", "log₂ units"),
        ticks=ticks,
        now=now,
        tone=tone,
        was="grid",
        counted=True,
        room=0.25,
    )


def _said(trace: stage.Trace, name: str, count: int) -> Iterator[Verdict]:
    last = len(trace) - 1
    begun = (Phrase("One of these is the best"), Phrase(f", and nobody knows yet which of the {count} it is."))
    told = {0: begun}
    for event in trace.events:
        if event.kind == "near" and 0 < event.tick < last:
            tried = written(trace["tried"][event.tick], digits=0)
            told[event.tick] = (
                Phrase(f"{name[0].upper()}{name[1:]} is within a point of the best", "good"),
                Phrase(f", after {tried} networks."),
            )
    yield from (Verdict(tick, phrases) for tick, phrases in sorted(told.items()))
    yield Verdict(last, _balance(trace, name))


def _balance(trace: stage.Trace, name: str) -> tuple[Phrase, ...]:
    behind = float(trace["behind"][-1])
    chance = trace.summary["behind_chance"]
    tone: stage.marks.Tone = "good" if behind <= 1 else "warn" if behind > chance else "ink"
    ends = "has found the best there is" if behind < 0.05 else f"ends {_points(behind)} behind the best there is"
    said = [Phrase(f"{name[0].upper()}{name[1:]} {ends}", tone)]
    if np.isfinite(chance):
        said.append(Phrase(f"; chance alone ends {_points(chance)} behind, on average"))
    if placed := int(trace.summary["placed"]):
        yours, then = (_points(trace.summary[each]) for each in ("behind_you", "behind_then"))
        said += [Phrase(". "), Phrase(f"You with {placed}: {yours}; the machine after as many: {then}", "ink")]
    return (*said, Phrase("."))


def _points(value: float) -> str:
    words = written(value, digits=1)
    return f"{words} point" if words == "1.0" else f"{words} points"
