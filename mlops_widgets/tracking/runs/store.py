"""Which runs are in an MLflow store? Asked of MLflow, or read from its SQLite file, which is far quicker."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from mlops_widgets.stage import StageError

from .source import NOTE, OWN, Runs

__all__ = ["of_store"]

_SQLITE = "sqlite:///"
_PAGE = 1000  # runs that MLflow gives at a time

Row = dict[str, Any]  # Any: words and numbers of one run


def of_store(uri: str, experiment: str | None = None) -> Runs:
    """The runs of one experiment of a store, or of all of them; the newest first.

    Parameters
    ----------
    uri
        Tracking URI of the store. An SQLite file is read without MLflow; any other store is asked through MLflow.
    experiment
        Name of the experiment; all active ones when left out.

    Raises
    ------
    StageError
        When there is no such file or experiment, with those there are.
    """
    if uri.startswith(_SQLITE):
        path = Path(uri.removeprefix(_SQLITE).partition("?")[0])
        if not path.is_file():
            raise StageError(f"{uri} must name an existing store, and {path} is no file: log a run to it first.")
        try:
            return _of_file(uri, path, experiment)
        except sqlite3.Error:
            pass  # another version's tables: MLflow knows how to read them
    return _of_client(uri, experiment)


def _of_file(uri: str, path: Path, experiment: str | None) -> Runs:
    with closing(_opened(path)) as file:
        file.execute("BEGIN")  # a run that is logged meanwhile is in all of these answers or in none
        known = file.execute(
            "SELECT CAST(experiment_id AS TEXT), name FROM experiments WHERE lifecycle_stage = 'active'"
        ).fetchall()
        chosen = _chosen(dict(known), experiment, uri)
        marks = ", ".join("?" * len(chosen))
        among = f"SELECT run_uuid FROM runs WHERE lifecycle_stage = 'active' AND experiment_id IN ({marks})"
        runs = file.execute(
            f"SELECT run_uuid, name, status, start_time, end_time FROM runs WHERE run_uuid IN ({among}) "
            "ORDER BY start_time DESC, run_uuid",
            chosen,
        )
        rows: dict[str, Row] = {run: _row(*rest) for run, *rest in runs}
        parts = {
            "params": "SELECT run_uuid, key, value FROM params",
            "metrics": "SELECT run_uuid, key, CASE WHEN is_nan THEN NULL ELSE value END FROM latest_metrics",
            "tags": "SELECT run_uuid, key, value FROM tags",
        }
        for part, query in parts.items():
            for run, key, value in file.execute(f"{query} WHERE run_uuid IN ({among})", chosen):
                rows[run][part][key] = value
    return _runs(rows, uri, chosen, partial(_curve_of_file, path))


def _opened(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)


def _curve_of_file(path: Path, run: str, metric: str) -> list[tuple[int, float]]:
    with closing(_opened(path)) as file:
        return file.execute(
            "SELECT step, value FROM metrics WHERE run_uuid = ? AND key = ? AND NOT is_nan ORDER BY step, timestamp",
            (run, metric),
        ).fetchall()


def _of_client(uri: str, experiment: str | None) -> Runs:
    client = _client(uri)
    chosen = _chosen({each.experiment_id: each.name for each in client.search_experiments()}, experiment, uri)
    rows: dict[str, Row] = {}
    token = None
    while True:
        page = client.search_runs(chosen, max_results=_PAGE, page_token=token)
        for run in page:
            info, data = run.info, run.data
            row = _row(info.run_name, info.status, info.start_time, info.end_time)
            rows[info.run_id] = row | {"params": data.params, "metrics": data.metrics, "tags": data.tags}
        token = page.token
        if not token:
            break

    def curve(run: str, metric: str) -> list[tuple[int, float]]:
        history = sorted(client.get_metric_history(run, metric), key=lambda each: (each.step, each.timestamp))
        return [(each.step, each.value) for each in history if np.isfinite(each.value)]

    return _runs(rows, uri, chosen, curve)


def _client(uri: str) -> Any:  # Any: MLflow's types are not read here
    try:
        from mlflow import MlflowClient
    except ImportError:
        raise StageError(
            'the store is MLflow\'s, which is not installed: run pip install "mlops-widgets[tracking]".'
        ) from None
    return MlflowClient(uri)


def _chosen(known: Mapping[str, str], experiment: str | None, uri: str) -> list[str]:
    """The ids of the experiments that are meant."""
    if experiment is None:
        return list(known)
    found = [each for each, name in known.items() if name == experiment]
    if not found:
        names = ", ".join(sorted(known.values())) or "none"
        raise StageError(f"experiment must be one of {uri} ({names}), got {experiment!r}.")
    return found


def _row(name: str | None, status: str | None, start: float | None, end: float | None) -> Row:
    about = {"name": name or "", "status": status or "", "start": start, "end": end}
    return about | {"params": {}, "metrics": {}, "tags": {}}


def _runs(rows: Mapping[str, Row], uri: str, experiments: Iterable[str], curve: Any) -> Runs:  # Any: a Callable
    every = list(rows.values())
    params = {key for row in every for key in row["params"]}
    metrics = {key for row in every for key in row["metrics"]}
    return Runs(
        ids=tuple(rows),
        names=tuple(row["name"] or row["tags"].get("mlflow.runName", run[:8]) for run, row in rows.items()),
        status=tuple(row["status"] for row in every),
        started=np.array([row["start"] for row in every], dtype=np.float64),
        ended=np.array([row["end"] for row in every], dtype=np.float64),
        params={key: [row["params"].get(key) for row in every] for key in params},
        metrics={key: np.array([row["metrics"].get(key) for row in every], dtype=np.float64) for key in metrics},
        tags=tuple({key: value for key, value in row["tags"].items() if not key.startswith(OWN)} for row in every),
        own=tuple({key: value for key, value in row["tags"].items() if key.startswith(OWN)} for row in every),
        notes=tuple(row["tags"].get(NOTE, "") for row in every),
        place=uri,
        curve=curve,
        client=partial(_client, uri),
        experiments=tuple(experiments),
    )
