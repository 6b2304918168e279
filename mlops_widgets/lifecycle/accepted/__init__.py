"""What does a bank know of the loans that it did not give?"""

from mlops_widgets import stage

from .scenario import Scenario, Waive
from .scene import scene
from .simulate import simulate
from .world import GROUPS, Group

__all__ = ["GROUPS", "Group", "Scenario", "Waive", "scene", "simulate", "simulation"]

simulation = stage.Simulation("lifecycle.accepted", Scenario, simulate, scene)
