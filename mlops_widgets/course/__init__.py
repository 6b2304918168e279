"""The course around the notebooks: what there is, copies to work in, checks, predictions, what was done so far."""

from mlops_widgets.data.quiet import hush

from .catalogue import Notebook, catalogue
from .check import Result, check
from .editions import Lab, labs
from .exercise import Exercise, exercises, hint, passed
from .figure import Figure, figure
from .glossary import Term, glossary, term
from .outline import chapters, topics
from .overview import gallery, map, plan  # noqa: A004 - course.map() is what a learner types
from .places import places, runs_on
from .plans import plans
from .predict import Number, Predict
from .progress import Progress
from .quiz import Inventory, Quiz, Score, score
from .record import Record, record, standing
from .refused import CourseError
from .terminal import Terminal
from .variant import Variant, variant
from .workspace import copy_missing, originals

__all__ = [
    "CourseError",
    "Exercise",
    "Figure",
    "Inventory",
    "Lab",
    "Notebook",
    "Number",
    "Predict",
    "Progress",
    "Quiz",
    "Record",
    "Result",
    "Score",
    "Term",
    "Terminal",
    "Variant",
    "catalogue",
    "chapters",
    "check",
    "copy_missing",
    "exercises",
    "figure",
    "gallery",
    "glossary",
    "hint",
    "labs",
    "map",
    "originals",
    "passed",
    "places",
    "plan",
    "plans",
    "record",
    "runs_on",
    "score",
    "standing",
    "term",
    "topics",
    "variant",
]

hush()  # a notebook imports this before its tools
