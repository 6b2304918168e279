"""Where do alerts, snapshots, models and jobs go? Small protocols, so that a class of your own fits as well."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from .log import Entry

__all__ = ["Alerts", "Batch", "Chances", "Jobs", "Journal", "Model", "Models", "Sinks", "Snapshots"]

Batch = Mapping[str, npt.NDArray[Any]]  # name → (n,) values of any type
Chances = npt.NDArray[np.float64]  # (n,) 0–1


class Model(Protocol):
    """Whatever answers: a trained model, or rules."""

    def score(self, batch: Batch, /) -> Chances:
        """Chance of the label for each row, 0–1."""


class Alerts(Protocol):
    """Somebody who must be told."""

    def send(self, time: float, words: str) -> None:
        """Tell them now."""


class Snapshots(Protocol):
    """A place for the data as they were."""

    def keep(self, time: float, batch: Batch) -> None:
        """Keep a copy."""


class Models(Protocol):
    """A store of models by name."""

    def keep(self, name: str, model: Model) -> None:
        """Keep it under its name."""


class Jobs(Protocol):
    """Whoever does the training: one job at a time."""

    def start(self, run: Callable[[], Model], time: float) -> None:
        """Begin; a job that is still running is given up."""

    def result(self, time: float) -> Model | None:
        """The model, or None while the job runs; raises what the training raised."""


class Journal(Protocol):
    """A second place for the record, that outlives the process."""

    def write(self, entry: Entry) -> None:
        """Add one line."""


@dataclass(frozen=True)
class Sinks:
    """One of each."""

    alerts: Alerts
    snapshots: Snapshots
    models: Models
    jobs: Jobs
    journal: Journal
