"""Whom do we never see, and what would they have told us?"""

from mlops_widgets import stage

from .scenario import Armour, Scenario
from .scene import scene
from .simulate import simulate
from .world import SECTIONS, Section

__all__ = ["SECTIONS", "Armour", "Scenario", "Section", "scene", "simulate", "simulation"]

simulation = stage.Simulation("lifecycle.survivorship", Scenario, simulate, scene)
