"""Sinks that write into a folder, where another process or another day finds it all."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from .log import Entry
from .memory import Trainer
from .sinks import Batch, Model, Sinks

__all__ = ["AlertFile", "JournalFile", "ModelFolder", "SnapshotFolder", "in_folder"]


@dataclass(frozen=True)
class AlertFile:
    """Alerts as lines of JSON."""

    path: Path

    def send(self, time: float, words: str) -> None:
        """Add one line."""
        _add_line(self.path, {"time": time, "alert": words})


@dataclass(frozen=True)
class JournalFile:
    """The record as lines of JSON."""

    path: Path

    def write(self, entry: Entry) -> None:
        """Add one line."""
        _add_line(self.path, asdict(entry))


@dataclass(frozen=True)
class SnapshotFolder:
    """Each snapshot as one ``.npz`` that numpy loads."""

    path: Path

    def keep(self, time: float, batch: Batch) -> None:
        """Write the columns, texts as texts."""
        columns: dict[str, Any] = {  # Any: numpy's types take a column for its option allow_pickle
            name: values.astype(str) if values.dtype == object else values for name, values in batch.items()
        }
        with (self.path / f"hour_{_written(time)}.npz").open("wb") as file:
            np.savez_compressed(file, **columns)


@dataclass(frozen=True)
class ModelFolder:
    """Each model as one ``.joblib``; load only what you wrote yourself."""

    path: Path

    def keep(self, name: str, model: Model) -> None:
        """Write the model."""
        import joblib

        joblib.dump(model, self.path / f"{name}.joblib")


def in_folder(path: Path | str, *, hours: float = 0.0) -> Sinks:
    """Sinks that write ``alerts.jsonl``, ``journal.jsonl``, ``snapshots/`` and ``models/`` into a folder."""
    root = Path(path)
    for name in ("snapshots", "models"):
        (root / name).mkdir(parents=True, exist_ok=True)
    return Sinks(
        AlertFile(root / "alerts.jsonl"),
        SnapshotFolder(root / "snapshots"),
        ModelFolder(root / "models"),
        Trainer(hours),
        JournalFile(root / "journal.jsonl"),
    )


def _written(time: float) -> str:
    """Every digit, or two times of one name would be one file."""
    return str(int(time)) if float(time).is_integer() else repr(float(time))


def _add_line(path: Path, told: dict[str, object]) -> None:
    with path.open("a", encoding="utf-8", newline="\n") as file:
        file.write(json.dumps(told, ensure_ascii=False) + "\n")
