"""What does a recommender learn from clicks that it caused itself, and how would it ever hear of anything better?"""

from mlops_widgets import stage

from .policies import Policy, Ranked
from .scenario import Scenario, Turn
from .scene import scene
from .simulate import simulate
from .world import ITEMS, SLOTS, Bounds, World, world

__all__ = [
    "ITEMS",
    "SLOTS",
    "Bounds",
    "Policy",
    "Ranked",
    "Scenario",
    "Turn",
    "World",
    "scene",
    "simulate",
    "simulation",
    "world",
]

simulation = stage.Simulation("drift.loop", Scenario, simulate, scene)
