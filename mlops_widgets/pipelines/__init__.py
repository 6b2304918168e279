"""Pipelines: what has to happen between a commit and a model that others may rely on?"""

from .planted import PLANTED, Planted, plant
from .repository import begin, git
from .workflow import Outcome, Step, problems, run

__all__ = ["PLANTED", "Outcome", "Planted", "Step", "begin", "git", "plant", "problems", "run"]
