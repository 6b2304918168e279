"""A bank hands its fraud model over and forgets it, or watches it and retrains: what does the year cost?"""

from mlops_widgets import stage

from .scenario import Retrain, Scenario, Trick
from .scene import scene
from .simulate import simulate

__all__ = ["Retrain", "Scenario", "Trick", "scene", "simulate", "simulation"]

simulation = stage.Simulation("lifecycle.fraud_year", Scenario, simulate, scene)
