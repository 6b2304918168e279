"""How does a run outlive its kernel? Deflated in the notebook's own file, with all that its player needs."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Mapping, Sequence
from html import escape
from itertools import product
from typing import Any

from . import message, wire
from .errors import ScenarioError, StageError
from .parts import Part
from .simulation import Simulation
from .trace import Trace

__all__ = ["LIMIT", "MIME", "RUNS", "bake", "keep", "need_kernel", "snapshot"]

MIME = "application/vnd.mlops.trace+json"
LIMIT = 120_000  # characters of one kept run in the notebook's file
RUNS = 25  # that one page holds at most
_PAGE = 1_250_000  # bytes of all runs of a page together; the player itself and its words need the rest
_LEAST = 4_000  # bytes of columns that still make a picture

Json = dict[str, Any]  # Any: what JSON can hold


def keep(
    simulation: Simulation,
    traces: Sequence[Trace],
    *,
    spec: Json,
    vary: Mapping[str, Sequence[object]] | None = None,
    pins: Sequence[Trace] = (),
) -> Json:
    """The first trace, and the others that a page may show instead, as JSON can hold them.

    Returns
    -------
    dict
        What stands under ``MIME`` in an output: ``version``, ``name``, ``text`` (the picture in words),
        ``scenario``, ``parts`` (names of the learner's own), and ``kept``: base64 of deflated bytes, a line of
        JSON followed by the columns of all runs. At most ``LIMIT`` characters for each run, all in all.

    Raises
    ------
    StageError
        For a run whose flags and words alone are too many.
    """
    limit = min(LIMIT * len(traces), _PAGE)
    spec = {**spec, "model": "", "kept": True, "vary": dict(vary or {})}  # no kernel's model, so the same each time
    budget = wire.BUDGET
    while True:
        told, data = _told(simulation, traces, pins, budget)
        line = json.dumps({"spec": spec, **told}, separators=(",", ":")).encode()
        first = told["runs"][0]["answer"]
        payload = {
            "version": 1,
            "name": simulation.name,
            "text": first["text"],
            "scenario": first["scenario"],
            "parts": sorted(spec["parts"]),
            "kept": base64.b64encode(zlib.compress(line + b"\n" + data, 9)).decode(),
        }
        size = len(json.dumps(payload))
        if size <= limit:
            return payload
        if budget < _LEAST:
            raise StageError(
                f"{simulation.name} cannot be kept: it has {size:,} characters and may have {limit:,}. "
                "Most of it are flags and words: let its scene say less, or its run have fewer events."
            )
        budget = min(budget // 2, int(0.9 * budget * limit / size))


def need_kernel(name: str, text: str, *, veils: bool = False) -> Json:
    """What stands under ``MIME`` for a widget that is nothing without its kernel: its words, and the way back.

    One that ``veils`` keeps what its cell shows after it out of sight until it is asked again.
    """
    return {"version": 1, "name": name, "text": text, "veils": veils, "kept": None}


def _told(simulation: Simulation, traces: Sequence[Trace], pins: Sequence[Trace], budget: int) -> tuple[Json, bytes]:
    runs, parts = [], []
    for number, trace in enumerate(traces):
        answer, data = message.answer(simulation, trace, request=f"kept {number}", budget=budget)
        runs.append({"answer": answer, "bytes": len(data)})
        parts.append(data)
    ghosts, data = message.ghosts(simulation, pins, budget=budget)
    return {"runs": runs, "ghosts": ghosts}, b"".join((*parts, data))


def bake(
    simulation: Simulation,
    trace: Trace,
    vary: Sequence[str] | Mapping[str, Sequence[object]],
    parts: Mapping[str, Part],
) -> tuple[list[Trace], dict[str, list[object]]]:
    """The trace and its neighbours over one or two knobs, and the values that each of these takes.

    Raises
    ------
    ScenarioError
        For a name that is no knob, for more than two of them, for more than ``RUNS`` runs.
    """
    values = _values(simulation, trace, vary)
    traces = [trace]
    for combination in product(*values.values()):
        changes = dict(zip(values, combination, strict=True))
        scenario = trace.scenario.replace(**changes)
        if scenario != trace.scenario:
            traces.append(simulation.perform(scenario, parts))
    return traces, values


def _values(
    simulation: Simulation, trace: Trace, vary: Sequence[str] | Mapping[str, Sequence[object]]
) -> dict[str, list[object]]:
    controls = {each["name"]: each for each in simulation.Scenario.controls()}
    if not isinstance(vary, str | Sequence | Mapping):
        raise ScenarioError(f"vary must be one or two names of knobs, or name → values, got {vary!r}.")
    names = [vary] if isinstance(vary, str) else list(vary)
    if unknown := [name for name in names if name not in controls]:
        raise ScenarioError(f"vary must name knobs of {simulation.name} ({', '.join(controls)}), got {unknown[0]!r}.")
    if len(names) > 2:
        raise ScenarioError(f"vary takes one or two knobs, got {len(names)}: a page holds at most {RUNS} runs.")
    each = RUNS if len(names) == 1 else int(RUNS**0.5)
    values = {}
    for name in names:
        now = message.plain(trace.scenario)[name]
        wished = vary[name] if isinstance(vary, Mapping) else _spread(controls[name], now, each)
        admitted = [message.plain(trace.scenario.replace(**{name: value}))[name] for value in wished]
        values[name] = sorted({now, *admitted})
    runs = 1
    for wished in values.values():
        runs *= len(wished)
    if runs > RUNS:
        raise ScenarioError(f"vary asks for {runs} runs, and a page holds at most {RUNS}: give fewer values.")
    return values


def _spread(control: Json, now: Any, count: int) -> list[Any]:  # Any: a knob's value
    """Values of a knob, its present one among them: all choices, or steps spread evenly over its range."""
    if "choices" in control:
        return [value for value, _ in control["choices"] if value != "yours"][:count]
    if control["kind"] == "toggle":
        return [False, True]
    if "min" not in control:
        raise ScenarioError(
            f"{control['name']} has no ends to vary between: give its values, vary={{'{control['name']}': […]}}."
        )
    low, high, step = control["min"], control["max"], control["step"]
    steps = round((high - low) / step)
    places = {round(steps * place / (count - 2)) for place in range(count - 1)}
    return [type(now)(round(low + step * place, 10)) for place in sorted(places)]


def snapshot(picture: str, text: str) -> str:
    """A picture (SVG with its own background) as HTML that survives every sanitiser, with its words."""
    if not picture.startswith("<svg"):
        raise StageError("a snapshot is made of SVG text: pass simulation.svg(trace).")
    width = picture.partition('viewBox="0 0 ')[2].partition(" ")[0]  # an image without one shrinks to a thumbnail
    data = base64.b64encode(picture.encode()).decode()
    return (
        f'<img alt="{escape(text)}" width="{width}" style="max-width: 100%" src="data:image/svg+xml;base64,{data}">'
    )
