"""The stage: from a scenario, a pure function and a scene it makes the widget, the picture, the words and the tests.

Only numpy and pydantic are loaded here; the widget comes with its first use.
"""

from typing import TYPE_CHECKING

from .board import Action, Board, boards
from .errors import BoardError, LinkError, PartError, ScenarioError, SceneError, StageError
from .insets import Bells, Cloud, Flow, Gauge, Histogram, Plan, Ticker
from .knobs import knob
from .marks import Band, Bundle, Line, Pick, Points, Span, Stack, Threshold, Window
from .numbers import written
from .scenario import Intervention, Scenario
from .scene import Axis, Lane, Panel, Phrase, ReadOut, Scene, Verdict
from .simulation import Simulation, simulations
from .trace import Event, Trace

if TYPE_CHECKING:
    from .board.view import LiveBoard
    from .driver import DriveError, drive, drive_all
    from .feed import Live, live
    from .reopened import from_link
    from .studies import Study, study
    from .view import Simulator

__all__ = [
    "Action",
    "Axis",
    "Band",
    "Bells",
    "Board",
    "BoardError",
    "Bundle",
    "Cloud",
    "DriveError",
    "Event",
    "Flow",
    "Gauge",
    "Histogram",
    "Intervention",
    "Lane",
    "Line",
    "LinkError",
    "Live",
    "LiveBoard",
    "Panel",
    "PartError",
    "Phrase",
    "Pick",
    "Plan",
    "Points",
    "ReadOut",
    "Scenario",
    "ScenarioError",
    "Scene",
    "SceneError",
    "Simulation",
    "Simulator",
    "Span",
    "Stack",
    "StageError",
    "Study",
    "Threshold",
    "Ticker",
    "Trace",
    "Verdict",
    "Window",
    "boards",
    "drive",
    "drive_all",
    "from_link",
    "knob",
    "live",
    "simulations",
    "study",
    "written",
]

_LATE = {
    "DriveError": "driver",
    "Live": "feed",
    "LiveBoard": "board.view",
    "Simulator": "view",
    "Study": "studies",
    "drive": "driver",
    "drive_all": "driver",
    "from_link": "reopened",
    "live": "feed",
    "study": "studies",
}


def __getattr__(name: str) -> object:
    if name not in _LATE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_LATE[name]}"), name)
