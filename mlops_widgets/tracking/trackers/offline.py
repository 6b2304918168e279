"""What stands in the files that Weights & Biases writes offline? Settings, tags and every logged value.

A ``.wandb`` file is a log in LevelDB's format: after seven bytes that name it, blocks of 32 KiB, in which each piece
has its checksum, length and kind before it; a record that does not fit is continued in the next piece.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mlops_widgets.stage import StageError

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["is_complete", "read_wandb"]

_HEAD = 7  # bytes before the first block's first piece, and before every piece's content
_BLOCK = 32 * 1024
_WHOLE, _LAST = 1, 4  # kinds of pieces with which a record is complete


def read_wandb(folder: str | Path) -> pd.DataFrame:
    """The offline runs below a folder, one row each, in the columns of MLflow's ``search_runs``.

    Parameters
    ----------
    folder
        As given to ``WandbTracker``.

    Returns
    -------
    DataFrame
        ``run_id``, ``tags.mlflow.runName``, ``status``, ``start_time``, ``params.…`` (words), ``metrics.…`` (the last
        value of each) and ``tags.…``. ``frame.attrs["history"]`` holds, for each run id and metric, its steps and
        values, from which the run table draws learning curves.

    Raises
    ------
    StageError
        When there is no run.
    """
    import pandas as pd

    files = sorted(Path(folder).rglob("offline-run-*/*.wandb"))
    if not files:
        raise StageError(
            f"there is no offline run below {folder}: log one with WandbTracker({str(folder)!r}, …) first."
        )
    rows, history = list[dict[str, Any]](), dict[str, dict[str, list[tuple[int, float]]]]()
    for path in files:
        row, curves = _run(path)
        rows.append(row)
        history[row["run_id"]] = curves
    frame = pd.DataFrame(rows)
    frame.attrs["history"] = history
    return frame


def is_complete(path: Path) -> bool:
    """Does a run's file hold its end?"""
    return path.is_file() and any(
        record.WhichOneof("record_type") == "exit" for record in _records(path.read_bytes())
    )


def _run(path: Path) -> tuple[dict[str, Any], dict[str, list[tuple[int, float]]]]:  # Any: values of all columns
    """One run's row, and the steps and values of each of its metrics."""
    import pandas as pd

    row: dict[str, Any] = {"run_id": path.stem.removeprefix("run-"), "status": "RUNNING"}
    curves: dict[str, list[tuple[int, float]]] = {}
    for record in _records(path.read_bytes()):
        kind = record.WhichOneof("record_type")
        if kind == "run":
            run = record.run
            row["tags.mlflow.runName"] = run.display_name
            row["start_time"] = pd.Timestamp(run.start_time.ToNanoseconds(), tz="UTC")
            row |= {f"tags.{key}": value for key, _, value in (tag.partition("=") for tag in run.tags)}
            row |= _params(run.config.update)
        elif kind == "config":
            row |= _params(record.config.update)
        elif kind == "history":
            logged = {_name(item): json.loads(item.value_json) for item in record.history.item}
            for name, value in logged.items():
                if not name.startswith("_") and isinstance(value, int | float):
                    curves.setdefault(name, []).append((record.history.step.num, float(value)))
        elif kind == "exit":
            row["status"] = "FAILED" if record.exit.exit_code else "FINISHED"
    return row | {f"metrics.{name}": points[-1][1] for name, points in curves.items()}, curves


def _params(updates: Any) -> dict[str, str]:  # Any: repeated items of wandb's own messages
    named = {_name(item): json.loads(item.value_json) for item in updates}
    return {f"params.{name}": str(value) for name, value in named.items() if name != "_wandb"}


def _name(item: Any) -> str:  # Any: as above
    return str(item.key or ".".join(item.nested_key))


def _records(data: bytes) -> Iterator[Any]:  # Any: wandb's own message
    """Every record of a file, as far as it was written."""
    from wandb.proto import wandb_internal_pb2

    at, held = _HEAD, b""
    while at + _HEAD <= len(data):
        room = _BLOCK - at % _BLOCK
        if room < _HEAD:  # a block's end that holds no piece
            at += room
            continue
        _, length, kind = struct.unpack("<IHB", data[at : at + _HEAD])
        at += _HEAD
        if not kind or at + length > len(data):
            return
        held += data[at : at + length]
        at += length
        if kind in (_WHOLE, _LAST):
            record = wandb_internal_pb2.Record()
            record.ParseFromString(held)
            held = b""
            yield record
