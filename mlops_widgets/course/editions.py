"""Which labs are there, and what does a learner get of one? The questions and the visible tests."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from .workspace import sources

if TYPE_CHECKING:
    from nbformat import NotebookNode

__all__ = ["Lab", "labs"]

STUB = "pass  # your lines"  # at a cell's end `...` would be shown as Ellipsis
_SOLUTION = re.compile(r"(?ms)^([ \t]*)### BEGIN SOLUTION[ \t]*\n.*?^[ \t]*### END SOLUTION[ \t]*$")
_HIDDEN = re.compile(r"(?ms)\n*^[ \t]*### BEGIN HIDDEN TESTS[ \t]*\n.*?^[ \t]*### END HIDDEN TESTS[ \t]*$")
_TOLD = re.compile(
    r"(?s)# # (?P<title>[^\n]+)\n.*?"
    r"About (?P<minutes>\d+) minutes, (?P<points>\d+) points · needs (?P<needs>[^\n·]+)"
)
_LEFT = re.compile(r"### (?:BEGIN|END) \w+")


@dataclass(frozen=True)
class Lab:
    """One lab: a text whose cells carry nbgrader's metadata, with solutions and hidden tests between marks.

    The text writes of the metadata what cannot be guessed: ``grade_id``, ``solution`` where a learner writes, and
    ``points`` where points are given.

    Parameters
    ----------
    name
        Its folder, e.g. ``"07_drift_detector"``.
    source
        Its text, ``lab.py`` in py:percent.
    """

    name: str
    source: Path

    @property
    def path(self) -> str:
        """Where a learner has it, from the course's folder."""
        return f"labs/{self.name}.ipynb"

    @property
    def title(self) -> str:
        """What it calls itself."""
        return self._told["title"]

    @property
    def minutes(self) -> int:
        """How long it takes, by its own word."""
        return int(self._told["minutes"])

    @property
    def points(self) -> int:
        """How many it gives at most."""
        return int(self._told["points"])

    @property
    def needs(self) -> tuple[str, ...]:
        """The titles of the notebooks it comes after, by its own word."""
        return tuple(re.findall(r"\*([^*]+)\*", self._told["needs"]))

    @property
    def _told(self) -> re.Match[str]:
        found = _TOLD.search(self.source.read_text("utf-8"))
        if found is None:
            raise ValueError(
                f"{self.name}: its first cell must say # Lab: …, then About … minutes, … points · needs *a notebook*."
            )
        return found

    def solved(self) -> NotebookNode:
        """The instructor's edition, everything in it."""
        import jupytext  # type: ignore[import-untyped]  # it ships no types

        notebook: NotebookNode = jupytext.read(self.source, fmt="py:percent")
        notebook.metadata.pop("jupytext", None)  # paired again, a learner's copy would get the solutions back
        for cell in notebook.cells:
            told = cell.metadata.get("nbgrader", {})
            writes, graded = bool(told.get("solution")), "points" in told
            rest = {"grade": graded, "locked": not writes, "solution": writes, "task": False, "schema_version": 3}
            cell.metadata["nbgrader"] = {**told, **rest}
        return notebook

    def released(self) -> NotebookNode:
        """The learner's edition: no solution, no hidden test.

        Raises
        ------
        ValueError
            For a mark that has no partner, with the cell it stands in.
        """
        notebook = self.solved()
        for cell in notebook.cells:
            told = cell.metadata.nbgrader
            cell.source = _HIDDEN.sub("", _SOLUTION.sub(rf"\1{STUB}", cell.source))
            if mark := _LEFT.search(cell.source):
                name = told.get("grade_id", "without a grade_id")
                raise ValueError(f"{self.name}: {mark[0]} in the cell {name} has no partner; write both marks.")
            if cell.cell_type == "markdown" and told.solution:
                cell.source = "*Your answer, in words.*"
            elif told.grade:
                cell.metadata["tags"] = ["raises-exception"]  # whoever runs all cells sees every test
        return notebook


def labs() -> tuple[Lab, ...]:
    """Every lab of the course, in order.

    Examples
    --------
    >>> "07_drift_detector" in [lab.name for lab in labs()]
    True
    """
    return tuple(Lab(path.parent.name, path) for path in sorted(sources("labs").glob("*/lab.py")))
