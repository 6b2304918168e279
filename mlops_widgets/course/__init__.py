"""The course around the notebooks: where their originals are, and how a learner gets a copy."""

from .workspace import copy_missing, originals

__all__ = ["copy_missing", "originals"]
