"""Which runs are pinned behind another? What sets each apart and how far the numbers have moved, in one sentence."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from .message import plain
from .numbers import written
from .scene import ReadOut
from .simulation import Simulation
from .trace import Trace

__all__ = ["sentence"]

Json = Mapping[str, Any]  # Any: what JSON can hold


def sentence(simulation: Simulation, trace: Trace, pins: Sequence[Trace]) -> str:
    """The ghosts behind a run at its last tick, named as the player names them (``pins.js``); "" without any."""
    if not pins:
        return ""
    controls, front = simulation.Scenario.controls(), plain(trace.scenario)
    named = list(zip("ABC", pins, strict=False))
    names = ", ".join(f"{name} {_apart(controls, plain(pin.scenario), front)}" for name, pin in named)
    scene = simulation.scene(trace)
    others = [simulation.scene(pin) for _, pin in named]
    moved = "; ".join(
        f"{each.name} {_beside(each, trace, named, [scene.means(each.column, other) for other in others])}"
        for each in scene.readouts
    )
    return f"Pinned: {names} — {moved}." if moved else f"Pinned: {names}."


def _apart(controls: Sequence[Json], one: Json, other: Json) -> str:
    """What sets a scenario apart from another, in the words of its controls."""
    words = [
        f"{each['title']} {_valued(each, one[each['name']])}"
        for each in controls
        if one[each["name"]] != other[each["name"]] and _matters(each, one)
    ]
    acts, others = one["interventions"], other["interventions"]
    if acts != others:
        count = f"{len(acts) or 'no'} intervention{'s' if len(acts) > 1 else ''}"
        words.append("other interventions" if len(acts) == len(others) else count)
    return ", ".join(words) or "this very run"


def _matters(control: Json, scenario: Json) -> bool:
    return all(_said(scenario[name]) in values for name, values in control["when"].items())


def _valued(control: Json, value: Any) -> str:  # Any: a knob's value
    if "choices" in control:
        return next((str(label) for each, label in control["choices"] if each == value), str(value))
    if control["kind"] == "toggle":
        return "on" if value else "off"
    if not isinstance(value, int | float):
        return str(value)
    step = control.get("step", 1) * (100 if control["unit"] == "%" else 1)
    digits = max(0, min(4, math.ceil(-math.log10(step) - 1e-9)))
    return written(value, digits=digits, unit=control["unit"])


def _said(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _beside(readout: ReadOut, trace: Trace, named: Sequence[tuple[str, Trace]], alike: Sequence[bool]) -> str:
    """A read-out's value in the ghosts at the same moment; none where the column means something else."""
    now = float(trace[readout.column][-1])
    text = written(now, digits=readout.digits, unit=readout.unit)
    same, said = [], []
    for (name, pin), is_alike in zip(named, alike, strict=True):
        known = is_alike and readout.column in pin.columns
        was = float(pin[readout.column][pin.upto(trace.time[-1])]) if known else math.nan
        before = written(was, digits=readout.digits, unit=readout.unit)
        if before == text and not math.isnan(was):
            same.append(name)
        else:
            said.append(f"{name} {before}{_difference(now - was, readout)}")
    return " · ".join([*said, *([f"same in {', '.join(same)}"] if same else [])])


def _difference(by: float, readout: ReadOut) -> str:
    """How far a number has moved from a ghost's, in brackets; a share moves by percentage points."""
    moved, unit = (100 * by, "points") if readout.unit == "%" else (by, readout.unit)
    return "" if math.isnan(by) else f" ({'+' if by > 0 else ''}{written(moved, digits=readout.digits, unit=unit)})"
