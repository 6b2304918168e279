"""How does a simulation come alive in a notebook? The one widget that shows any of them."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import Any
from uuid import uuid4

import anywidget  # noqa: TID251 - this is the stage's view
import traitlets

from . import former, joiner, kept, links, message, parts, pinned
from .errors import ScenarioError, StageError
from .scenario import Scenario
from .simulation import Simulation
from .trace import Trace

__all__ = ["PINS", "Simulator"]

PINS = 3  # ghosts that one can still tell apart
_KEPT_RUNS = 32  # going back to one of the last scenarios costs nothing


class Simulator(anywidget.AnyWidget):
    """A simulation with its controls, player, verdict and read-outs.

    The kernel computes a whole run, sends it once, and the page plays it; a knob or an intervention
    asks for the next run. Made by ``Simulation.widget``.

    Attributes
    ----------
    scenario, trace
        What is shown: the last scenario that could be run, and its run.
    pinned
        The runs that stay behind it as ghosts, oldest first, at most ``PINS``.
    errors
        Sentences that the widget had to show, oldest first; ``stage.drive`` fails on any.
    """

    _esm = joiner.loader()
    _css = joiner.style()

    code = traitlets.Unicode(joiner.join()).tag(sync=True)
    spec = traitlets.Dict().tag(sync=True)
    request = traitlets.Dict().tag(sync=True, echo_update=False)  # asked once; no view needs to hear it again
    answer = traitlets.Dict().tag(sync=True)
    data = traitlets.Bytes().tag(sync=True)
    ghosts: traitlets.List[Any] = traitlets.List().tag(sync=True)  # Any: JSON
    ghost_data = traitlets.Bytes().tag(sync=True)

    def __init__(
        self,
        simulation: Simulation,
        scenario: Scenario,
        *,
        controls: Sequence[str] = (),
        play: bool = True,
        parts: Mapping[str, parts.Part] | None = None,
        pins: Sequence[Scenario] = (),
        tick: int | None = None,
        notice: str = "",
    ) -> None:
        self.simulation = simulation
        self.parts = dict(parts or {})
        self.scenario = scenario
        self.trace: Trace | None = None
        self.pinned: tuple[Trace, ...] = ()
        self.errors: list[str] = []
        self._runs: OrderedDict[str, tuple[Trace, float]] = OrderedDict()
        self._busy = threading.RLock()
        name = uuid4().hex  # the player asks by it whether its kernel is still there
        told = message.spec(simulation, controls, self.parts, play=play, tick=tick)
        super().__init__(spec={"model": name, "notice": notice, **told}, model_id=name)
        self._show(self.scenario, "first", pins)
        self.observe(self._asked, names="request")
        former.close_former(self)

    @property
    def link(self) -> str:
        """The run in front as one line of text, for ``stage.from_link``."""
        pins = [trace.scenario for trace in self.pinned]
        return links.write(self.simulation, self.scenario, pins=pins, parts=self.spec["parts"])

    def pin(self) -> None:
        """Keep the present run as a ghost behind those that follow."""
        self._show(self.scenario, "pin", [*(trace.scenario for trace in self.pinned), self.scenario])

    def unpin(self) -> None:
        """Take all ghosts away."""
        self._show(self.scenario, "unpin", [])

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
        pins = [trace.scenario for trace in self.pinned]
        yield "pinned", self.pin
        yield "unpinned", self.unpin
        yield "back to the start", partial(self._show, start, "start", pins)

    def forget(self) -> None:
        """Let go of all runs: IPython's ``Out`` holds every widget that a cell has shown."""
        self.trace, self.pinned = None, ()
        self._runs.clear()
        with self.hold_trait_notifications():
            self.answer, self.data, self.ghosts, self.ghost_data = {}, b"", [], b""

    def _asked(self, change: Mapping[str, Any]) -> None:  # Any: traitlets' own shape
        request = change["new"]
        Scenario = self.simulation.Scenario  # noqa: N806 - a class
        try:
            scenario = Scenario(**request["scenario"])
            pins = [Scenario(**each) for each in request["pins"]] if "pins" in request else None
        except ScenarioError as error:
            self._fail(request["id"], request["scenario"], error)
        else:
            self._show(scenario, request["id"], pins)

    def _show(self, scenario: Scenario, request: str, pins: Sequence[Scenario] | None = None) -> None:
        """Run and send; with ``pins``, the ghosts too."""
        with self._busy:
            try:
                trace, seconds = self._run(scenario)
                pinned = self.pinned if pins is None else tuple(self._run(pin)[0] for pin in _last(pins))
                answer, data = message.answer(self.simulation, trace, request=request, seconds=seconds)
                ghosts = message.ghosts(self.simulation, pinned) if pinned != self.pinned else None
            except Exception as error:  # noqa: BLE001 - whatever went wrong is shown where the learner looks
                self._fail(request, message.plain(scenario), error)
                return
            self.scenario, self.trace, self.pinned = scenario, trace, pinned
            with self.hold_sync():
                if ghosts is not None:
                    self.ghosts, self.ghost_data = ghosts
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
        if bundle and self.trace is not None:
            about = pinned.sentence(self.simulation, self.trace, self.pinned)
            spec, text = dict(self.spec), f"{self.answer['text']} {about}".rstrip()
            bundle[0]["text/plain"] = text
            picture = self.simulation.svg(self.trace, pins=self.pinned, about=about)
            bundle[0]["text/html"] = kept.snapshot(picture, text)
            with suppress(StageError):  # too large to be kept: the picture and the words remain
                bundle[0][kept.MIME] = kept.keep(self.simulation, [self.trace], spec=spec, pins=self.pinned)
        return bundle


def _last(pins: Sequence[Scenario]) -> list[Scenario]:
    """Each once, the newest that have room."""
    return list({pin.to_json(): pin for pin in pins}.values())[-PINS:]


def _ends(control: Mapping[str, Any]) -> list[object]:
    if "choices" in control:
        return [value for value, _ in control["choices"]]
    if "min" in control:
        return [control["min"], control["max"]]
    return [False, True] if control["kind"] == "toggle" else []
