"""Sinks that remember everything until the kernel ends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from .log import Entry
from .sinks import Batch, Model, Sinks

__all__ = ["Alerted", "Journaled", "Kept", "Snapped", "Trainer", "in_memory"]


@dataclass
class Alerted:
    """Alerts in a list."""

    sent: list[tuple[float, str]] = field(default_factory=list)

    def send(self, time: float, words: str) -> None:
        """Remember the words."""
        self.sent.append((time, words))


@dataclass
class Snapped:
    """Snapshots by the hour at which they were taken."""

    taken: dict[float, dict[str, np.ndarray]] = field(default_factory=dict)

    def keep(self, time: float, batch: Batch) -> None:
        """Copy the columns."""
        self.taken[time] = {name: np.array(values) for name, values in batch.items()}


@dataclass
class Kept:
    """Models by name."""

    models: dict[str, Model] = field(default_factory=dict)

    def keep(self, name: str, model: Model) -> None:
        """Remember the model."""
        self.models[name] = model


@dataclass
class Journaled:
    """The record, once more."""

    entries: list[Entry] = field(default_factory=list)

    def write(self, entry: Entry) -> None:
        """Remember the entry."""
        self.entries.append(entry)


@dataclass
class Trainer:
    """Trains at once, and hands the model over when the job would have ended."""

    hours: float = 0.0  # that a training takes on the injected clock
    _done: tuple[float, Model | Exception] | None = None

    def start(self, run: Callable[[], Model], time: float) -> None:
        """Train now; the result waits."""
        try:
            outcome: Model | Exception = run()
        except Exception as error:  # noqa: BLE001 - whatever a training raises is its result
            outcome = error
        self._done = (time + self.hours, outcome)

    def result(self, time: float) -> Model | None:
        """The model once the hours are over; raises what the training raised."""
        if self._done is None or time < self._done[0]:
            return None
        outcome, self._done = self._done[1], None
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


def in_memory(*, hours: float = 0.0) -> Sinks:
    """Sinks that remember everything, and a trainer that takes so many hours."""
    return Sinks(Alerted(), Snapped(), Kept(), Trainer(hours), Journaled())
