"""What does a run leave behind?"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from .errors import StageError
from .scenario import Scenario

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Event", "Trace"]

Floats = np.ndarray[tuple[int], np.dtype[np.float64]]


@dataclass(frozen=True, order=True)
class Event:
    """Something that happened at one tick."""

    tick: int  # index on the trace's time axis
    kind: str  # one word, e.g. "alarm"; a scene says how each kind is shown
    label: str  # what a flag at that place says


@dataclass(frozen=True, eq=False)
class Trace:
    """One run: a time axis, named columns along it, events, a summary, and the scenario it came from.

    Arrays are copied, made float64 and read-only. Two traces are equal when every byte is.

    Parameters
    ----------
    time
        Shape (n,), rising strictly, n ≥ 1; its unit is the scene's affair.
    columns
        Name → shape (n,). NaN means "not known yet".
    events
        What happened, sorted here by tick.
    summary
        Name → one number about the whole run.
    scenario
        What was asked for.
    labels
        What the scene needs to know that is no number: a frozen value of the simulation's own.

    Raises
    ------
    StageError
        For a column of another length, a time that does not rise, an event outside the axis.

    Examples
    --------
    >>> trace = Trace([0, 1, 2], {"x": [5, 6, 7]}, scenario=Scenario(), summary={"mean": 6})
    >>> trace["x"]
    array([5., 6., 7.])
    >>> print(trace.to_csv(), end="")
    time,x
    0.0,5.0
    1.0,6.0
    2.0,7.0
    """

    time: Floats
    columns: Mapping[str, Floats]
    events: tuple[Event, ...] = ()
    summary: Mapping[str, float] = field(default_factory=dict)
    scenario: Scenario = field(default_factory=Scenario)
    labels: object = None

    def __init__(
        self,
        time: ArrayLike,
        columns: Mapping[str, ArrayLike],
        *,
        scenario: Scenario,
        events: Iterable[Event] = (),
        summary: Mapping[str, float] | None = None,
        labels: object = None,
    ) -> None:
        axis = _frozen("time", time)
        if axis.size == 0 or not np.all(np.diff(axis) > 0) or not np.isfinite(axis).all():
            raise StageError("time must hold at least one tick and rise strictly: sort it, drop repeats and gaps.")
        held = {name: _frozen(name, values, like=axis) for name, values in columns.items()}
        seen = tuple(sorted(events))
        for event in seen:
            if not 0 <= event.tick < axis.size:
                raise StageError(
                    f"events must lie on the {axis.size} ticks of the run, got tick {event.tick} ({event.label})."
                )
        numbers = {name: float(value) for name, value in (summary or {}).items()}
        object.__setattr__(self, "time", axis)
        object.__setattr__(self, "columns", MappingProxyType(held))
        object.__setattr__(self, "events", seen)
        object.__setattr__(self, "summary", MappingProxyType(numbers))
        object.__setattr__(self, "scenario", scenario)
        object.__setattr__(self, "labels", labels)

    def __len__(self) -> int:
        return self.time.size

    def __getitem__(self, name: str) -> Floats:
        if name not in self.columns:
            raise StageError(f"the trace has no column {name!r}: it holds {', '.join(self.columns)}.")
        return self.columns[name]

    def __eq__(self, other: object) -> bool:
        return self.digest() == other.digest() if isinstance(other, Trace) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.digest())

    def __reduce__(self) -> tuple[object, ...]:
        build = partial(
            Trace,
            self.time,
            dict(self.columns),
            scenario=self.scenario,
            events=self.events,
            summary=dict(self.summary),
            labels=self.labels,
        )
        return build, ()

    def upto(self, time: float) -> int:
        """The last tick that is not after a time; 0 before the first."""
        return max(int(np.searchsorted(self.time, time, "right")) - 1, 0)

    def digest(self) -> str:
        """A fingerprint of every byte, the same for equal runs."""
        state = hashlib.sha256(self.scenario.to_json().encode())
        for name, values in {"time": self.time, **self.columns}.items():
            state.update(name.encode() + b"\0" + values.tobytes())
        events = [(int(event.tick), event.kind, event.label) for event in self.events]
        state.update(repr((events, dict(self.summary))).encode())
        return state.hexdigest()

    def frame(self) -> pd.DataFrame:
        """The columns as a pandas frame, time as its index; the scenario is in ``.attrs``."""
        import pandas as pd

        frame = pd.DataFrame(dict(self.columns), index=pd.Index(self.time, name="time"))
        frame.attrs["scenario"] = self.scenario.to_json()
        return frame

    def to_csv(self, path: str | Path | None = None) -> str:
        """The columns as CSV text, full precision; written to ``path`` too when one is given."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(["time", *self.columns])
        writer.writerows(zip(*(each.tolist() for each in (self.time, *self.columns.values())), strict=True))
        if path is not None:
            Path(path).write_text(text.getvalue(), encoding="utf-8", newline="\n")
        return text.getvalue()


def _frozen(name: str, values: ArrayLike, like: Floats | None = None) -> Floats:
    array = np.array(values, dtype=np.float64)
    if array.ndim != 1 or (like is not None and array.shape != like.shape):
        wish = "one-dimensional" if like is None else f"of shape {like.shape} like the time"
        raise StageError(f"{name} must be {wish}, got shape {array.shape}.")
    array.flags.writeable = False
    return array
