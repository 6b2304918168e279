"""What does a year of incidents cost, and what would a better response have saved?"""

from mlops_widgets import stage

from .day import ACTIONS, Day, Response
from .oracle import foresee
from .play import Played, play
from .policies import Always, Never, Runbook, Schedule
from .scenario import Order, Scenario
from .scene import scene
from .simulate import simulate
from .world import Incident, World, world

__all__ = [
    "ACTIONS",
    "Always",
    "Day",
    "Incident",
    "Never",
    "Order",
    "Played",
    "Response",
    "Runbook",
    "Scenario",
    "Schedule",
    "World",
    "foresee",
    "play",
    "scene",
    "simulate",
    "simulation",
    "world",
]

simulation = stage.Simulation("drift.response", Scenario, simulate, scene)
