"""What do accuracy, precision and recall make of a case that is rare?"""

from mlops_widgets import stage

from .scenario import NEVER, Move, Scenario
from .scene import scene
from .simulate import expected, simulate

__all__ = ["NEVER", "Move", "Scenario", "expected", "scene", "simulate", "simulation"]

simulation = stage.Simulation("errors.prevalence", Scenario, simulate, scene)
