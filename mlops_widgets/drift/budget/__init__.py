"""How fast do errors spend a month's error budget, and when does that wake somebody?"""

from mlops_widgets import stage

from .scenario import Break, Scenario
from .scene import scene
from .simulate import simulate

__all__ = ["Break", "Scenario", "scene", "simulate", "simulation"]

simulation = stage.Simulation("drift.budget", Scenario, simulate, scene)
