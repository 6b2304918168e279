"""Is this batch fit to learn from? Schema, nulls, range and unit are checked against a reference."""

from .guard import Guard
from .problem import Problem
from .units import FACTORS

__all__ = ["FACTORS", "Guard", "Problem"]
