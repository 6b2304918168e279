"""How do these tests get a notebook? They write its cells, a few lines each."""

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import nbformat
import pytest

from tools.execute import Report, execute


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
