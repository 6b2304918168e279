"""What has been done on a board, and what of it was taken back? The state is what is left, played from the start."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from mlops_widgets.stage.errors import BoardError

from .board import Action, Board

__all__ = ["History"]

AnyState = TypeVar("AnyState")

_DEPTH = 200  # steps that can be taken back


@dataclass(frozen=True)
class History(Generic[AnyState]):
    """All that led to a state; undo and redo are steps in it like any other."""

    board: Board[AnyState]
    states: tuple[AnyState, ...] = ()  # after each action that still counts, since the last lasting one
    undone: tuple[AnyState, ...] = ()  # the states taken back, the next to come again last

    def __post_init__(self) -> None:
        if not self.states:
            object.__setattr__(self, "states", (self.board.State(),))

    @property
    def state(self) -> AnyState:
        """What is on the board now."""
        return self.states[-1]

    @property
    def can_undo(self) -> bool:
        """Is there an action to take back?"""
        return len(self.states) > 1

    @property
    def can_redo(self) -> bool:
        """Is there an action to do again?"""
        return bool(self.undone)

    def act(self, action: Mapping[str, Any] | Action) -> History[AnyState]:
        """The history with one more action in it: one of the board's own, or ``undo`` or ``redo``.

        Raises
        ------
        BoardError
            When it is unknown, ill-formed, or cannot be done now; this history stays as it is.
        """
        kind = action.get("kind") if isinstance(action, Mapping) else None
        if kind == "undo":
            return self._undo()
        if kind == "redo":
            return self._redo()
        read = self.board.read(action)
        state = self.board.apply(self.state, read)
        states = (state,) if read.lasting else (*self.states[-_DEPTH:], state)
        return replace(self, states=states, undone=())

    def _undo(self) -> History[AnyState]:
        if not self.can_undo:
            raise BoardError("there is nothing to take back: nothing was done, or what was done stays.")
        return replace(self, states=self.states[:-1], undone=(*self.undone, self.state))

    def _redo(self) -> History[AnyState]:
        if not self.can_redo:
            raise BoardError("there is nothing to do again: only what was just taken back can be.")
        return replace(self, states=(*self.states, self.undone[-1]), undone=self.undone[:-1])
