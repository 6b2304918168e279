"""How does a run become a row in MLflow's own store?"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

__all__ = ["MlflowTracker"]

_FILE = "sqlite:///"
_BATCH = 900  # metrics that MLflow takes in one call, with some room


@dataclass
class _Run:
    """Metrics are kept until the run ends: one call for many values instead of one for each."""

    id: str
    entries: list[tuple[str, float, int, int]] = field(default_factory=list)  # name, value, ms, step

    def log(self, metrics: Mapping[str, float], step: int = 0) -> None:
        now = int(time.time() * 1000)
        self.entries += [(name, float(value), now, step) for name, value in metrics.items()]


class MlflowTracker:
    """Runs in one experiment of an MLflow store.

    Parameters
    ----------
    uri
        Of the store, e.g. ``sqlite:///runs.db``; a new file is made, which takes a second or two. Models and other
        files of a new experiment go into a folder beside it.
    experiment
        Name of the experiment, which is made when there is none.
    """

    def __init__(self, uri: str, experiment: str) -> None:
        from mlflow import MlflowClient

        self.uri, self.experiment = uri, experiment
        self.client: Any = MlflowClient(uri)  # Any: MLflow's types are not read here
        found = self.client.get_experiment_by_name(experiment)
        self.experiment_id: str = (
            found.experiment_id
            if found
            else self.client.create_experiment(experiment, artifact_location=_beside(uri))
        )

    @contextmanager
    def run(self, name: str, params: Mapping[str, object], tags: Mapping[str, str] | None = None) -> Iterator[_Run]:
        """A run that ends with the block: ``FINISHED``, or ``FAILED`` when the block raised."""
        from mlflow.entities import Param

        made = self.client.create_run(self.experiment_id, run_name=name, tags=dict(tags or {}))
        run, status = _Run(made.info.run_id), "FAILED"
        written = [Param(key, str(value)) for key, value in params.items()]
        try:
            try:
                self.client.log_batch(run.id, params=written)
                yield run
            except BaseException as error:
                try:
                    self._write(run)
                except Exception as second:  # noqa: BLE001 - what the experiment raised comes first
                    error.add_note(f"What was logged until then could not be written to {self.uri}: {second}")
                raise
            self._write(run)
            status = "FINISHED"
        finally:
            self.client.set_terminated(run.id, status)

    def _write(self, run: _Run) -> None:
        from mlflow.entities import Metric

        metrics = [Metric(name, value, when, step) for name, value, when, step in run.entries]
        for first in range(0, len(metrics), _BATCH):
            self.client.log_batch(run.id, metrics=metrics[first : first + _BATCH])


def _beside(uri: str) -> str | None:
    """Where files go whose store is a file itself; elsewhere the store knows. Left to MLflow, beside the notebook."""
    return (Path(uri.removeprefix(_FILE)).parent / "files").resolve().as_uri() if uri.startswith(_FILE) else None
