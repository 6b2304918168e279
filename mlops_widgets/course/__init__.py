"""The course around the notebooks: where their originals are, how a learner gets a copy, and what was understood."""

from .quiz import Inventory, Quiz, Score, score
from .workspace import copy_missing, originals

__all__ = ["Inventory", "Quiz", "Score", "copy_missing", "originals", "score"]
