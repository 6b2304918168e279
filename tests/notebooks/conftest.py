"""How do these tests get a notebook? They write its cells, a few lines each."""

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import nbformat
import pytest

from tools.execute import Report, execute
from tools.lint.notebook import Cell, Notebook

HEADER = {"topics": ["K01"], "minutes": 5, "level": "core", "needs": ["drift"], "needs_notebooks": []}


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    """Write code cells as an .ipynb in a folder of this test."""

    def write(*cells: str, kernel: str = "python3") -> Path:
        notebook = nbformat.v4.new_notebook(
            cells=[nbformat.v4.new_code_cell(dedent(cell).strip()) for cell in cells],
            metadata={"kernelspec": {"name": kernel, "display_name": kernel, "language": "python"}},
        )
        path = tmp_path / "written.ipynb"
        nbformat.write(notebook, path)
        return path

    return write


@pytest.fixture
def executed(written: Callable[..., Path], tmp_path: Path) -> Callable[..., Report]:
    """Execute code cells as CI does, and keep the executed notebook in this test's folder."""

    def run(*cells: str, kernel: str = "python3", **budget: float) -> Report:
        return execute(written(*cells, kernel=kernel), into=tmp_path / "executed", **budget)

    return run


@pytest.fixture
def made(tmp_path):
    """Make a notebook of a chapter: a text is prose, a one-element list is code, with outputs behind it."""
    folder = tmp_path / "notebooks" / "07_drift"
    folder.mkdir(parents=True)
    (folder / "1_made.py").touch()

    def make(*cells, was_run=True, **header):
        parts = [("markdown", each, ()) if isinstance(each, str) else ("code", each[0], each[1:]) for each in cells]
        listed = tuple(Cell(index, *part) for index, part in enumerate(parts))
        return Notebook(folder / "1_made.py", listed, HEADER | header, was_run)

    return make
