"""The stage: from a scenario, a pure function and a scene it makes the widget, the picture, the words and the tests.

Only numpy and pydantic are loaded here; the widget comes with its first use.
"""

from typing import TYPE_CHECKING

from .errors import PartError, ScenarioError, SceneError, StageError
from .knobs import knob
from .numbers import written
from .scenario import Intervention, Scenario
from .scene import Axis, Lane, Line, Phrase, Points, ReadOut, Scene, Span, Threshold, Verdict, Window
from .simulation import Simulation, simulations
from .trace import Event, Trace

if TYPE_CHECKING:
    from .driver import DriveError, drive, drive_all
    from .feed import Live, live
    from .studies import Study, study
    from .view import Simulator

__all__ = [
    "Axis",
    "DriveError",
    "Event",
    "Intervention",
    "Lane",
    "Line",
    "Live",
    "PartError",
    "Phrase",
    "Points",
    "ReadOut",
    "Scenario",
    "ScenarioError",
    "Scene",
    "SceneError",
    "Simulation",
    "Simulator",
    "Span",
    "StageError",
    "Study",
    "Threshold",
    "Trace",
    "Verdict",
    "Window",
    "drive",
    "drive_all",
    "knob",
    "live",
    "simulations",
    "study",
    "written",
]

_LATE = {
    "Simulator": "view",
    "DriveError": "driver",
    "drive": "driver",
    "drive_all": "driver",
    "Live": "feed",
    "live": "feed",
    "Study": "studies",
    "study": "studies",
}


def __getattr__(name: str) -> object:
    if name not in _LATE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_LATE[name]}"), name)
