"""What is a board? A frozen state, the actions that change it, and a view of it that a page can draw."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from mlops_widgets.stage.errors import BoardError
from mlops_widgets.stage.refusal import sentences

if TYPE_CHECKING:
    from .log import Log
    from .view import LiveBoard

__all__ = ["GROUP", "Action", "Board", "boards"]

GROUP = "mlops_widgets.boards"

AnyState = TypeVar("AnyState")

JSON = dict[str, Any]  # Any: what JSON can hold


class Action(BaseModel):
    """One thing that a learner does on a board. A subclass has a ``kind`` of its own, and fields.

    Examples
    --------
    >>> class Put(Action):
    ...     kind: str = "put"
    ...     at: int
    >>> Put(at=3).model_dump()
    {'kind': 'put', 'at': 3}
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, strict=True)

    lasting: ClassVar[bool] = False  # True: neither it nor anything before it can be taken back

    kind: str


@dataclass(frozen=True, kw_only=True)
class Board(Generic[AnyState]):
    """A widget for things that a learner edits, as pure pieces; the stage adds file, undo and page.

    Parameters
    ----------
    name
        Subject and word, e.g. ``"drift.points"``.
    State
        The frozen type of the state; called without arguments it gives the empty board.
    actions
        The kinds of ``Action`` that the board knows.
    apply
        ``apply(state, action) -> state``, pure; raises a ``BoardError`` for what cannot be done.
    view
        ``view(state) -> dict``, JSON of what changes with every action.
    text
        ``text(state) -> str``, the board in words.
    entry
        The module in ``stage/player/`` that draws it.
    samples
        Actions in JSON that together do all that can be done; tests and ``stage.drive`` perform them.
    backdrop
        ``backdrop(state) -> dict``, JSON of what seldom changes; sent only when it does.
    say
        ``say(before, after) -> str``, what has just happened, for those who listen.
    rows
        ``rows(state, first, count) -> sequence`` of JSON, one page of what is too long to be sent; the
        page asks for it with ``page(first, count)`` of ``board.js``.
    total
        ``total(state) -> int``, how many rows there are; given together with ``rows``.
    styles
        Style sheets in ``stage/player/`` besides the player's and ``board.css``.
    about
        What one does on it, in one sentence.

    Examples
    --------
    >>> class Add(Action):
    ...     kind: str = "add"
    ...     word: str
    >>> words = Board(
    ...     name="demo.words", State=tuple, actions=(Add,), apply=lambda state, add: (*state, add.word),
    ...     view=lambda state: {"words": list(state)}, text=" ".join, entry="boards/words.js",
    ...     samples=({"kind": "add", "word": "drift"},),
    ... )
    >>> words.play([{"kind": "add", "word": "data"}, {"kind": "add", "word": "drift"}])
    ('data', 'drift')
    >>> words.read({"kind": "shout"})
    Traceback (most recent call last):
      ...
    mlops_widgets.stage.errors.BoardError: an action must be of a kind that demo.words knows (add), got 'shout'.
    """

    name: str
    State: Callable[[], AnyState]
    actions: tuple[type[Action], ...]
    apply: Callable[[AnyState, Any], AnyState]  # Any: one of the actions, and each apply knows its own
    view: Callable[[AnyState], JSON]
    text: Callable[[AnyState], str]
    entry: str
    samples: Sequence[JSON]
    backdrop: Callable[[AnyState], JSON] = lambda _: {}
    say: Callable[[AnyState, AnyState], str] = lambda _, __: ""
    rows: Callable[[AnyState, int, int], Sequence[Any]] | None = None
    total: Callable[[AnyState], int] | None = None
    styles: tuple[str, ...] = ()
    about: str = ""

    def __post_init__(self) -> None:
        if (self.rows is None) != (self.total is None):
            given, missing = ("rows", "total") if self.total is None else ("total", "rows")
            raise BoardError(
                f"rows and total of {self.name} belong together, got {given} alone: give {missing} as well, so that "
                "a page can say which rows of how many it shows."
            )

    def read(self, action: Mapping[str, Any] | Action) -> Action:
        """The action that some JSON means.

        Raises
        ------
        BoardError
            With a sentence, when it is of no known kind or ill-formed.
        """
        if isinstance(action, Action):
            action = action.model_dump()
        if not isinstance(action, Mapping):
            raise BoardError(f"an action must be a mapping with a kind, got {action!r}.")
        known = {each.model_fields["kind"].default: each for each in self.actions}
        kind = action.get("kind")
        if not isinstance(kind, str) or kind not in known:
            kinds = ", ".join(known)
            raise BoardError(f"an action must be of a kind that {self.name} knows ({kinds}), got {kind!r}.")
        try:
            return known[kind](**action)
        except ValidationError as error:
            raise BoardError(f"{kind}: {sentences(known[kind], error)}") from None

    def play(self, actions: Iterable[Mapping[str, Any] | Action]) -> AnyState:
        """The state after these actions, from the empty board; undo and redo are among them."""
        from .history import History

        history = History(self)
        for action in actions:
            history = history.act(action)
        return history.state

    def widget(self, key: str, log: Log | None = None, notes: list[str] | None = None) -> LiveBoard:
        """The board as a live widget, whose actions are kept in a file under ``key``, or in ``log``.

        Parameters
        ----------
        key
            Names the learner's work; the same key shows the same work again, in any notebook.
        log, notes
            Where the actions are kept instead, such as the learner's progress, and what is to be said about that.

        Raises
        ------
        BoardError
            When ``key`` cannot be a file's name everywhere.
        """
        from .view import live

        return live(self, key, log, notes)


def boards() -> Mapping[str, Board[Any]]:  # Any: every board has a state of its own
    """Every board installed, by name; other packages add theirs by the same entry-point group.

    Examples
    --------
    >>> "drift.points" in boards()
    True
    """
    found = {}
    for entry in sorted(entry_points(group=GROUP), key=lambda each: each.name):
        board = entry.load()
        if not isinstance(board, Board) or board.name != entry.name:
            raise BoardError(f"the entry point {entry.name} ({entry.value}) must name a Board called the same.")
        found[entry.name] = board
    return found
