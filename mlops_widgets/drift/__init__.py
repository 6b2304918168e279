"""Drift: has the world that a model was trained on changed, and how soon does anybody notice?"""

from . import detectors, objectives, paging
from .detectors import PSI, Detector

__all__ = ["PSI", "Detector", "detectors", "objectives", "paging"]
