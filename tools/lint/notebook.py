"""What does the linter see of a notebook? Its cells, and the outputs of a run where there is one."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import jupytext  # type: ignore[import-untyped]  # it ships no types
import nbformat
from IPython.core.inputtransformer2 import TransformerManager

from tools.lint import prose

__all__ = ["Cell", "Heading", "Notebook", "Problem", "read"]

_PYTHON_INSIDE = re.compile(r"\A%%(?:time|timeit|capture|prun)\b[^\n]*\n|(?m:^)%(?:time|timeit)[ \t]+(?=\w)")
_CHAPTER = re.compile(r"\d\d_[a-z]+")


@dataclass(frozen=True)
class Problem:
    """One thing to mend: where it is, and a sentence with the way out."""

    path: Path
    cell: int
    sentence: str

    def __str__(self) -> str:
        return f"{self.path}:{self.cell}: {self.sentence}"


@dataclass(frozen=True)
class Heading:
    """One heading: the cell it stands in, its level, its words as they are shown."""

    cell: int
    level: int
    words: str


@dataclass(frozen=True)
class Cell:
    """One cell, counted among all cells from 0 as ``tools.execute`` counts them."""

    index: int
    kind: str
    source: str
    outputs: tuple[dict[str, Any], ...] = ()  # nbformat's own JSON

    @cached_property
    def tree(self) -> ast.Module:
        """The Python in it, magics made into calls; empty where the cell speaks another language."""
        if self.kind != "code":
            return ast.Module([], [])
        source = _PYTHON_INSIDE.sub("", self.source)
        try:
            return ast.parse(TransformerManager().transform_cell(source))
        except SyntaxError:
            return ast.Module([], [])

    @property
    def calls(self) -> list[str]:
        """The dotted name of every call in it: ``course.Predict``, ``stream.simulation.widget``."""
        called = (node.func for node in ast.walk(self.tree) if isinstance(node, ast.Call))
        return [ast.unparse(each) for each in called if isinstance(each, ast.Name | ast.Attribute)]

    def has_call(self, name: str) -> bool:
        """Say whether something of this name is called, whatever stands in front of it and a dot."""
        return any(f".{called}".endswith(f".{name}") for called in self.calls)

    @property
    def lines(self) -> list[str]:
        """Its lines that are not empty."""
        return [line for line in self.source.splitlines() if line.strip()]


@dataclass(frozen=True)
class Notebook:
    """One notebook; ``was_run`` says whether its cells hold the outputs of a run of this very source."""

    path: Path
    cells: tuple[Cell, ...]
    metadata: dict[str, Any] = field(default_factory=dict)  # the author's: topics, minutes, level, needs
    was_run: bool = False

    @property
    def is_chapter(self) -> bool:
        """Say whether it lies in a chapter's folder; a page beside the chapters has no frame."""
        return _CHAPTER.fullmatch(self.path.resolve().parent.name) is not None

    @property
    def root(self) -> Path:
        """The folder of the course it belongs to."""
        folder = self.path.resolve().parent
        return folder.parent if self.is_chapter else folder

    @property
    def texts(self) -> list[Cell]:
        """Its cells of prose."""
        return [cell for cell in self.cells if cell.kind == "markdown"]

    @property
    def codes(self) -> list[Cell]:
        """Its cells of code."""
        return [cell for cell in self.cells if cell.kind == "code"]

    @cached_property
    def headings(self) -> list[Heading]:
        """All its headings, from the top."""
        return [Heading(cell.index, *each) for cell in self.texts for each in prose.headings(cell.source)]

    def section(self, heading: Heading) -> tuple[Cell, ...]:
        """The cells from a heading to the next of its level or above."""
        ends = [each.cell for each in self.headings if each.cell > heading.cell and each.level <= heading.level]
        return self.cells[heading.cell : min(ends, default=len(self.cells))]

    def problem(self, cell: Cell | Heading | int, sentence: str) -> Problem:
        """Name one thing to mend in one of its cells."""
        at = cell if isinstance(cell, int) else cell.index if isinstance(cell, Cell) else cell.cell
        return Problem(self.path, at, sentence)


def read(path: Path, executed: Path | None = None) -> Notebook:
    """Read a notebook's text, and take the outputs of a run if that run began with the same cells.

    Parameters
    ----------
    path
        The source, a ``.py`` in py:percent.
    executed
        The ``.ipynb`` that ``tools.execute`` kept of it; left out, or out of step: no outputs.

    """
    source = jupytext.reads(path.read_text(encoding="utf-8"), fmt="py:percent")
    run = nbformat.read(executed, as_version=4).cells if executed and executed.exists() else []  # type: ignore[no-untyped-call]  # nbformat's
    run = run[: len(source.cells)]  # what comes behind are answers: tools.editions
    in_step = [cell.source for cell in run] == [cell.source for cell in source.cells]
    outputs = [cell.get("outputs", []) for cell in run] if in_step else [[] for _ in source.cells]
    cells = [
        Cell(index, cell.cell_type, cell.source, tuple(outputs[index])) for index, cell in enumerate(source.cells)
    ]
    codeless = all(cell.kind != "code" for cell in cells)
    return Notebook(path, tuple(cells), dict(source.metadata.get("mlops", {})), was_run=in_step or codeless)
