"""What has a learner understood? Quizzes that explain every answer, and an inventory before and after the course."""

from .inventory import Inventory, gain
from .making import Quiz, quiz_board
from .score import Score, score
from .sitting import Again, Check, Pick, Sitting

__all__ = ["Again", "Check", "Inventory", "Pick", "Quiz", "Score", "Sitting", "gain", "quiz_board", "score"]
