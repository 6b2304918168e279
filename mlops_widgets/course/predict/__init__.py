"""What does the learner expect, before she sees it?"""

from .asking import Predict
from .prediction import Again, Answer, Number, Peek, Prediction, Question, board

__all__ = ["Again", "Answer", "Number", "Peek", "Predict", "Prediction", "Question", "board", "sample"]

sample = board(Question("How many heads in ten tosses of a fair coin?", Number(0, 10, unit="heads"), 5))
