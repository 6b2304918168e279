"""A gate lets a commit pass when its model is good enough on a test set: how often is it mistaken?"""

from mlops_widgets import stage

from .rules import Gate, Look, rates
from .scenario import Scenario
from .scene import scene
from .simulate import simulate

__all__ = ["Gate", "Look", "Scenario", "rates", "scene", "simulate", "simulation"]

simulation = stage.Simulation("pipelines.gate", Scenario, simulate, scene)
