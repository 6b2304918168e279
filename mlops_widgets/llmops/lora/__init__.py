"""What does a model gain, and what does it forget, when it is adapted to a new trade?"""

from mlops_widgets import stage

from .grid import RANKS, Curves, Run, curves, runs
from .scenario import Scenario, Stop
from .scene import scene
from .simulate import simulate

__all__ = ["RANKS", "Curves", "Run", "Scenario", "Stop", "curves", "runs", "scene", "simulate", "simulation"]

simulation = stage.Simulation("llmops.lora", Scenario, simulate, scene)
