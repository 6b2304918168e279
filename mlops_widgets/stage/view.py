"""How does a simulation come alive in a notebook? The one widget that shows any of them."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Protocol
from uuid import uuid4

import anywidget  # noqa: TID251 - this is the stage's view
import traitlets

from . import joiner, parts, wire
from .errors import ScenarioError, StageError
from .scenario import Scenario
from .simulation import Simulation
from .trace import Trace

__all__ = ["Simulator", "close_former"]

_KEPT_RUNS = 32  # going back to one of the last scenarios costs nothing


class Simulator(anywidget.AnyWidget):
    """A simulation with its controls, player, verdict and read-outs.

    The kernel computes a whole run, sends it once, and the page plays it; a knob or an intervention
    asks for the next run. Made by ``Simulation.widget``.

    Attributes
    ----------
    scenario, trace
        What is shown: the last scenario that could be run, and its run.
    errors
        Sentences that the widget had to show, oldest first; ``stage.drive`` fails on any.
    """

    _esm = joiner.join()
    _css = joiner.style()

    spec = traitlets.Dict().tag(sync=True)
    request = traitlets.Dict().tag(sync=True, echo_update=False)  # asked once; no view needs to hear it again
    answer = traitlets.Dict().tag(sync=True)
    data = traitlets.Bytes().tag(sync=True)

    def __init__(
        self,
        simulation: Simulation,
        scenario: Scenario | None = None,
        *,
        controls: Sequence[str] = (),
        play: bool = True,
        parts: Mapping[str, parts.Part] | None = None,
    ) -> None:
        self.simulation = simulation
        self.parts = dict(parts or {})
        self.scenario = simulation.admit(scenario, self.parts)
        self.trace: Trace | None = None
        self.errors: list[str] = []
        self._runs: OrderedDict[str, tuple[Trace, float]] = OrderedDict()
        self._busy = threading.RLock()
        name = uuid4().hex  # the player asks by it whether its kernel is still there
        super().__init__(spec={"model": name, **_spec(simulation, controls, self.parts, play=play)}, model_id=name)
        self._show(self.scenario, "first")
        self.observe(self._asked, names="request")
        close_former(self)

    def set(self, **knobs: object) -> None:
        """Turn knobs from Python, as the controls do."""
        self._show(self.scenario.replace(**knobs), "set")

    def act(self, kind: str, *, tick: int, **fields: object) -> None:
        """Intervene at ``tick`` from Python, as the buttons do."""
        done = (*self.scenario.interventions, {"kind": kind, "tick": tick, **fields})
        self._show(self.scenario.replace(interventions=done), "act")

    def corners(self) -> Iterator[tuple[str, Callable[[], None]]]:
        """Every move that ``stage.drive`` makes: each knob to its ends or choices and back, each button pressed."""
        start = self.scenario
        for control in self.spec["controls"]:
            name, back = control["name"], getattr(start, control["name"])
            for value in (*_ends(control), back):
                yield f"{name} = {value!r}", partial(self.set, **{name: value})
        last = len(self.trace) - 1 if self.trace is not None else 0
        for action in self.spec["actions"]:
            for tick in (0, last // 2, last):
                yield f"{action['title']!r} at tick {tick}", partial(self.act, action["kind"], tick=tick)
        yield "back to the start", partial(self._show, start, "start")

    def _asked(self, change: Mapping[str, Any]) -> None:  # Any: traitlets' own shape
        request = change["new"]
        try:
            scenario = self.simulation.Scenario(**request["scenario"])
        except ScenarioError as error:
            self._fail(request["id"], request["scenario"], error)
        else:
            self._show(scenario, request["id"])

    def _show(self, scenario: Scenario, request: str) -> None:
        with self._busy:
            try:
                trace, seconds = self._run(scenario)
                scene = self.simulation.scene(trace)
                picture = scene.picture(trace)
            except Exception as error:  # noqa: BLE001 - whatever went wrong is shown where the learner looks
                self._fail(request, _plain(scenario), error)
                return
            self.scenario, self.trace = scenario, trace
            layout, data = wire.pack(trace, scene.columns())
            answer = {
                "id": request,
                "scenario": _plain(scenario),
                "picture": picture,
                "layout": layout,
                "text": scene.text(trace),
                "seconds": seconds,
                "error": "",
            }
            with self.hold_sync():
                self.data = data
                self.answer = answer

    def _run(self, scenario: Scenario) -> tuple[Trace, float]:
        """The run, and the seconds that it took when it was computed."""
        key = scenario.to_json() + scenario.outside()
        if key not in self._runs:
            began = time.perf_counter()
            trace = self.simulation.perform(scenario, self.parts)
            self._runs[key] = trace, time.perf_counter() - began
            if len(self._runs) > _KEPT_RUNS:
                self._runs.popitem(last=False)
        self._runs.move_to_end(key)
        return self._runs[key]

    def _fail(self, request: str, asked: dict[str, Any], error: Exception) -> None:  # Any: JSON
        """Say what is wrong with what was asked for; the run before stays on the screen."""
        sentence = str(error) if isinstance(error, StageError) else f"{type(error).__name__}: {error}"
        self.errors.append(sentence)
        self.answer = {**self.answer, "id": request, "scenario": asked, "error": sentence, "seconds": 0.0}

    # Any: MIME data
    def _repr_mimebundle_(self, **options: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]] | None:
        bundle = super()._repr_mimebundle_(**options)
        if bundle and self.answer.get("text"):
            bundle[0]["text/plain"] = self.answer["text"]
        return bundle


def _spec(
    simulation: Simulation, front: Sequence[str], parts: Mapping[str, parts.Part], *, play: bool
) -> dict[str, Any]:  # Any: JSON
    controls = {each["name"]: each for each in simulation.Scenario.controls()}
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
            | {"defaults": _plain(action.model_validate({"tick": 0}))}
            for action in simulation.Scenario.actions
        ],
        "play": play,
    }


def _with_part(choices: list[list[str]], part: object) -> list[list[str]]:
    """The menu's choices: "yours" only when there is one, by its own name."""
    name = getattr(part, "__name__", type(part).__name__)
    return [
        [value, label if value != "yours" else f"{name} (yours)"]
        for value, label in choices
        if value != "yours" or part is not None
    ]


def _ends(control: Mapping[str, Any]) -> list[object]:
    if "choices" in control:
        return [value for value, _ in control["choices"]]
    if "min" in control:
        return [control["min"], control["max"]]
    return [False, True] if control["kind"] == "toggle" else []


def _plain(model: Scenario | Any) -> dict[str, Any]:  # Any: JSON, and an Intervention is as welcome
    plain: dict[str, Any] = model.model_dump(mode="json")
    return plain


class _Closes(Protocol):
    def close(self) -> None: ...


_made: dict[str, tuple[object, list[_Closes]]] = {}


def close_former(new: _Closes) -> None:
    """Close the widgets that an earlier run of the same cell made: a hundred re-runs leave one."""
    cell, run = _whereabouts()
    if cell is None:
        return
    former, widgets = _made.get(cell, (run, []))
    if former != run:
        for widget in widgets:
            widget.close()
        widgets = []
    _made[cell] = (run, [*widgets, new])


def _whereabouts() -> tuple[str | None, object]:
    """The running cell's id, and the message that runs it; (None, None) outside a notebook."""
    try:
        from IPython import get_ipython
    except ImportError:
        return None, None
    kernel = getattr(get_ipython(), "kernel", None)
    parent = kernel.get_parent() if kernel is not None else {}
    return parent.get("metadata", {}).get("cellId"), parent.get("header", {}).get("msg_id")
