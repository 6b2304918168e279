"""How does a run become a file of Weights & Biases, without an account and without a network?"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .offline import is_complete

__all__ = ["WandbTracker"]

_PATIENCE = 30.0  # seconds, on a machine that is busy with other things


@dataclass
class _Run:
    id: str
    inner: Any  # wandb's own run; its types are not read here

    def log(self, metrics: Mapping[str, float], step: int = 0) -> None:
        self.inner.log(dict(metrics), step=step)


class WandbTracker:
    """Runs of one project, offline: ``wandb sync`` could send them to a server later.

    Parameters
    ----------
    folder
        Where the runs are written, each into ``folder/wandb/offline-run-…/``.
    project
        Name of the project.
    """

    def __init__(self, folder: str | Path, project: str) -> None:
        self.folder, self.project = Path(folder), project
        self.folder.mkdir(parents=True, exist_ok=True)

    @contextmanager
    def run(self, name: str, params: Mapping[str, object], tags: Mapping[str, str] | None = None) -> Iterator[_Run]:
        """A run that ends with the block; its exit code is 1 when the block raised."""
        import wandb

        quiet = wandb.Settings(
            silent=True, console="off", x_disable_stats=True, x_disable_meta=True, disable_git=True, save_code=False
        )
        inner = wandb.init(
            project=self.project, name=name, config=dict(params), dir=str(self.folder), mode="offline",
            tags=[f"{key}={value}" for key, value in (tags or {}).items()], reinit="create_new", settings=quiet,
        )  # fmt: skip
        code = 1
        try:
            yield _Run(inner.id, inner)
            code = 0
        finally:
            inner.finish(exit_code=code)
            _settle(Path(inner.settings.sync_file))

    def close(self) -> None:
        """End the process that W&B keeps beside this one; the next run starts another."""
        import wandb

        wandb.teardown()


def _settle(path: Path) -> None:
    """Wait for what another process still writes: offline, ``finish`` comes back a little earlier."""
    until = time.monotonic() + _PATIENCE
    while not is_complete(path) and time.monotonic() < until:
        time.sleep(0.02)
