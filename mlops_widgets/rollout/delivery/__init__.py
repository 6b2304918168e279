"""A version is released: how many users meet it before somebody knows what it is?"""

from mlops_widgets import stage

from .scenario import Fault, Order, Scenario
from .scene import scene
from .simulate import day_of, policy_of, simulate

__all__ = ["Fault", "Order", "Scenario", "day_of", "policy_of", "scene", "simulate", "simulation"]

simulation = stage.Simulation("rollout.delivery", Scenario, simulate, scene)
