"""Has any of many features drifted from what the model was trained on? Remember that once, then compare."""

from .baseline import Baseline
from .report import Feature, Report

__all__ = ["Baseline", "Feature", "Report"]
