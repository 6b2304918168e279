"""How do a board's history and its log stay one? What others added is taken in before each action is added."""

from __future__ import annotations

from typing import Any

from mlops_widgets.stage.errors import BoardError, StageError

from .board import Board
from .history import History
from .log import Afresh, Entry, Line, Log, MemoryLog

__all__ = ["Ledger"]


class Ledger:
    """The history of one board, and the log in which it is kept.

    Parameters
    ----------
    board, key
        Whose history it is, and under which name it is kept.
    log
        Where its actions are; what is there already is taken in at once.
    notes
        Sentences about that place, to which more may be added.
    """

    def __init__(self, board: Board[Any], key: str, log: Log, notes: list[str]) -> None:  # Any: each has its state
        self.board, self.key, self.notes = board, key, notes
        self.history: History[Any] = History(board)
        self._log = log
        self._refused: BoardError | None = None  # the key's file holds another board's work
        self.meet(None)

    def meet(self, wish: Entry | None) -> None:
        """Take in what other kernels did meanwhile, then do what is wished, and add it to the log.

        Raises
        ------
        BoardError
            When the wish cannot be done, or the log holds another board's work.
        """
        if self._refused:
            raise self._refused
        after: list[History[Any]] = []

        def decide(lines: list[Line]) -> Entry | None:
            for line in lines:
                self._take(line)
            if wish is None:
                return None
            after.append(self.history.act(wish))
            return {"board": self.board.name, "action": wish}

        try:
            self._log.add(decide)
        except OSError as error:
            self.notes.append(
                f"{self._log.place} can no longer be written ({error.strerror or error}): what you do from "
                "now on is kept only until the kernel ends."
            )
            self._log = MemoryLog()
            self._log.add(decide)
        if after:
            self.history = after[-1]

    def _take(self, line: Line) -> None:
        if isinstance(line, str):
            self._note(line)
        elif isinstance(line, Afresh):
            self._note(line.sentence)
            self.history = History(self.board)
        elif line.get("board") != self.board.name:
            self._refused = BoardError(
                f"key {self.key!r} keeps the work of {line.get('board')!r}, not of {self.board.name!r}: "
                "give this board a key of its own."
            )
            raise self._refused
        else:
            try:
                self.history = self.history.act(line.get("action", {}))
            except StageError as error:
                self._note(f"An action in {self._log.place} can no longer be done and was left out: {error}")

    def _note(self, sentence: str) -> None:
        if sentence not in self.notes:  # which others may share
            self.notes.append(sentence)
