"""Which rows of a live run are kept? The last ones, in arrays that never grow."""

from __future__ import annotations

import time as clock
from collections import deque
from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike

from mlops_widgets.stage.errors import StageError
from mlops_widgets.stage.scenario import Scenario
from mlops_widgets.stage.trace import Event, Floats, Trace

__all__ = ["History"]


class History:
    """The last rows, and the events on them; what is refused leaves it as it was.

    Parameters
    ----------
    keep
        Rows to keep; events go with their rows.
    """

    def __init__(self, keep: int) -> None:
        self.keep = keep
        self.total = 0  # rows that ever came: the next one's number
        self._held = 0
        self._end = 0  # where the next row is written; the arrays have twice the room, and are moved up when full
        self._began = clock.perf_counter()
        self._arrays: dict[str, Floats] = {}
        self._events: deque[tuple[int, str, str]] = deque(maxlen=keep)

    @property
    def first(self) -> int:
        """Number of the oldest row kept."""
        return self.total - self._held

    def append(
        self, time: ArrayLike | None, columns: Mapping[str, ArrayLike], event: tuple[str, str] | None = None
    ) -> None:
        """Take one row or several, and what happened at the last of them; the first ones name the columns."""
        if self._arrays and columns.keys() != self._arrays.keys() - {"time"}:
            raise StageError(self._misnamed(columns))
        if not columns:
            raise StageError("a row needs at least one column beside its time: append(time, latency=12.5).")
        happened = None if event is None else _checked(event)
        axis = self._later(self._now() if time is None else time)
        rows = {"time": axis} | {name: _numbers(name, values, axis.size) for name, values in columns.items()}
        if not self._arrays:
            self._arrays = {name: np.empty(2 * self.keep) for name in rows}
        self._write(rows, axis.size)
        if happened is not None:
            self._events.append((self.total - 1, *happened))

    def mark(self, event: tuple[str, str]) -> None:
        """Note an event at the newest row."""
        if not self._held:
            raise StageError("an event happens at a row, and none has come yet: append one first.")
        self._events.append((self.total - 1, *_checked(event)))

    def trace(self, scenario: Scenario) -> Trace | None:
        """What is kept, as an ordinary run; None before the first row."""
        if not self._held:
            return None
        kept = slice(self._end - self._held, self._end)
        rows = {name: array[kept] for name, array in self._arrays.items()}
        events = [Event(tick - self.first, kind, label) for tick, kind, label in self._events]
        return Trace(rows.pop("time"), rows, scenario=scenario, events=events)

    def _write(self, rows: Mapping[str, Floats], n: int) -> None:
        self.total += n
        n = min(n, self.keep)
        if self._end + n > 2 * self.keep:
            stay = min(self._held, self.keep - n)
            for array in self._arrays.values():
                array[:stay] = array[self._end - stay : self._end].copy()
            self._end = self._held = stay
        for name, values in rows.items():
            self._arrays[name][self._end : self._end + n] = values[-n:]
        self._end += n
        self._held = min(self._held + n, self.keep)
        while self._events and self._events[0][0] < self.first:
            self._events.popleft()

    def _now(self) -> float:
        """Seconds since the beginning, to the millisecond, but later than the newest row in any case."""
        now = round(clock.perf_counter() - self._began, 3)
        return max(now, float(np.nextafter(self._newest(), np.inf)))

    def _newest(self) -> float:
        return float(self._arrays["time"][self._end - 1]) if self._held else -np.inf

    def _later(self, time: ArrayLike) -> Floats:
        axis = _numbers("time", time, None)
        if not np.isfinite(axis).all():
            raise StageError("time must be a number in every row, got NaN or infinity: leave such rows out.")
        line = np.concatenate([[self._newest()], axis])
        if (late := np.flatnonzero(np.diff(line) <= 0)).size:
            before, now = line[late[0]], line[late[0] + 1]
            raise StageError(
                f"time must rise with every row, got {now:.12g} after {before:.12g}: sort the rows, or append with "
                "time=None from several threads."
            )
        return axis

    def _misnamed(self, columns: Mapping[str, object]) -> str:
        known = list(self._arrays)[1:]
        unknown = [name for name in columns if name not in known]
        missing = [name for name in known if name not in columns]
        if unknown:
            return f"this live run has no column {unknown[0]!r}: its first row had {', '.join(known)}."
        return f"the row lacks {', '.join(missing)}: say {missing[0]}=float('nan') where it is not known."


def _numbers(name: str, values: ArrayLike, n: int | None) -> Floats:
    try:
        array = np.atleast_1d(np.asarray(values, dtype=np.float64))
    except (TypeError, ValueError):
        raise StageError(f"{name} must be a number or an array of numbers, got {values!r}.") from None
    if array.ndim != 1 or not array.size or (n is not None and array.size != n):
        wish = "a number or a flat array that is not empty" if n is None else f"{n} long like the time"
        raise StageError(f"{name} must be {wish}, got shape {array.shape}.")
    if n is not None and np.isinf(array).any():
        raise StageError(f"{name} must be finite, or NaN where it is not known, got infinity: use float('nan').")
    return array


def _checked(event: object) -> tuple[str, str]:
    match event:
        case (str() as kind, str() as label):
            return kind, label
    raise StageError(f'event must be a kind and a label, e.g. ("deploy", "version 2"), got {event!r}.')
