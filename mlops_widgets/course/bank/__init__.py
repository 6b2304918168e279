"""Which questions does the course ask? Files of data beside this one, read and checked; nothing here knows a page."""

from .formula import evaluate
from .question import Matching, Multiple, Numeric, Option, Ordering, Question, Single
from .reading import INVENTORY, Advice, QuestionSet, question_set, question_sets, read

__all__ = [
    "INVENTORY",
    "Advice",
    "Matching",
    "Multiple",
    "Numeric",
    "Option",
    "Ordering",
    "Question",
    "QuestionSet",
    "Single",
    "evaluate",
    "question_set",
    "question_sets",
    "read",
]
