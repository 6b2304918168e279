"""What can a learner edit, take back, and find again tomorrow? A board: a state and the actions that made it."""

from .board import Action, Board, boards
from .history import History

__all__ = ["Action", "Board", "History", "boards"]
