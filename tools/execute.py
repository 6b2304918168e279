"""Does every notebook run, and survive a learner's hands? Here they are executed and driven as CI does it.

This is nbconvert's ``ExecutePreprocessor`` in one process (its kernels share one cache of ports, while two
processes race for them); each notebook has a kernel and a home of its own. After a notebook's cells a hidden
one calls ``drive_all()``, because a plain run exits 0 on every broken callback.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import logging
import math
import os
import re
import shutil
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import psutil  # type: ignore[import-untyped]  # it ships no types
import zmq
from jupyter_core.utils import ensure_event_loop
from nbclient.exceptions import CellExecutionError, CellTimeoutError
from nbconvert.preprocessors import ExecutePreprocessor
from nbformat import NotebookNode

from tools.pair import NOTEBOOKS, settle

__all__ = ["Problem", "Report", "execute", "execute_all", "fitting", "main"]

ROOT = Path(__file__).resolve().parents[1]

# Names of its own only: the notebook's variables must look the same to the widgets' callbacks.
DRIVER = """\
from IPython.display import display as _display
from mlops_widgets.stage.driver import DriveError as _DriveError, drive_all as _drive_all
try:
    _drive_all()
except _DriveError as _error:
    _display({"application/vnd.mlops.drive+json": [
        {"widget": each.model_id, "sentence": each.sentence, "trace": each.trace} for each in _error.failures
    ]}, raw=True)
    raise
"""

_FAILURES = "application/vnd.mlops.drive+json"
_ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
_LAST_LINES = 15
_SAMPLES_PER_SECOND = 20
_LOOK_FOR_CHILDREN = 10  # one sample in so many: listing all processes costs more than asking the known ones
_BURIAL_SECONDS = 2.0  # a killed process lives a moment longer
_RUNAWAY = 2  # a kernel over so many times its budget is killed before it takes the machine along

_log = logging.getLogger(__name__)  # nbclient's own words repeat the report's
_log.propagate = False
_log.addHandler(logging.NullHandler())

_starting = threading.Lock()  # two threads that look for a free port at once may find the same


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: in which cell (counting all cells from 0), its source, and how it showed."""

    sentence: str
    cell: int | None = None
    source: str = ""
    trace: str = ""

    def __str__(self) -> str:
        where = "" if self.cell is None else f"cell {self.cell}: "
        source = [f"    | {line}" for line in self.source.splitlines()]
        trace = [f"    {line}" for line in self.trace.splitlines()[-_LAST_LINES:]]
        return "\n".join([f"  {where}{self.sentence}", *source, *trace])


@dataclass(frozen=True)
class Report:
    """What one notebook's run showed; ``times`` are the seconds of each code cell, counting all cells from 0."""

    path: Path
    seconds: float
    driving_seconds: float
    peak_mb: float
    times: Mapping[int, float]
    problems: tuple[Problem, ...]
    executed: Path

    @property
    def ok(self) -> bool:
        """Say whether nothing is wrong."""
        return not self.problems

    def __str__(self) -> str:
        slowest = sorted(self.times.items(), key=lambda each: -each[1])[:3]
        slow = ", ".join(f"{cell} ({seconds:.1f} s)" for cell, seconds in slowest)
        line = (
            f"{'ok    ' if self.ok else 'FAILED'} {self.path}: {self.seconds:.1f} s, "
            f"{self.driving_seconds:.1f} s of it driving, {self.peak_mb:.0f} MB (mb: {fitting(self.peak_mb)})"
            f"{'; slowest cells: ' if slow else ''}{slow}"
        )
        return "\n".join([line, *map(str, self.problems)])


def fitting(peak_mb: float) -> int:
    """What a notebook that held so much declares: a tenth more, rounded up to 50."""
    return 50 * math.ceil(1.1 * peak_mb / 50)


def execute(path: Path | str, *, seconds: float = 60, memory_mb: float = 1000, into: Path | None = None) -> Report:
    """Execute one notebook in a kernel and a folder of its own, then drive its widgets.

    Parameters
    ----------
    path
        An .ipynb, which is left as it is.
    seconds
        What the whole run may take, from the kernel's start to the last widget driven; bounds each cell.
    memory_mb
        What the kernel and its children may hold at any moment.
    into
        Where the executed notebook goes, after a failure too; ``build/executed`` when left out.

    """
    run = _Run(Path(path), seconds=seconds, memory_mb=memory_mb)
    run.go()
    if run.died_at_start:
        run = _Run(Path(path), seconds=seconds, memory_mb=memory_mb)
        run.go()
    return run.report(_save(run, _place(Path(path), into)))


def execute_all(
    paths: Sequence[Path | str],
    workers: int = 2,
    *,
    seconds: float = 60,
    memory_mb: float = 1000,
    into: Path | None = None,
) -> list[Report]:
    """Execute notebooks, ``workers`` at a time: prints each as it ends, gives all in the order asked for."""
    with ThreadPoolExecutor(workers) as pool:
        runs = [pool.submit(execute, path, seconds=seconds, memory_mb=memory_mb, into=into) for path in paths]
        for done in as_completed(runs):
            print(done.result(), flush=True)
    return [run.result() for run in runs]


def main(arguments: Sequence[str] | None = None) -> int:
    """Execute the notebooks that are named, or all of them; 1 if any failed."""
    parser = argparse.ArgumentParser(prog="python -m tools.execute", description="Execute and drive notebooks.")
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="notebooks or folders")
    parser.add_argument("--workers", type=int, default=2, help="how many at a time (default 2)")
    parser.add_argument("--seconds", type=float, default=60, help="budget of one notebook (default 60)")
    parser.add_argument("--memory-mb", type=float, default=1000, help="budget of one kernel (default 1000)")
    options = parser.parse_args(arguments)
    paths = _found(options.paths or [ROOT / "notebooks"])
    if not paths:
        parser.error("no notebook was found there; name an .ipynb, or a folder that holds some")
    if stale := [path for path in paths if _is_behind(path)]:
        parser.error(f"{stale[0]} is not in step with the .py beside it: run python -m tools.pair first")
    reports = execute_all(paths, options.workers, seconds=options.seconds, memory_mb=options.memory_mb)
    failed = [report.path for report in reports if not report.ok]
    print(f"{len(reports) - len(failed)} of {len(reports)} notebooks ok", *failed, sep="\nfailed: ")
    return int(bool(failed))


def _is_behind(path: Path) -> bool:
    """Say whether a notebook's text says something else: what would run is not what was written."""
    text = path.with_suffix(".py")
    return path.is_relative_to(NOTEBOOKS) and text.exists() and bool(settle(text, path, check=True))


class _Executor(ExecutePreprocessor):
    """nbconvert's executor; it also sets the kernel's environment, notes times, and who made which widget."""

    def __init__(self, folder: Path, **options: Any) -> None:  # Any: nbconvert's traits
        super().__init__(**options)  # type: ignore[no-untyped-call]  # nbconvert leaves it untyped
        self.folder, self.environment = folder, _environment(folder)
        self.pid = 0
        self.at: int | None = None
        self.ended = 0.0
        self.times: dict[int, float] = {}
        self.made_in: dict[str, int] = {}

    def start_new_kernel(self, **options: Any) -> None:  # Any: handed through to jupyter_client
        """Start it with what it says outside of cells kept in a file: only a dead kernel's words matter."""
        with _starting, Path(self.folder, "kernel.log").open("wb") as said:
            super().start_new_kernel(env=self.environment, stdout=said, stderr=said, **options)
        self.pid = self.km.provisioner.pid  # type: ignore[union-attr]  # both are there once it started

    def preprocess_cell(self, cell: NotebookNode, resources: Any, index: int) -> Any:  # Any: nbconvert's own
        self.at = index
        began = time.monotonic()
        try:
            return super().preprocess_cell(cell, resources, index)  # type: ignore[no-untyped-call]  # untyped
        except CellTimeoutError:
            self.shutdown_kernel = "graceful"  # which interrupts first: the traceback says where the cell was
            raise
        finally:
            self.ended = time.monotonic()
            if cell.cell_type == "code":
                self.times[index] = self.ended - began

    def process_message(self, msg: dict[str, Any], cell: NotebookNode, cell_index: int) -> NotebookNode | None:
        """Read a message, then look at the shell socket afresh.

        An Output widget answers on that socket while the cell's reply is awaited there, and sending swallows
        the sign that something came in: one run in some forty waited for its whole timeout (nbclient #312,
        measured). Asking a socket for its events makes pyzmq deliver what is there.
        """
        try:
            return super().process_message(msg, cell, cell_index)
        finally:
            self.kc.shell_channel.socket.get(zmq.EVENTS)  # type: ignore[union-attr]  # a cell runs: it is there

    def handle_comm_msg(self, outs: list[NotebookNode], msg: dict[str, Any], cell_index: int) -> None:
        if msg["msg_type"] == "comm_open":
            self.made_in[msg["content"]["comm_id"]] = cell_index
        super().handle_comm_msg(outs, msg, cell_index)


class _Watch(threading.Thread):
    """Sampler of what a kernel and its children hold; it kills a runaway kernel, and children left behind."""

    def __init__(self, executor: _Executor, memory_mb: float) -> None:
        super().__init__(daemon=True)
        self.executor, self.memory_mb = executor, memory_mb
        self.peak_mb = 0.0
        self.over_in: int | None = None
        self._family: dict[int, psutil.Process] = {}
        self._over = threading.Event()

    def run(self) -> None:
        for sample in itertools.count():
            if self._over.wait(1 / _SAMPLES_PER_SECOND):
                return
            self.look(for_children=sample % _LOOK_FOR_CHILDREN == 0)

    def look(self, *, for_children: bool = True, **_: object) -> None:
        """Take one sample; also called as a cell ends, so that nothing it started is missed."""
        if not self.executor.pid:
            return
        if for_children or not self._family:
            self._family = self._family | _tree(self.executor.pid)
        held_mb = sum(map(_held, self._family.values())) / 1e6
        self.peak_mb = max(self.peak_mb, held_mb)
        if held_mb > self.memory_mb and self.over_in is None:
            self.over_in = self.executor.at
        if held_mb > _RUNAWAY * self.memory_mb:
            with suppress(psutil.Error):
                self._family[self.executor.pid].kill()

    def stop(self) -> None:
        self._over.set()
        self.join()
        for process in self._family.values():
            with suppress(psutil.Error):
                process.kill()
        until = time.monotonic() + _BURIAL_SECONDS
        while any(map(_is_alive, self._family.values())) and time.monotonic() < until:
            time.sleep(1 / _SAMPLES_PER_SECOND)


class _Run:
    """One try at one notebook, and what was wrong with it."""

    def __init__(self, path: Path, *, seconds: float, memory_mb: float) -> None:
        self.path, self.seconds, self.memory_mb = path, seconds, memory_mb
        self.notebook: NotebookNode = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
        self.driver = len(self.notebook.cells)
        self.notebook.cells.append(nbformat.v4.new_code_cell(DRIVER))  # type: ignore[no-untyped-call]
        self.error: Exception | None = None
        self.is_ready = False
        self.took = 0.0

    @property
    def died_at_start(self) -> bool:
        """Say whether the kernel went before it said a word: the one thing worth a second try."""
        return not self.is_ready and isinstance(self.error, RuntimeError) and "died" in str(self.error)

    def go(self) -> None:
        with (
            tempfile.TemporaryDirectory(prefix="notebook-", ignore_cleanup_errors=True) as folder,
            _own_loop(),
        ):
            began = time.monotonic()
            self.executor = _Executor(
                Path(folder),
                timeout_func=lambda _: max(1, math.ceil(began + self.seconds - time.monotonic())),
                on_notebook_start=self._ready,
                force_raise_errors=True,
                shutdown_kernel="immediate",  # asked politely, one kernel in some thirty takes four seconds
                raise_on_iopub_timeout=True,
                record_timing=False,
                log=_log,
            )
            work = Path(folder, "work")
            shutil.copy(self.path, work)
            self.watch = _Watch(self.executor, self.memory_mb)
            self.executor.on_cell_executed = self.watch.look
            self.watch.start()
            try:
                self.executor.preprocess(self.notebook, {"metadata": {"path": str(work)}})
            except Exception as error:  # noqa: BLE001 - whatever stopped this notebook, the others go on
                self.error = error
            finally:
                self.took = (self.executor.ended or time.monotonic()) - began
                self.watch.stop()
                self.said = Path(folder, "kernel.log").read_text(encoding="utf-8", errors="replace")

    def _ready(self, **_: object) -> None:
        self.is_ready = True

    def report(self, executed: Path) -> Report:
        times = dict(self.executor.times)
        driving = times.pop(self.driver, 0.0)
        problems = tuple(self._problems())
        if self.error and not problems:  # its output got lost, and must not take the failure with it
            problems = (self._problem(f"{type(self.error).__name__}: {self.error}", self.executor.at),)
        return Report(self.path, self.took, driving, self.watch.peak_mb, times, problems, executed)

    def _problems(self) -> Iterator[Problem]:
        driven = self._driven()
        yield from self._stop()
        yield from driven.values()
        for at, output in self._shown_in_cells():
            if at != (self.driver if driven else None) and at != self._stopped_in:
                yield self._problem(*_told(output, at))
        for widget, state in self.executor.widget_state.items():
            for output in _errors(state.get("outputs", ())):
                if widget not in {key for key, _ in driven}:
                    yield self._problem(*_told(output, self.executor.made_in.get(widget)))

    def _stop(self) -> Iterator[Problem]:
        """Tell what ended the run early, or broke its budget."""
        error, at = self.error, self.executor.at
        if self.watch.peak_mb > self.memory_mb:
            held = f"the kernel held {self.watch.peak_mb:.0f} MB, the budget is {self.memory_mb:g} MB"
            yield self._problem(held, self.watch.over_in)
        elif isinstance(error, CellTimeoutError):
            said = str(error).partition("The message was: ")[2].partition("\n")[0]
            stuck = [_told(output, where)[2] for where, output in self._shown_in_cells() if where == at]
            yield self._problem(f"was stopped, the budget is {self.seconds:g} s: {said}", at, "".join(stuck))
        elif error is not None and not isinstance(error, CellExecutionError):
            yield self._problem(f"{type(error).__name__}: {error}", at, self.said)
        elif self.took > self.seconds:
            yield Problem(f"it took {self.took:.1f} s, the budget is {self.seconds:g} s")

    @property
    def _stopped_in(self) -> int | None:
        """Name the cell that was interrupted: its KeyboardInterrupt is no second problem."""
        return self.executor.at if isinstance(self.error, CellTimeoutError) else None

    def _shown_in_cells(self) -> list[tuple[int, NotebookNode]]:
        cells = enumerate(self.notebook.cells)
        return [(at, output) for at, cell in cells for output in _errors(cell.get("outputs", ()))]

    def _driven(self) -> dict[tuple[str, int], Problem]:
        """Tell what driving found, each under its widget and number, in the cell that made the widget."""
        outputs = self.notebook.cells[self.driver].get("outputs", ())
        found = [each for output in outputs for each in output.get("data", {}).get(_FAILURES, ())]
        return {
            (each["widget"], number): self._problem(
                each["sentence"], self.executor.made_in.get(each["widget"]), each["trace"]
            )
            for number, each in enumerate(found)
        }

    def _problem(self, sentence: str, at: int | None, trace: str = "") -> Problem:
        if at == self.driver:
            return Problem(f"while its widgets were driven, {_plain(sentence)}", trace=_plain(trace))
        source = "" if at is None else self.notebook.cells[at].source
        return Problem(_plain(sentence), at, source, _plain(trace))


def _errors(outputs: Sequence[NotebookNode]) -> list[NotebookNode]:
    return [output for output in outputs if output["output_type"] == "error"]


def _told(output: NotebookNode, at: int | None) -> tuple[str, int | None, str]:
    return f"{output['ename']}: {output['evalue']}", at, "\n".join(output["traceback"])


def _save(run: _Run, path: Path) -> Path:
    """Keep the executed notebook without our cell, and without widget state: stored, it leaves HTML blank."""
    kept = nbformat.from_dict({**run.notebook, "cells": run.notebook.cells[: run.driver]})  # type: ignore[no-untyped-call]
    kept.metadata.pop("widgets", None)
    path.parent.mkdir(parents=True, exist_ok=True)
    text = nbformat.writes(kept) + "\n"  # type: ignore[no-untyped-call]
    path.write_text(text, encoding="utf-8", newline="\n")
    return path


def _place(path: Path, into: Path | None) -> Path:
    course = ROOT / "notebooks"
    inside = path.resolve().is_relative_to(course)
    return (into or ROOT / "build" / "executed") / (path.resolve().relative_to(course) if inside else path.name)


def _found(paths: Sequence[Path]) -> list[Path]:
    found = [each for path in paths for each in (sorted(path.rglob("*.ipynb")) if path.is_dir() else [path])]
    return [path for path in found if ".ipynb_checkpoints" not in path.parts]


def _environment(folder: Path) -> dict[str, str]:
    """Make home, temporary and working folders: no notebook sees another's files, or the user's.

    One thread for numerical libraries: notebooks run side by side, and threads that wait for a busy core spin.
    """
    home, temporary = folder / "home", folder / "tmp"
    for each in (home, temporary, folder / "work"):
        each.mkdir()
    ours = dict.fromkeys(("HOME", "USERPROFILE"), home) | dict.fromkeys(("TMPDIR", "TEMP", "TMP"), temporary)
    ours |= {"MLOPS_PROGRESS": folder / "progress.jsonl", "MLOPS_BOARDS": folder / "boards"}
    ours |= {"IPYTHONDIR": home / ".ipython"}
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
    return kept | threads | {name: str(value) for name, value in ours.items()}


def _tree(pid: int) -> dict[int, psutil.Process]:
    with suppress(psutil.Error):
        kernel = psutil.Process(pid)
        return {each.pid: each for each in (kernel, *kernel.children(recursive=True))}
    return {}


def _held(process: psutil.Process) -> int:
    with suppress(psutil.Error):
        return int(process.memory_info().rss)
    return 0


def _is_alive(process: psutil.Process) -> bool:
    with suppress(psutil.Error):
        return process.is_running() and process.status() not in (psutil.STATUS_ZOMBIE, psutil.STATUS_DEAD)
    return False


def _plain(text: str) -> str:
    return _ANSI.sub("", text)


@contextmanager
def _own_loop() -> Iterator[None]:
    """Close the event loop that jupyter_core opens for this thread, and what a timeout left waiting on it."""
    loop = ensure_event_loop()
    try:
        yield
    finally:
        left = asyncio.all_tasks(loop)
        for task in left:
            task.cancel()
        if left:  # to gather nothing asks for a current loop, which asyncio.run has taken away
            loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
        loop.close()
        asyncio.set_event_loop(None)


if __name__ == "__main__":
    raise SystemExit(main())
