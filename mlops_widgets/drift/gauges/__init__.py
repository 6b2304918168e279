"""Four gauges of drift: which of them moves when the inputs, the answers or their shares do?"""

from mlops_widgets import stage

from .scenario import Flip, Resample, Scenario, Shift, Turn
from .scene import scene
from .simulate import simulate

__all__ = ["Flip", "Resample", "Scenario", "Shift", "Turn", "scene", "simulate", "simulation"]

simulation = stage.Simulation("drift.gauges", Scenario, simulate, scene)
