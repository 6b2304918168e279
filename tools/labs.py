"""Does a lab judge rightly? Both editions are written and run: solved it has all points, untouched none."""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode
from nbformat.v4 import new_output

from mlops_widgets.course import Lab, labs

__all__ = ["Mark", "graded", "main", "marks", "write"]

_WARNED = "the cell must leave stderr alone, where nbgrader takes a word for an error, and it said"
_ENDLESS = "the cell must be through in time, and was not: look for a loop without an end; it may take"
BUILD = Path(__file__).resolve().parents[1] / "build" / "labs"


@dataclass(frozen=True)
class Mark:
    """What one graded cell gave."""

    name: str  # its grade_id
    points: float
    most: float
    sentence: str = ""  # the error, when there was one
    kind: str = ""  # of error

    def __str__(self) -> str:
        return f"{self.name}: {self.points:g} of {self.most:g}{'  ' if self.sentence else ''}{self.sentence}"


def graded(notebook: NotebookNode) -> list[NotebookNode]:
    """The cells that a machine grades, in order."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    return [cell for cell in cells if cell.metadata.get("nbgrader", {}).get("grade")]


def marks(notebook: NotebookNode, *, environment: Mapping[str, str] | None = None, seconds: int = 120) -> list[Mark]:
    """Run an edition to its end, errors or not, and read the points as nbgrader does.

    Parameters
    ----------
    notebook
        An edition; its outputs are filled in.
    environment
        Further variables of the kernel, e.g. a secret.
    seconds
        What each cell may take; one that takes longer is interrupted, and has no points.
    """
    endless = {"ename": "CellTimeoutError", "evalue": f"{_ENDLESS} {seconds} seconds", "traceback": []}

    def tell(*, cell: NotebookNode, execute_reply: NotebookNode, **_: object) -> None:
        """What a cell that swallows its interrupt never says itself."""
        if execute_reply["content"].get("ename") == endless["ename"]:
            cell.outputs = [new_output("error", **endless)]  # type: ignore[no-untyped-call]  # nbformat leaves it so

    with tempfile.TemporaryDirectory(prefix="lab-", ignore_cleanup_errors=True) as folder:
        client = NotebookClient(
            notebook,
            timeout=seconds,
            interrupt_on_timeout=True,
            error_on_timeout=endless,
            on_cell_executed=tell,
            allow_errors=True,
            resources={"metadata": {"path": folder}},
        )
        own = {"MLOPS_PROGRESS": f"{folder}/progress.jsonl", "MLOPS_BOARDS": f"{folder}/boards"}
        threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")  # as tools/execute.py, and why
        client.execute(env={**os.environ, **threads, **own, **(environment or {})})
    return [_mark(cell) for cell in graded(notebook)]


def _mark(cell: NotebookNode) -> Mark:
    """All the points of a cell that ran through, or the number it ends with; none for one that raised or warned."""
    told = cell.metadata.nbgrader
    for output in cell.outputs:
        if output.output_type == "error":
            return Mark(told.grade_id, 0.0, told.points, output.evalue, output.ename)
    for output in cell.outputs:
        if output.output_type == "stream" and output.name == "stderr":
            return Mark(told.grade_id, 0.0, told.points, f"{_WARNED}: {output.text.strip():.200}", "Warning")
    for output in cell.outputs:
        if output.output_type == "execute_result":
            return Mark(told.grade_id, float(output.data["text/plain"]), told.points)
    return Mark(told.grade_id, float(told.points), told.points)


def write(lab: Lab, folder: Path = BUILD) -> tuple[Path, Path]:
    """Write both editions, ``solved/NAME.ipynb`` and ``released/NAME.ipynb``, under ``folder``."""
    places = folder / "solved" / f"{lab.name}.ipynb", folder / "released" / f"{lab.name}.ipynb"
    for place, edition in zip(places, (lab.solved(), lab.released()), strict=True):
        place.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(edition, place)  # type: ignore[no-untyped-call]  # nbformat leaves it untyped
    return places


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the labs' editions, run both, print their points; 1 unless they are all and none."""
    parser = argparse.ArgumentParser(prog="python -m tools.labs", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help="labs, e.g. 07_drift_detector; all when left out")
    chosen = parser.parse_args(arguments).names
    known = {lab.name: lab for lab in labs()}
    if unknown := [name for name in chosen if name not in known]:
        parser.error(f"there is no lab {unknown[0]}: there are {', '.join(known)}")
    failed = False
    for lab in (known[name] for name in chosen or known):
        write(lab)
        for edition, notebook in (("solved", lab.solved()), ("untouched", lab.released())):
            found = marks(notebook)
            print(f"{lab.name}, {edition}", *(f"  {mark}" for mark in found), sep="\n", flush=True)
            failed |= any(mark.points != (mark.most if edition == "solved" else 0) for mark in found)
    return int(failed)


if __name__ == "__main__":
    raise SystemExit(main())
