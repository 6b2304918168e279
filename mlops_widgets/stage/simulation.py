"""What is a simulation, and which ones are there?"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.metadata import entry_points
from typing import TYPE_CHECKING

from numpy.typing import ArrayLike

from . import parts as _parts
from .errors import ScenarioError, StageError
from .scenario import Scenario as AnyScenario
from .scene import Scene
from .trace import Trace

if TYPE_CHECKING:
    import pandas as pd

    from .view import Simulator

__all__ = ["Simulation", "simulations"]

GROUP = "mlops_widgets.simulations"


@dataclass(frozen=True)
class Simulation:
    """Three pure things under one name, from which the stage makes everything else.

    Parameters
    ----------
    name
        Subject and word, e.g. ``"drift.stream"``.
    Scenario
        The frozen model of the knobs.
    simulate
        ``simulate(scenario, **parts) -> Trace``; its keyword-only arguments are the parts that a
        learner may write.
    scene
        ``scene(trace) -> Scene``.
    replicas
        Where many runs can be computed side by side: ``replicas(scenario, seeds, **parts)`` gives the
        summary of each run that ``scenario`` makes with one of the ``seeds``, name → shape
        ``(len(seeds),)``, the same numbers as ``simulate`` one by one. ``stage.study`` uses it for scenarios
        that differ only by seed; its keyword-only arguments are the learner's parts that it can take.
    """

    name: str
    Scenario: type[AnyScenario]
    simulate: Callable[..., Trace]
    scene: Callable[[Trace], Scene]
    replicas: Callable[..., Mapping[str, ArrayLike]] | None = None

    @property
    def parts(self) -> tuple[str, ...]:
        """Names of the parts that a learner may write."""
        found = inspect.signature(self.simulate).parameters.values()
        return tuple(each.name for each in found if each.kind is inspect.Parameter.KEYWORD_ONLY)

    @property
    def about(self) -> str:
        """What it does, in one sentence."""
        return (inspect.getdoc(self.simulate) or "").split("\n")[0]

    def run(self, scenario: AnyScenario | None = None, /, **parts: _parts.Part) -> Trace:
        """One run; with a learner's part, on a thread that is stopped when it takes too long.

        Raises
        ------
        PartError
            When a part is not a factory, raises, or does not come back.
        """
        return self.perform(self.admit(scenario, parts), parts)

    def admit(self, scenario: AnyScenario | None, parts: Mapping[str, object]) -> AnyScenario:
        """The scenario to start from, with every part that was passed switched on."""
        _parts.check(parts, self.parts)
        scenario = self.Scenario() if scenario is None else scenario
        if not isinstance(scenario, self.Scenario):
            raise ScenarioError(f"{self.name} runs on its own Scenario, got {type(scenario).__qualname__}.")
        self._demand(scenario, parts)
        return scenario.replace(**{name: "yours" for name in parts if hasattr(scenario, name)})

    def perform(self, scenario: AnyScenario, parts: Mapping[str, _parts.Part]) -> Trace:
        """Run an admitted scenario with those of the learner's parts that it asks for."""
        self._demand(scenario, parts)
        used = {name: part for name, part in parts.items() if getattr(scenario, name, "yours") == "yours"}
        if not used:
            return self.simulate(scenario)
        return _parts.call(partial(self.simulate, scenario, **used))

    def _demand(self, scenario: AnyScenario, parts: Mapping[str, object]) -> None:
        for name in self.parts:
            if getattr(scenario, name, None) == "yours" and name not in parts:
                raise ScenarioError(f"this scenario runs your own {name}: pass it too, {name}=YourClass.")

    def widget(
        self,
        scenario: AnyScenario | None = None,
        *,
        controls: Sequence[str] = (),
        play: bool = True,
        **parts: _parts.Part,
    ) -> Simulator:
        """The simulation as a live widget.

        Parameters
        ----------
        scenario
            Where to start; the default scenario when left out.
        controls
            Knobs to show first, at most three read best; the others wait under "More".
        play
            Start playing when it comes into view.
        parts
            The learner's own classes, e.g. ``detector=MyDetector``.
        """
        from .view import Simulator

        return Simulator(self, self.admit(scenario, parts), controls=controls, play=play, parts=parts)

    def svg(
        self,
        trace: Trace,
        *,
        tick: int | None = None,
        dark: bool = False,
        pins: Sequence[Trace] = (),
        about: str = "",
    ) -> str:
        """The picture as SVG text, up to ``tick`` (the whole run when left out), with pinned runs behind it."""
        from .svg import draw

        ghosts = [(self.scene(pin), pin) for pin in pins]
        return draw(self.scene(trace), trace, tick=tick, dark=dark, ghosts=ghosts, about=about)

    def html(
        self, trace: Trace, *, vary: str | Sequence[str] | Mapping[str, Sequence[object]] = (), **parts: _parts.Part
    ) -> str:
        """The run as a page that plays with no kernel and no network.

        Parameters
        ----------
        trace
            What the page shows first.
        vary
            One or two knobs that can be turned there: their names, or a mapping from name to values. Up to
            25 runs are computed now and baked in.
        parts
            The learner's own classes, where the scenario runs them.

        Raises
        ------
        ScenarioError
            For a name that is no knob, or more than 25 runs.
        StageError
            For a page larger than 1.5 MB.
        """
        from . import kept, message, page

        if not isinstance(trace, Trace):
            raise StageError(f"html takes a run, got {type(trace).__qualname__}: pass simulation.run(scenario).")
        traces, values = kept.bake(self, trace, vary, parts)
        spec = message.spec(self, tuple(values), parts, play=True)
        payload = kept.keep(self, traces, spec=spec, vary=values)
        fallback = kept.snapshot(self.svg(trace), self.text(trace))
        return page.whole(payload, title=self.scene(trace).title, fallback=fallback)

    def text(self, trace: Trace, *, tick: int | None = None) -> str:
        """The picture in words."""
        return self.scene(trace).text(trace, tick)

    def table(self, trace: Trace) -> pd.DataFrame:
        """What the picture shows, as a frame: one row a tick, moments as the index, an ``events`` column."""
        from .numbers import moment

        scene = self.scene(trace)
        frame = trace.frame()[scene.columns()]
        said: dict[int, list[str]] = {}
        for event in trace.events:
            said.setdefault(event.tick, []).append(event.label)
        frame["events"] = ["; ".join(said.get(tick, ())) for tick in range(len(trace))]
        frame.index = [moment(time, start=scene.axis.start, unit=scene.axis.unit) for time in trace.time]
        return frame.rename_axis("time")


def simulations() -> Mapping[str, Simulation]:
    """Every simulation installed, by name; other packages add theirs by the same entry-point group.

    Examples
    --------
    >>> "drift.stream" in simulations()
    True
    """
    found = {}
    for entry in sorted(entry_points(group=GROUP), key=lambda each: each.name):
        simulation = entry.load()
        if not isinstance(simulation, Simulation) or simulation.name != entry.name:
            raise StageError(f"the entry point {entry.name} ({entry.value}) must name a Simulation called the same.")
        found[entry.name] = simulation
    return found
