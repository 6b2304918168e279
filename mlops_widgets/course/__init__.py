"""The course around the notebooks: what there is, in which order, and how a learner gets a copy."""

from .catalogue import Notebook, catalogue
from .outline import chapters, topics
from .overview import map, plan  # noqa: A004 - course.map() is what a learner types
from .places import places, runs_on
from .plans import plans
from .refused import CourseError
from .workspace import copy_missing, originals

__all__ = [
    "CourseError",
    "Notebook",
    "catalogue",
    "chapters",
    "copy_missing",
    "map",
    "originals",
    "places",
    "plan",
    "plans",
    "runs_on",
    "topics",
]
