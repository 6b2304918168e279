"""Which runs are in a frame, as MLflow's search_runs gives it, or as it was read from elsewhere?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from mlops_widgets.stage import StageError

from .source import NOTE, OWN, Floats, Runs

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["of_frame", "to_frame"]


def of_frame(frame: pd.DataFrame) -> Runs:
    """The runs of a frame with ``run_id`` and columns ``params.…``, ``metrics.…``, ``tags.…``.

    ``frame.attrs["history"]`` may hold, run id → metric → (step, value) pairs, what learning curves are drawn from.

    Raises
    ------
    StageError
        When it is no such frame, or holds a run twice.
    """
    if not hasattr(frame, "columns") or "run_id" not in frame.columns:
        raise StageError(
            f"runs must be a tracking URI or a frame with a column run_id, got {type(frame).__name__}: "
            "hand over what mlflow.search_runs() returned."
        )
    ids = tuple(map(str, frame["run_id"]))
    if len(set(ids)) < len(ids):
        twice = next(run for run in ids if ids.count(run) > 1)
        raise StageError(f"run_id must name every run once, got {twice!r} twice: drop the duplicates.")
    history = frame.attrs.get("history", {})
    tags = _part(frame, "tags.")
    names = tags.get("mlflow.runName", [None] * len(ids))
    held = [
        {key: word for key, words in tags.items() if (word := words[place]) is not None} for place in range(len(ids))
    ]
    return Runs(
        ids=ids,
        names=tuple(name or run[:8] for name, run in zip(names, ids, strict=True)),
        status=tuple(word or "" for word in _words(frame, "status")),
        started=_milliseconds(frame, "start_time"),
        ended=_milliseconds(frame, "end_time"),
        params=_part(frame, "params."),
        metrics={
            name.removeprefix("metrics."): frame[name].to_numpy(np.float64, na_value=np.nan)
            for name in map(str, frame.columns)
            if name.startswith("metrics.")
        },
        tags=tuple({key: word for key, word in each.items() if not key.startswith(OWN)} for each in held),
        own=tuple({key: word for key, word in each.items() if key.startswith(OWN)} for each in held),
        notes=tuple(word or "" for word in tags.get(NOTE, [None] * len(ids))),
        place="a frame",
        curve=lambda run, metric: history.get(run, {}).get(metric, ()),
    )


def to_frame(runs: Runs, places: Sequence[int], tags: Sequence[dict[str, str]], notes: Sequence[str]) -> pd.DataFrame:
    """Some of the runs as a frame in the columns of ``search_runs``, with the tags and notes of the board."""
    import pandas as pd

    at = list(places)
    moments = {
        name: pd.to_datetime(values[at], unit="ms", utc=True)
        for name, values in (("start_time", runs.started), ("end_time", runs.ended))
    }
    keys = sorted({key for each in tags for key in each})
    columns: dict[str, Any] = {
        "run_id": [runs.ids[place] for place in at],
        "run_name": [runs.names[place] for place in at],
        "status": [runs.status[place] for place in at],
        **moments,
        **{f"metrics.{name}": values[at] for name, values in sorted(runs.metrics.items())},
        **{f"params.{name}": [words[place] for place in at] for name, words in sorted(runs.params.items())},
        **{f"tags.{key}": [each.get(key) for each in tags] for key in keys},
        "note": list(notes),
    }
    return pd.DataFrame(columns)


def _part(frame: pd.DataFrame, start: str) -> dict[str, list[str | None]]:
    return {
        name.removeprefix(start): _words(frame, name) for name in map(str, frame.columns) if name.startswith(start)
    }


def _words(frame: pd.DataFrame, name: str) -> list[str | None]:
    if name not in frame.columns:
        return [None] * len(frame)
    missing = frame[name].isna()
    return [None if gone else str(value) for value, gone in zip(frame[name], missing, strict=True)]


def _milliseconds(frame: pd.DataFrame, name: str) -> Floats:
    import pandas as pd

    if name not in frame.columns:
        return np.full(len(frame), np.nan)
    moments = pd.to_datetime(frame[name], utc=True)
    since = (moments - pd.Timestamp(0, tz="UTC")) / pd.Timedelta(milliseconds=1)
    return np.asarray(np.round(since.to_numpy(np.float64)), dtype=np.float64)
