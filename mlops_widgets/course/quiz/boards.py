"""Which boards stand for all quizzes in the registry? A sample with every kind of question, and the inventory."""

from mlops_widgets.course.bank import question_set

from .inventory import board
from .making import quiz_board

__all__ = ["inventory", "sample"]

sample = quiz_board(question_set("sample.five-kinds"))
inventory = board(question_set("inventory.concepts"))
