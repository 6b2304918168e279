"""Sinks that write into a folder, where another process or another day finds it all."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import numpy as np
import numpy.typing as npt

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
        """Write the columns, texts as texts; where one is missing, it is empty and ``missing/NAME`` says so."""
        # numpy.savez takes columns for its own arguments, so that none of them may be called file.
        with ZipFile(self.path / f"hour_{_written(time)}.npz", "w", ZIP_DEFLATED) as kept:
            for name, values in (each for column in batch.items() for each in _plain(*column)):
                with kept.open(f"{name}.npy", "w", force_zip64=True) as member:
                    np.lib.format.write_array(member, values, allow_pickle=False)


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


def _plain(name: str, values: npt.NDArray[Any]) -> Iterator[tuple[str, npt.NDArray[Any]]]:
    """A column in types that are read without running anything."""
    if values.dtype != object:
        yield name, values
        return
    import pandas as pd

    is_missing = pd.isna(values)
    yield name, np.where(is_missing, "", values).astype(str)
    if is_missing.any():
        yield f"missing/{name}", is_missing


def _add_line(path: Path, told: dict[str, object]) -> None:
    with path.open("a", encoding="utf-8", newline="\n") as file:
        file.write(json.dumps(told, ensure_ascii=False) + "\n")
