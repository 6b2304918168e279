"""What is there to see of a live run at one moment?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mlops_widgets.stage.errors import StageError
from mlops_widgets.stage.simulation import Simulation
from mlops_widgets.stage.trace import Trace

from .changes import numbered

__all__ = ["Glimpse", "admit", "look"]


@dataclass(frozen=True)
class Glimpse:
    """A live run at one moment."""

    first: int  # number of the oldest row kept
    trace: Trace | None  # None before the first row
    picture: Mapping[str, Any] | None  # Any: JSON; ticks are row numbers
    columns: tuple[str, ...]
    text: str
    state: str  # live, stopped or closed
    error: str

    @property
    def total(self) -> int:
        """Rows that ever came: the number of the next one."""
        return self.first + (0 if self.trace is None else len(self.trace))


def look(simulation: Simulation, trace: Trace | None, *, first: int, state: str, error: str) -> Glimpse:
    """Draw the rows kept; what the scene raises becomes the error, and the rows stay."""
    if trace is None:
        return Glimpse(0, None, None, (), f"{simulation.name}: no row yet.", state, error)
    try:
        scene = simulation.scene(trace)
        picture, text = numbered(scene.picture(trace), first), scene.text(trace)
    except Exception as raised:  # noqa: BLE001 - whatever a scene raises is shown where the learner looks
        error = str(raised) if isinstance(raised, StageError) else f"{type(raised).__name__}: {raised}"
        return Glimpse(first, trace, None, (), f"{simulation.name}: {error}", state, error)
    return Glimpse(first, trace, picture, tuple(scene.columns()), text, state, error)


def admit(simulation: Simulation, trace: Trace) -> None:
    """Refuse a first row that the scene cannot show, before it names the columns."""
    try:
        scene = simulation.scene(trace)
    except StageError:
        raise
    except Exception as error:
        raise StageError(
            f"the scene of {simulation.name} cannot show rows alone ({type(error).__name__}: {error}): "
            "give stage.live a simulation whose scene needs nothing of a trace but its columns."
        ) from error
    scene.check(trace)
