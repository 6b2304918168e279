"""What has the learner done so far? Every answer and every try is one line in a log, and nothing is overwritten.

What a board, a prediction or a check keeps goes to the same file, so that it can be taken home whole. It is the
learner's own word: it counts for no mark.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mlops_widgets.stage.board.log import Afresh, FileLog, Line, Log, MemoryLog

if TYPE_CHECKING:
    from mlops_widgets.stage import Board, LiveBoard

__all__ = ["Progress", "Share", "kept", "mine", "place"]

Entry = dict[str, Any]  # Any: JSON

_making = threading.Lock()


class Progress:
    """A log of what was done, shared by all kernels and tabs that write it.

    Parameters
    ----------
    path
        The file; it is made when it is first looked at. Where it cannot be written, everything is kept in memory and
        ``notes`` says so.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "progress.jsonl"
    >>> Progress(path).add(check="drift.window", passed=True)
    >>> [entry["check"] for entry in Progress(path).entries()]
    ['drift.window']
    """

    def __init__(self, path: Path) -> None:
        self.notes: list[str] = []
        self._entries: list[Entry] = []
        self._log: Log = FileLog(path)
        self._busy = threading.RLock()
        self.turn(lambda _: None)

    @property
    def place(self) -> str:
        """Where it is kept, in words."""
        return self._log.place

    def entries(self) -> tuple[Entry, ...]:
        """All that was done, oldest first, by whatever kernel."""
        self.turn(lambda _: None)
        return tuple(self._entries)

    def add(self, **what: object) -> None:
        """Keep one more thing; the time is added."""
        self.turn(lambda _: dict(what))

    def turn(self, decide: Callable[[list[Entry]], Entry | None]) -> None:
        """Take in what others wrote, hand over all there is, and add what is decided; nobody writes in between."""
        over: list[bool] = []
        made: list[Entry] = []

        def step(fresh: list[Line]) -> Entry | None:
            over.append(True)
            for line in fresh:
                if isinstance(line, str):
                    self.notes.append(line)
                elif isinstance(line, Afresh):
                    self.notes.append(line.sentence)
                    self._entries = []
                else:
                    self._entries.append(line)
            entry = decide(self._entries)
            if entry is not None:
                entry = {"at": datetime.now(UTC).isoformat(timespec="seconds"), **entry}
                made.append(entry)
            return entry

        with self._busy:
            try:
                self._log.add(step)
            except OSError as error:
                self.notes.append(
                    f"{self._log.place} cannot be written ({error.strerror or error}): what you do is kept only "
                    "until the kernel ends. Set MLOPS_PROGRESS to a file that can."
                )
                kept, self._log = self._log, MemoryLog()
                if not over:
                    self._log.add(lambda _: step(_readable(kept)))
            self._entries += made  # not before the log took it


class Share:
    """The part of a progress log that belongs to one key: what a board keeps its actions in.

    Lines of the key that are new to this share are handed over, whoever wrote them.
    """

    def __init__(self, progress: Progress, key: str, board: str) -> None:
        self.progress, self.key, self.board = progress, key, board
        self._seen = 0
        self._entries: list[Entry] = []

    @property
    def place(self) -> str:
        """Where it is kept, in words."""
        return self.progress.place

    def add(self, decide: Callable[[list[Line]], Entry | None]) -> None:
        """Hand over the key's new lines, and keep what is decided."""
        wrote: list[bool] = []

        def step(entries: list[Entry]) -> Entry | None:
            begun: list[Line] = []
            if entries is not self._entries:  # the first time, or the log's file was replaced
                begun = [Afresh(self.progress.notes[-1])] if self._seen else []
                self._entries, self._seen = entries, 0
            own = (self.board, self.key)
            fresh = begun + [each for each in entries[self._seen :] if (each.get("board"), each.get("key")) == own]
            self._seen = len(entries)
            entry = decide(fresh)
            if entry is None:
                return None
            wrote.append(True)  # its own line, which comes next
            return {"key": self.key, **entry}

        self.progress.turn(step)
        self._seen += len(wrote)


def kept(board: Board[Any], key: str) -> LiveBoard:  # Any: every board has a state of its own
    """A board whose actions are kept in the learner's log; where that cannot be written, the board says so."""
    log = mine()
    return board.widget(key, log=Share(log, key, board.name), notes=log.notes)


def mine() -> Progress:
    """The learner's own log."""
    with _making:
        return _at(place())


def place() -> Path:
    """Where it is: ``$MLOPS_PROGRESS``, else a file among the user's Jupyter data."""
    if chosen := os.environ.get("MLOPS_PROGRESS"):
        return Path(chosen).expanduser().absolute()
    from jupyter_core.paths import jupyter_data_dir

    return Path(jupyter_data_dir()) / "mlops-widgets" / "progress.jsonl"


def _readable(log: Log) -> list[Line]:
    """What a file that cannot be written says all the same."""
    with suppress(OSError):
        return log.look() if isinstance(log, FileLog) else []
    return []


@cache
def _at(path: Path) -> Progress:
    return Progress(path)
