"""Which window notices a change: an hour, a week, or one that adapts? And at which price in false alarms?"""

from mlops_widgets import stage

from .curves import Curve, curve
from .scenario import Move, Scenario
from .scene import scene
from .simulate import simulate

__all__ = ["Curve", "Move", "Scenario", "curve", "scene", "simulate", "simulation"]

simulation = stage.Simulation("drift.windows", Scenario, simulate, scene)
