"""What happened, when, and why? A record to which one can only add."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from .states import State

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Entry", "Log"]


@dataclass(frozen=True)
class Entry:
    """One line of the record."""

    time: float  # hours
    state: State  # from this moment on
    reason: str
    kind: str = "transition"  # or "refused" (a signal that the state does not know), "failed" (a sink), "note"

    def __str__(self) -> str:
        return f"{self.time:g} h, {self.state}: {self.reason}"


class Log:
    """Entries in order of time; none can be changed or taken away.

    Examples
    --------
    >>> log = Log()
    >>> log.add(Entry(5, State.ALERTED, "psi of income is 0.31, above 0.25"))
    >>> print(log)
    5 h, alerted: psi of income is 0.31, above 0.25
    """

    def __init__(self) -> None:
        self._entries: tuple[Entry, ...] = ()

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All so far, the oldest first."""
        return self._entries

    def add(self, entry: Entry) -> None:
        """Add one at the end; it must not be older than the last."""
        if self._entries and not entry.time >= self._entries[-1].time:
            raise ValueError(f"time must not run back, got {entry.time:g} h after {self._entries[-1].time:g} h.")
        self._entries += (entry,)

    def states(self) -> tuple[State, ...]:
        """The states passed through, in order."""
        return tuple(entry.state for entry in self._entries if entry.kind == "transition")

    def frame(self) -> pd.DataFrame:
        """The record as a table of pandas."""
        import pandas as pd

        return pd.DataFrame([asdict(entry) for entry in self._entries], columns=["time", "state", "reason", "kind"])

    def __str__(self) -> str:
        return "\n".join(map(str, self._entries))
