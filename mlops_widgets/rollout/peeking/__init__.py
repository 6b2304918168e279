"""If one looks every day and stops at the first p < 0.05, how often is one fooled?"""

from mlops_widgets import stage

from .rules import Look, Rule, levels
from .scenario import Scenario
from .scene import scene
from .simulate import simulate
from .world import Seen, watched

__all__ = ["Look", "Rule", "Scenario", "Seen", "levels", "scene", "simulate", "simulation", "watched"]

simulation = stage.Simulation("rollout.peeking", Scenario, simulate, scene)
