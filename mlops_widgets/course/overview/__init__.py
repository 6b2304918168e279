"""How does the course look as a whole? As a map, as a timetable, as a list of what can be played."""

from .chart import map  # noqa: A004 - course.map() is what a learner types
from .gallery import gallery
from .shown import Overview
from .timetable import plan

__all__ = ["Overview", "gallery", "map", "plan"]
