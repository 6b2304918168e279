"""When does a source stop being asked? When it is closed, interrupted, at the program's end, or when it fails."""

from __future__ import annotations

import atexit
import sys
import threading
import traceback
import weakref
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from mlops_widgets.stage.errors import StageError

__all__ = ["Poller", "Rows", "Source"]

_PATIENCE = 1.0  # seconds to wait for a source that is just being asked

Row = Mapping[str, Any]  # Any: a time, numbers or arrays, perhaps an event
Rows = Row | Sequence[Row] | None
Source = Callable[[], Rows]


class Poller:
    """One background thread that asks a source for new rows again and again.

    Parameters
    ----------
    source
        Returns a mapping of arrays, a list of rows, or None for nothing new.
    take
        Given each mapping.
    ended
        Called once, with a sentence when the source failed and with an empty one when it was stopped.
    every
        Seconds between two questions.
    """

    def __init__(
        self, source: Source, take: Callable[[Row], None], ended: Callable[[str], None], *, every: float
    ) -> None:
        if not callable(source):
            raise StageError(f"source must be a function that returns what is new, got {type(source).__name__}.")
        self._source, self._take, self._ended, self._every = source, take, ended, every
        self._stop = threading.Event()
        self._forget = _on_interrupt(self.stop)
        self._thread = threading.Thread(target=self._poll, name="live source", daemon=True)
        _running.add(self)
        self._thread.start()

    @property
    def is_running(self) -> bool:
        """Is the source still asked?"""
        return not self._stop.is_set()

    def stop(self) -> None:
        """Ask no more; a source that is being asked just now is not waited for longer than a second."""
        self._stop.set()
        if threading.current_thread() is not self._thread:
            self._thread.join(_PATIENCE)

    def _poll(self) -> None:
        sentence = ""
        try:
            while not self._stop.is_set():
                for row in _rows(self._source()):
                    if not self._stop.is_set():
                        self._take(row)
                self._stop.wait(self._every)
        except BaseException as error:  # noqa: BLE001 - whatever a source raises is shown, exit() too
            sentence = _sentence(error)
        self._stop.set()
        self._forget()
        self._ended(sentence)


_running: weakref.WeakSet[Poller] = weakref.WeakSet()


@atexit.register
def _stop_all() -> None:
    for poller in list(_running):
        poller.stop()


def _rows(given: Rows) -> Sequence[Row]:
    rows = [] if given is None else [given] if isinstance(given, Mapping) else given
    if not isinstance(rows, Sequence) or not all(isinstance(row, Mapping) for row in rows):
        raise StageError(
            f"a source must return a mapping, a list of mappings, or None for nothing new, got {given!r}: "
            'return {"time": …, "latency": …}.'
        )
    for row in rows:
        if "time" not in row:
            raise StageError(f'a row needs its time, got {", ".join(row) or "nothing"}: add "time", or None for now.')
    return rows


def _sentence(error: BaseException) -> str:
    if isinstance(error, StageError):
        return f"the source gave what cannot be taken, and was stopped: {error}"
    frames = traceback.extract_tb(error.__traceback__)
    place = frames[min(1, len(frames) - 1)]  # the first after ours: the learner's own function
    what = f"{type(error).__name__}: {error}".rstrip(": ")
    return (
        f"your source raised {what} — line {place.lineno}, in {place.name}; it was stopped, and what came before "
        "is kept: repair it, then run this cell again."
    )


def _on_interrupt(stop: Callable[[], None]) -> Callable[[], None]:
    """Call ``stop`` when a cell of this notebook is interrupted; returns the call that forgets it."""
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    if shell is None:
        return lambda: None

    def heard(result: Any) -> None:  # Any: IPython is untyped
        if isinstance(getattr(result, "error_in_exec", None), KeyboardInterrupt):
            stop()

    shell.events.register("post_run_cell", heard)
    return partial(_unregister, shell, heard)


def _unregister(shell: Any, heard: Callable[[Any], None]) -> None:  # Any: IPython is untyped
    if heard in shell.events.callbacks["post_run_cell"]:
        shell.events.unregister("post_run_cell", heard)
