"""How does a state change, so that every change is legal, written down, and outlives a sink that fails?"""

from __future__ import annotations

from collections.abc import Callable

from .log import Entry, Log
from .sinks import Journal
from .states import Machine, Signal, State

__all__ = ["Record"]


class Record:
    """The state, its history, and the time of the last call."""

    def __init__(self, time: float, journal: Journal) -> None:
        self.time = time
        self.log = Log()
        self._machine = Machine()
        self._journal = journal

    @property
    def state(self) -> State:
        """Where the response stands."""
        return self._machine.state

    def go(self, signal: Signal, reason: str) -> bool:
        """The only way to another state; False, and a line that says so, where the table knows none."""
        legal = self._machine.take(signal)
        if legal:
            self.write(reason, kind="transition")
        else:
            self.write(f"{signal} is not possible while {self.state}: {reason}", kind="refused")
        return legal

    def write(self, reason: str, *, kind: str = "note") -> None:
        """Add a line to the log, and to the journal if that works."""
        entry = Entry(self.time, self.state, reason, kind)
        self.log.add(entry)
        try:
            self._journal.write(entry)
        except Exception as error:  # noqa: BLE001 - whatever a journal raises, the log has the line
            self.log.add(Entry(self.time, self.state, _failed("journal", error), "failed"))

    def tell(self, name: str, effect: Callable[[], None]) -> bool:
        """Let a sink do its work; one that raises is written down and stops nothing."""
        try:
            effect()
        except Exception as error:  # noqa: BLE001 - whatever a sink raises
            self.write(_failed(name, error), kind="failed")
            return False
        return True


def _failed(name: str, error: Exception) -> str:
    return f"{name} failed: {type(error).__name__}: {error}"
