"""Which recommender shall answer: an A/B test, or a bandit, on the same users?"""

from mlops_widgets import stage

from .ab_test import ABTest
from .scenario import Scenario, Turn
from .scene import scene
from .simulate import simulate

__all__ = ["ABTest", "Scenario", "Turn", "scene", "simulate", "simulation"]

simulation = stage.Simulation("rollout.experiment", Scenario, simulate, scene)
