"""How soon is a table of 2,000 runs open, sorted and asked? Ours, MLflow's own way to pandas, and the bare file."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

RUNS, STEPS, ROUNDS = 2000, 5, 5
GOAL = 1.0  # seconds until the table is open
SETTINGS, MEASURES = 8, 4
QUESTION = "metrics.m0 < 0.5 and params.p1 LIKE '0.1%'"
TABLES = ("runs", "params", "latest_metrics", "tags")

FRESH = """
import time
began = time.perf_counter()
from mlops_widgets.tracking import RunTable
RunTable({uri!r}, key="fresh")
print(time.perf_counter() - began)
"""

FRESH_MLFLOW = """
import time
began = time.perf_counter()
import mlflow
mlflow.set_tracking_uri({uri!r})
mlflow.search_runs(experiment_names=["many"], max_results=5000)
print(time.perf_counter() - began)
"""


def main() -> None:
    """Make the store, then measure in turn."""
    from mlops_widgets.data.quiet import hush

    hush()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["MLOPS_BOARDS"] = folder
        os.chdir(folder)
        path = Path(folder) / "many.db"
        uri = f"sqlite:///{path}"
        print(f"making {RUNS:,} runs, {SETTINGS} settings, {MEASURES} measures of {STEPS} steps …", flush=True)
        _fill(uri)
        _table(uri, path)
    print(f"load {os.getloadavg()[0]:.1f}; {os.cpu_count()} processors")


def _fill(uri: str) -> None:
    import numpy as np

    from mlops_widgets.tracking import MlflowTracker

    tracker, rng = MlflowTracker(uri, "many"), np.random.default_rng(0)
    for number in range(RUNS):
        params = {f"p{k}": f"{value:.6f}" for k, value in enumerate(rng.random(SETTINGS))}
        with tracker.run(f"run-{number}", params, {"data": f"v{number % 3}"}) as run:
            for step, values in enumerate(rng.random((STEPS, MEASURES))):
                run.log({f"m{k}": float(value) for k, value in enumerate(values)}, step=step)


def _table(uri: str, path: Path) -> None:
    import mlflow

    from mlops_widgets.tracking import RunTable

    mlflow.set_tracking_uri(uri)
    table = RunTable(uri, key="kept")
    assert len(table.runs) == RUNS

    def search(where: str = "") -> object:
        return mlflow.search_runs(experiment_names=["many"], filter_string=where, max_results=5000)

    def bare() -> object:
        with closing(sqlite3.connect(path)) as file:
            return [file.execute(f"SELECT * FROM {name}").fetchall() for name in TABLES]

    def again(kind: str, **fields: object) -> Callable[[], object]:
        return lambda: table.widget.act({"kind": kind, **fields})

    rows: list[tuple[str, Callable[[], object]]] = [
        ("ours: table open", lambda: RunTable(uri, key="open")),
        ("MLflow: search_runs to pandas", search),
        ("limit: the file's four tables, read", bare),
        ("ours: sorted", again("sort", column="metrics.m1")),
        ("ours: asked", again("ask", where=QUESTION)),
        ("MLflow: asked", lambda: search(QUESTION)),
        ("ours: all selected", again("select", runs=[])),
    ]
    print(f"{'':38} {'best, s':>9} {'median, s':>9}   goal")
    for name, deed in rows:
        taken = sorted(_seconds(deed) for _ in range(ROUNDS))
        goal = f"≤ {GOAL:g} s" if name.endswith("open") else ""
        print(f"{name:38} {taken[0]:9.3f} {taken[ROUNDS // 2]:9.3f}   {goal}")
    for name, code in (("ours, fresh kernel, imports included", FRESH), ("MLflow, the same", FRESH_MLFLOW)):
        taken = sorted(float(_python(code.format(uri=uri))) for _ in range(3))
        print(f"{name:38} {taken[0]:9.3f} {taken[1]:9.3f}")


def _seconds(deed: Callable[[], object]) -> float:
    began = time.perf_counter()
    deed()
    return time.perf_counter() - began


def _python(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout


if __name__ == "__main__":
    main()
