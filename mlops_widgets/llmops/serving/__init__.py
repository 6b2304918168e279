"""How do many requests share one language model, how long do they wait, and what do they cost?"""

from mlops_widgets import stage

from .batching import Machine, Requests, Served, continuous, requests, static
from .cache import lookups
from .scenario import Crowd, Scenario
from .scene import scene
from .simulate import simulate
from .stepwise import closed, stepwise
from .world import popularity

__all__ = [
    "Crowd",
    "Machine",
    "Requests",
    "Scenario",
    "Served",
    "closed",
    "continuous",
    "lookups",
    "popularity",
    "requests",
    "scene",
    "simulate",
    "simulation",
    "static",
    "stepwise",
]

simulation = stage.Simulation("llmops.serving", Scenario, simulate, scene)
