"""How does a link become a widget again? With your own parts, or the default and a word about what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from . import parts as _parts
from .errors import StageError
from .links import Linked, read
from .scenario import Scenario
from .simulation import Simulation

if TYPE_CHECKING:
    from .view import Simulator

__all__ = ["from_link"]


def from_link(link: str, **parts: _parts.Part) -> Simulator:
    """The widget that a link was copied from, at the same playhead, with the same pins.

    Parameters
    ----------
    link
        What the player's *Link* button copied.
    parts
        Your own classes where the link names the sender's, e.g. ``detector=MyDetector``. Without them
        the default plays, and the widget says which argument is missing.

    Raises
    ------
    StageError
        With a sentence about the version, simulation, field or part that is not known here.

    Examples
    --------
    >>> from_link("mlops-widgets:drift.stream?v=1&tick=soon")
    Traceback (most recent call last):
      ...
    mlops_widgets.stage.errors.LinkError: tick must be a whole number from 0, got 'soon': copy the whole line.
    """
    from .view import Simulator  # which brings ipywidgets

    said = read(link)
    _parts.check(parts, said.simulation.parts)
    scenario, missing = _without(said.scenario, said.simulation, parts)
    pins, lost = [], []
    for pin in said.pins:
        here, gone = _without(pin, said.simulation, parts)
        missing = tuple(dict.fromkeys((*missing, *gone)))
        try:
            said.simulation.perform(here, parts)
        except StageError as error:
            lost.append(f"A pinned run cannot be made here and is left out: {error}")
        else:
            pins.append(here)
    return Simulator(
        said.simulation,
        scenario,
        parts=parts,
        pins=pins,
        tick=said.tick,
        play=said.tick is None,
        notice=" ".join((*_notices(said, missing), *lost)),
    )


def _without(
    scenario: Scenario, simulation: Simulation, parts: Mapping[str, object]
) -> tuple[Scenario, tuple[str, ...]]:
    """The scenario with its default in place of each part that is not here, and the names of these."""
    yours = [name for name in simulation.parts if getattr(scenario, name, None) == "yours"]
    missing = tuple(name for name in yours if name not in parts)
    return scenario.replace(**{name: getattr(simulation.Scenario(), name) for name in missing}), missing


def _notices(said: Linked, missing: Sequence[str]) -> Iterator[str]:
    for name in missing:
        called = said.parts.get(name, "one of the sender's own")
        yield (
            f"The link ran a {name} of its own, {called}, which a link cannot carry: this is the default, "
            f"{getattr(said.simulation.Scenario(), name)}. Pass yours: stage.from_link(link, {name}=YourClass)."
        )
