"""Lifecycle: what does a model need besides itself, from the question to its last day in service?"""

from .wald import survival

__all__ = ["survival"]
