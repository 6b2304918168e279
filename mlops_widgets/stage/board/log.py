"""Where is what a learner did kept? In a file to which lines are only ever added, one JSON object each."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Protocol

from mlops_widgets.stage.errors import BoardError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

__all__ = ["Afresh", "FileLog", "Log", "MemoryLog", "checked", "folder", "open_log"]

Entry = dict[str, Any]  # Any: JSON


@dataclass(frozen=True)
class Afresh:
    """Another file lies where the former lay: its lines follow, and what came before is to be forgotten."""

    sentence: str


Line = Entry | str | Afresh  # a line that can be read, the sentence that says why it cannot, or a new beginning

_TAIL = 64  # bytes by which what was read last is known again

_KEY = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}


class Log(Protocol):
    """What a board needs of the place where its actions are kept."""

    @property
    def place(self) -> str:
        """Where that is, in words."""
        ...

    def add(self, decide: Callable[[list[Line]], Entry | None]) -> None:
        """Hand ``decide`` the lines that are new since the last time, and add the entry that it returns.

        Nobody else adds a line in between. With None nothing is added. ``Afresh`` is the first line when
        another file lies where the former lay: what comes after it is all there is.
        """
        ...


class MemoryLog:
    """A log that lives as long as the kernel."""

    place = "the kernel's memory"

    def __init__(self) -> None:
        self.entries: list[Entry] = []

    def add(self, decide: Callable[[list[Line]], Entry | None]) -> None:
        """Keep what is decided; nobody else writes here, so no line is ever new."""
        entry = decide([])
        if entry is not None:
            self.entries.append(entry)


class FileLog:
    """A log in a file, which several kernels may write at the same time.

    Parameters
    ----------
    path
        The file; it and its folder are made when it is first looked at or added to.

    Examples
    --------
    >>> import tempfile
    >>> place = Path(tempfile.mkdtemp()) / "mine.jsonl"
    >>> FileLog(place).add(lambda lines: {"kind": "put", "at": 3})
    >>> FileLog(place).add(lambda lines: print(lines))
    [{'kind': 'put', 'at': 3}]
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._read = 0  # bytes
        self._lines = 0
        self._known = (0, b"")  # what the file was known by when it was last read

    @property
    def place(self) -> str:
        """The file's path."""
        return str(self.path)

    def add(self, decide: Callable[[list[Line]], Entry | None]) -> None:
        """Read, decide and add as one step that no other process can come between."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with _locked(self.path.with_suffix(".lock")), self.path.open("a+b") as file:
            entry = decide(self._new(file))
            if entry is not None:
                self._append(file, entry)

    def look(self) -> list[Line]:
        """The new lines of a file that can only be read; nobody is kept from writing meanwhile."""
        with self.path.open("rb") as file:
            return self._new(file)

    def _new(self, file: IO[bytes]) -> list[Line]:
        begun: list[Line] = []
        if self._read and self._mark(file) != self._known:
            begun = [Afresh(f"{self.path} was replaced or emptied: what it holds now is all there is.")]
            self._read = self._lines = 0
        file.seek(self._read)
        fresh = file.read()
        self._read += len(fresh)
        self._known = self._mark(file)
        return begun + [self._parsed(line) for line in fresh.split(b"\n") if line.strip()]

    def _mark(self, file: IO[bytes]) -> tuple[int, bytes]:
        """What tells this file from another: its number on the disk, and the last bytes of it that were read."""
        start = max(0, self._read - _TAIL)
        file.seek(start)
        return os.fstat(file.fileno()).st_ino, file.read(self._read - start)

    def _parsed(self, line: bytes) -> Line:
        self._lines += 1
        try:
            entry = json.loads(line)
        except ValueError:  # a broken line, or bytes that are no UTF-8
            entry = None
        if isinstance(entry, dict):
            return entry
        return f"Line {self._lines} of {self.path} cannot be read and was left out; it is still in the file."

    def _append(self, file: IO[bytes], entry: Entry) -> None:
        end = file.seek(0, os.SEEK_END)
        torn = False
        if end:
            file.seek(end - 1)
            torn = file.read(1) != b"\n"  # a process ended while it was writing
        line = json.dumps(entry, ensure_ascii=False, allow_nan=False).encode() + b"\n"
        file.write(b"\n" + line if torn else line)
        file.flush()
        self._read = file.seek(0, os.SEEK_END)
        self._known = self._mark(file)
        self._lines += 1


def open_log(key: str) -> tuple[Log, list[str]]:
    """The log of ``key``, and what is to be said of it: that it is in memory where no file can be written."""
    log = FileLog(folder() / f"{checked(key)}.jsonl")
    try:
        FileLog(log.path).add(lambda _: None)
    except OSError as error:
        return MemoryLog(), [
            f"What you do here is kept only until the kernel ends: {log.path} cannot be written "
            f"({error.strerror or error}). Set MLOPS_BOARDS to a folder that can."
        ]
    return log, []


def folder() -> Path:
    """Where boards are kept: ``$MLOPS_BOARDS``, else a folder among the user's Jupyter data."""
    if chosen := os.environ.get("MLOPS_BOARDS"):
        return Path(chosen).expanduser().absolute()
    from jupyter_core.paths import jupyter_data_dir

    return Path(jupyter_data_dir()) / "mlops-widgets" / "boards"


def checked(key: str) -> str:
    """The key, when every file system can take it as a name.

    Examples
    --------
    >>> checked("week-7")
    'week-7'
    >>> checked("Week 7")
    Traceback (most recent call last):
      ...
    mlops_widgets.stage.errors.BoardError: key must be 1 to 64 of a–z, 0–9, -, _ and ., and begin with a letter \
or digit, got 'Week 7': try 'week-7'.
    """
    stem = key.partition(".")[0] if isinstance(key, str) else ""
    if isinstance(key, str) and _KEY.fullmatch(key) and not key.endswith(".") and stem not in _DEVICES:
        return key
    if stem in _DEVICES:
        raise BoardError(f"key cannot be {key!r}, which Windows keeps for a device: try 'my-{key}'.")
    better = re.sub(r"[^a-z0-9_]+", "-", str(key).lower()).strip("-_")[:64] or "my-board"
    raise BoardError(
        f"key must be 1 to 64 of a–z, 0–9, -, _ and ., and begin with a letter or digit, got {key!r}: try {better!r}."
    )


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Wait until no other process holds this lock; it ends with the process that holds it."""
    with path.open("a+b") as file:
        if sys.platform == "win32":
            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
        else:
            fcntl.flock(file, fcntl.LOCK_EX)
        try:
            yield
        finally:
            if sys.platform == "win32":
                file.seek(0)
                msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)
            else:
                fcntl.flock(file, fcntl.LOCK_UN)
