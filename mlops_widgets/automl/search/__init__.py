"""Who finds the best network first: a grid, chance, evolution, two surrogates, or you?"""

from mlops_widgets import stage

from .scenario import MACHINES, Place, Scenario
from .scene import scene
from .simulate import simulate

__all__ = ["MACHINES", "Place", "Scenario", "scene", "simulate", "simulation"]

simulation = stage.Simulation("automl.search", Scenario, simulate, scene)
