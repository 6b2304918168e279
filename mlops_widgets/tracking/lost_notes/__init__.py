"""Sixty runs, and which was the best? What is lost without a log, and what a log costs."""

from mlops_widgets import stage

from .keepers import KEEPERS, Keeper
from .scenario import Begin, Scenario
from .scene import scene
from .simulate import simulate

__all__ = ["KEEPERS", "Begin", "Keeper", "Scenario", "scene", "simulate", "simulation"]

simulation = stage.Simulation("tracking.lost_notes", Scenario, simulate, scene)
