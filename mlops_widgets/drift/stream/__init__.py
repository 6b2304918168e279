"""Who notices that a stream has changed, how late, and how often without a cause?"""

from mlops_widgets import stage

from .scenario import Inject, Reset, Scenario
from .scene import scene
from .scoring import score
from .simulate import simulate
from .sources import Change, Stream, stream

__all__ = [
    "Change",
    "Inject",
    "Reset",
    "Scenario",
    "Stream",
    "scene",
    "score",
    "simulate",
    "simulation",
    "stream",
]

simulation = stage.Simulation("drift.stream", Scenario, simulate, scene)
