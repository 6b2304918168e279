"""What does a player get to hear? Its controls once, then one answer for each run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from . import wire
from .errors import ScenarioError
from .parts import Part
from .scenario import Scenario
from .simulation import Simulation
from .trace import Trace

__all__ = ["answer", "ghosts", "plain", "spec"]

Json = dict[str, Any]  # Any: what JSON can hold


def spec(
    simulation: Simulation, front: Sequence[str], parts: Mapping[str, Part], *, play: bool, tick: int | None = None
) -> Json:
    """The controls and actions of a simulation, and how its player begins."""
    controls = {each["name"]: each for each in simulation.Scenario.controls()}
    front = (front,) if isinstance(front, str) else tuple(front)
    for name in front:
        if name not in controls:
            raise ScenarioError(
                f"controls must name knobs of {simulation.name} ({', '.join(controls)}), got {name!r}."
            )
    for name in simulation.parts:
        if name in controls:
            controls[name]["choices"] = _with_part(controls[name]["choices"], parts.get(name))
    return {
        "name": simulation.name,
        "controls": [controls[name] for name in dict.fromkeys((*front, *controls))],
        "front": len(front) or 3,
        "actions": [
            {"kind": action.model_fields["kind"].default, "title": action.title, "fields": action.controls()}
            | {"defaults": plain(action.model_validate({"tick": 0}))}
            for action in simulation.Scenario.actions
        ],
        "parts": {name: _called(part) for name, part in parts.items()},
        "play": play,
        "tick": tick,
    }


def answer(
    simulation: Simulation,
    trace: Trace,
    *,
    request: str,
    seconds: float = 0.0,
    budget: int = wire.BUDGET,
) -> tuple[Json, bytes]:
    """A run as the player needs it: its scenario, its picture and words, and the columns as bytes."""
    scene = simulation.scene(trace)
    picture = scene.picture(trace)
    layout, data = wire.pack(trace, scene.columns(), exact=scene.numbers(), peaks=scene.along(), budget=budget)
    told = {
        "id": request,
        "scenario": plain(trace.scenario),
        "picture": picture,
        "layout": layout,
        "text": scene.text(trace),
        "seconds": seconds,
        "error": "",
    }
    return told, data


def ghosts(simulation: Simulation, traces: Sequence[Trace], *, budget: int = wire.BUDGET) -> tuple[list[Json], bytes]:
    """Pinned runs as the player needs them, to be drawn behind another; their bytes in one piece."""
    told, parts = [], []
    for trace in traces:
        scene = simulation.scene(trace)
        layout, data = wire.pack(trace, scene.along(), exact=scene.numbers(), budget=budget // len(traces))
        lanes = scene.picture(trace)["lanes"]
        reads = {each.column: each.name for each in scene.readouts}
        told.append(
            {"scenario": plain(trace.scenario), "lanes": lanes, "reads": reads, "layout": layout, "bytes": len(data)}
        )
        parts.append(data)
    return told, b"".join(parts)


def plain(model: Scenario | Any) -> Json:  # Any: an Intervention is as welcome
    """A scenario or an intervention as JSON can hold it."""
    held: Json = model.model_dump(mode="json")
    return held


def _called(part: object) -> str:
    return str(getattr(part, "__name__", type(part).__name__))


def _with_part(choices: list[list[str]], part: object) -> list[list[str]]:
    """The menu's choices: "yours" only when there is one, by its own name."""
    return [
        [value, f"{_called(part)} (yours)" if value == "yours" and _called(part) != "<lambda>" else label]
        for value, label in choices
        if value != "yours" or part is not None
    ]
