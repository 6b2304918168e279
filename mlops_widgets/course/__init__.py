"""The course around the notebooks: where their originals are, how a learner gets a copy, and what its words mean."""

from .glossary import Term, glossary, term
from .workspace import copy_missing, originals

__all__ = ["Term", "copy_missing", "glossary", "originals", "term"]
