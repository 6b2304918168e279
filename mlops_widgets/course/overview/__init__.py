"""How does the course look as a whole? As a map with a path through it, and as a timetable."""

from .chart import map  # noqa: A004 - course.map() is what a learner types
from .shown import Overview
from .timetable import plan

__all__ = ["Overview", "map", "plan"]
