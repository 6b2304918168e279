"""Which of many runs are worth a look? A table to sort, ask, compare, tag, and select from."""

from .samples import sample
from .source import Runs
from .store import of_store
from .table import RunTable, board_of

__all__ = ["RunTable", "Runs", "board", "board_of", "of_store", "sample"]

board = board_of(sample())
