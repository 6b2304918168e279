"""How does a board come alive in a notebook? Each action goes to a file, and what it changed to the page."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from html import escape
from typing import Any
from uuid import uuid4

import anywidget  # noqa: TID251 - this is the boards' view
import traitlets

from mlops_widgets.stage import former, joiner, kept
from mlops_widgets.stage.errors import StageError

from .board import Action, Board
from .ledger import Ledger
from .log import Log, MemoryLog, checked, open_log

__all__ = ["LiveBoard", "live"]

_PAGE = 200  # rows that a page gets at most, however many it asks for


class LiveBoard(anywidget.AnyWidget):
    """A board that is edited in a page, by ``act`` from Python, and kept under its key.

    Made by ``Board.widget``.

    Parameters
    ----------
    board, key
        As below.
    log, notes
        Where the actions are kept, and what is to be said about that.

    Attributes
    ----------
    board, key
        What is edited, and under which name it is kept.
    state
        What is on the board now.
    errors
        Sentences that the widget had to show, oldest first; ``stage.drive`` fails on any.
    notes
        What the learner should know about the place where the work is kept.
    """

    spec = traitlets.Dict().tag(sync=True)
    request = traitlets.Dict().tag(sync=True, echo_update=False)  # asked once; no view needs to hear it again
    backdrop = traitlets.Dict().tag(sync=True)  # an equal one is not sent again
    answer = traitlets.Dict().tag(sync=True)

    # Any: every board has a state of its own
    def __init__(self, board: Board[Any], key: str, log: Log, notes: list[str] | None = None) -> None:
        self.board, self.key = board, key
        self.errors: list[str] = []
        self._ledger = Ledger(board, key, log, [] if notes is None else notes)
        self.notes = self._ledger.notes
        self._seen: dict[str, int] = {}  # view → number of its last action that was done
        self._shown_state: object = None
        self._edition = 0  # of the state: a page knows by it whether its rows are still true
        self._busy = threading.RLock()
        name = uuid4().hex  # the page asks by it whether its kernel is still there
        super().__init__(spec={"model": name, "name": board.name, "key": key}, model_id=name)
        self._turn("first", self.state, lambda: None)
        self.observe(self._asked, names="request")

    @property
    def description(self) -> str:
        """The board's name, by which the stage's driver calls it."""
        return self.board.name

    @property
    def state(self) -> Any:
        """What is on the board now."""
        return self._ledger.history.state

    def act(self, action: Mapping[str, Any] | Action) -> None:
        """Do one action from Python, as the page does; ``{"kind": "undo"}`` and ``"redo"`` are actions too.

        Raises
        ------
        BoardError
            When it cannot be done; the board stays as it is.
        """
        wish = action.model_dump() if isinstance(action, Action) else dict(action)
        failed: list[Exception] = []
        with self._busy:
            self._turn("act", self.state, lambda: self._ledger.meet(wish), failed)
        if failed:
            raise failed[0]

    def undo(self) -> None:
        """Take the last action back."""
        self.act({"kind": "undo"})

    def redo(self) -> None:
        """Do again what was taken back last."""
        self.act({"kind": "redo"})

    def corners(self) -> Iterator[tuple[str, Callable[[], object]]]:
        """Every move that ``stage.drive`` makes, on a second board that nobody sees; this one stays in use."""
        driven = type(self)(self.board, self.key, MemoryLog())
        try:
            for sample in self.board.samples:
                yield f"{sample}", partial(driven.act, sample)
            steps = len(driven._ledger.history.states) - 1  # noqa: SLF001 - of its own kind
            yield from [("undo", driven.undo)] * steps
            yield from [("redo", driven.redo)] * steps
            if self.board.rows and self.board.total:
                for first in (0, max(0, self.board.total(driven.state) - 1)):
                    yield f"rows from {first}", partial(self.board.rows, driven.state, first, _PAGE)
        finally:
            driven.close()

    def _asked(self, change: Mapping[str, Any]) -> None:  # Any: traitlets' own shape
        request = change["new"]
        view, actions = request.get("view", ""), request.get("actions", [])
        with self._busy:
            before, failed = self.state, list[Exception]()
            for number, wish in actions:
                if number > self._seen.get(view, 0):  # asked again because no answer had come: done once
                    self._seen[view] = number
                    self._try(partial(self._ledger.meet, wish), failed)
            self._turn(request["id"], before, lambda: None, failed, page=request.get("page"))

    def _try(self, deed: Callable[[], None], failed: list[Exception]) -> None:
        try:
            deed()
        except Exception as error:  # noqa: BLE001 - whatever went wrong is shown where the learner looks
            failed.append(error)

    def _turn(
        self,
        request: str,
        before: object,
        deed: Callable[[], None],
        failed: list[Exception] | None = None,
        *,
        page: Mapping[str, int] | None = None,
    ) -> None:
        """Do something, then show what is on the board, and what could not be done."""
        failed = [] if failed is None else failed
        with self._busy:
            self._try(deed, failed)
            try:
                shown = self._shown(before, page)
            except Exception as error:  # noqa: BLE001 - as above
                failed.append(error)
                shown = {}
            sentences = [_sentence(error) for error in failed]
            self.errors += sentences
            if self.state is not self._shown_state:
                self._shown_state, self._edition = self.state, self._edition + 1
            former_answer = {name: each for name, each in self.answer.items() if name != "page"}  # its rows are old
            with self.hold_sync():
                if shown:
                    self.backdrop = shown.pop("backdrop")
                self.answer = {
                    **former_answer,
                    **shown,
                    "edition": self._edition,
                    "id": request,
                    "seen": dict(self._seen),
                    "error": " ".join(sentences),
                    "notes": list(self.notes),
                }

    def _shown(self, before: object, page: Mapping[str, int] | None) -> dict[str, Any]:  # Any: JSON
        board, state = self.board, self.state
        shown = {
            "backdrop": board.backdrop(state),
            "view": board.view(state),
            "text": board.text(state),
            "said": "" if before == state else board.say(before, state),
            "undo": self._ledger.history.can_undo,
            "redo": self._ledger.history.can_redo,
        }
        if page is not None and board.rows and board.total:
            first, count = max(0, int(page["first"])), min(_PAGE, max(0, int(page["count"])))
            rows = list(board.rows(state, first, count))
            shown["page"] = {"first": first, "rows": rows, "total": board.total(state)}
        return shown

    # Any: MIME data
    def _repr_mimebundle_(self, **options: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]] | None:
        bundle = super()._repr_mimebundle_(**options)
        if bundle and self.answer.get("text"):
            bundle[0]["text/plain"] = self.answer["text"]
            bundle[0][kept.MIME] = kept.need_kernel(
                self.board.name, self.answer["text"], veils=self.answer["view"].get("open") is False
            )
            bundle[0]["text/html"] = f"<p>{escape(self.answer['text'])}</p>"
        return bundle


# Any: every board has a state of its own
def live(board: Board[Any], key: str, log: Log | None = None, notes: list[str] | None = None) -> LiveBoard:
    """The widget of a board, over ``log`` or that of its key; it closes the one that the same cell made before."""
    where = open_log(key) if log is None else (log, notes)
    widget = _kind(board.entry, board.styles)(board, checked(key), *where)
    former.close_former(widget)
    return widget


@cache
def _kind(entry: str, styles: tuple[str, ...]) -> type[LiveBoard]:
    """A class for each way of drawing: the page knows style sheets by the class's name."""
    name = "LiveBoard_" + "".join(letter if letter.isalnum() else "_" for letter in entry)
    code = traitlets.Unicode(joiner.join(entry)).tag(sync=True)
    drawn = {"_esm": joiner.loader(), "_css": joiner.style("board.css", *styles), "code": code}
    return type(name, (LiveBoard,), drawn | {"__module__": __name__, "__doc__": LiveBoard.__doc__})


def _sentence(error: Exception) -> str:
    return str(error) if isinstance(error, StageError) else f"{type(error).__name__}: {error}"
