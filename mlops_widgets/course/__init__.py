"""The course around the notebooks: copies to work in, checks, predictions, and what the learner has done so far."""

from .check import Result, check
from .exercise import Exercise, exercises, hint, passed
from .predict import Number, Predict
from .progress import Progress
from .workspace import copy_missing, originals

__all__ = [
    "Exercise",
    "Number",
    "Predict",
    "Progress",
    "Result",
    "check",
    "copy_missing",
    "exercises",
    "hint",
    "originals",
    "passed",
]
