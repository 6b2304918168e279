"""Is a notebook short enough to be played at one sitting, and does its metadata say what it is?"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from mlops_widgets.course import chapters
from tools.lint import prose
from tools.lint.notebook import Cell, Notebook, Problem

__all__ = ["TOPICS", "metadata", "size"]

ROOT = Path(__file__).resolve().parents[2]
TOPICS = ROOT / "mlops_widgets" / "course" / "data" / "topics.toml"

CODE_CELLS = range(20, 31)
LINES, LINES_OF_A_DEFINITION = 10, 16  # a class or function that is read as a whole may be longer
WORDS = 1800
MOST_TOPICS = 6


def size(notebook: Notebook) -> Iterator[Problem]:
    """Count code cells, their lines, and the words."""
    count, said = len(notebook.codes), sum(prose.words(cell.source) for cell in notebook.texts)
    if count not in CODE_CELLS:
        way_out = "give the learner more to run" if count < CODE_CELLS[0] else "move code to the package"
        yield notebook.problem(0, f"{count} code cells, wanted {CODE_CELLS[0]} to {CODE_CELLS[-1]}; {way_out}.")
    if said > WORDS:
        yield notebook.problem(0, f"{said:,} words, wanted at most {WORDS:,}; cut, or make two notebooks of it.")
    for cell in notebook.codes:
        most = LINES_OF_A_DEFINITION if _defines(cell) else LINES
        if not 1 <= len(cell.lines) <= most:
            yield notebook.problem(
                cell, f"{len(cell.lines)} lines of code, wanted 1 to {most}; split the cell, or use the package."
            )


def metadata(notebook: Notebook) -> Iterator[Problem]:
    """Hold the header to the syllabus, to the extras that can be installed and to the notebooks there are."""
    said = notebook.metadata
    topics, known = said.get("topics"), _topics()
    if _is_before_the_syllabus(notebook):
        if topics != []:
            yield notebook.problem(0, f"topics must be [], got {topics!r}; the syllabus has none for this chapter.")
    elif not isinstance(topics, list) or not 1 <= len(topics) <= MOST_TOPICS:
        yield notebook.problem(0, f"topics must list 1 to {MOST_TOPICS} IDs, got {topics!r}; more are two notebooks.")
    for topic in topics if isinstance(topics, list) else ():
        if (known and topic not in known) or not re.fullmatch(r"[A-Z]\d\d", str(topic)):
            yield notebook.problem(0, f"topics names {topic!r}, which no row of the syllabus has; see {TOPICS.name}.")
    if said.get("level") not in ("core", "further"):
        yield notebook.problem(0, f"level must be core or further, got {said.get('level')!r}; write one of them.")
    if not isinstance(said.get("minutes"), int) or said["minutes"] < 1:
        yield notebook.problem(0, f"minutes must be a whole number, got {said.get('minutes')!r}; write one.")
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    for need in said.get("needs", ()):
        if need not in extras:
            yield notebook.problem(0, f"needs has {need!r}, no extra of pyproject.toml; take of {', '.join(extras)}.")
    for needed in said.get("needs_notebooks", ()):
        if not (notebook.root / needed).with_suffix(".py").exists():
            yield notebook.problem(
                0, f"needs_notebooks names {needed!r}, which is not there; write 07_drift/1_what_drifts, for example."
            )


def _is_before_the_syllabus(notebook: Notebook) -> bool:
    """Say whether it lies in a chapter without topics of its own."""
    return any(each.folder == notebook.path.resolve().parent.name and not each.letters for each in chapters())


def _defines(cell: Cell) -> bool:
    return any(isinstance(node, ast.ClassDef | ast.FunctionDef) for node in cell.tree.body)


def _topics() -> set[str]:
    """Every ID of the syllabus; none, as long as there is no such file."""
    if not TOPICS.exists():
        return set()
    return set(re.findall(r'^"?([A-Z]\d\d)"?\s*=', TOPICS.read_text("utf-8"), re.MULTILINE))
