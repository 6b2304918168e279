"""Where does the course's own prose lie, in a checkout and in an installed wheel, and what of it is prose?"""

from __future__ import annotations

import ast
import json
import re
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

__all__ = ["gather", "prose"]

_SHORTEST = 40  # letters of a paragraph that says something
_TOLD = ("ask", "why", "because", "text", "says")  # the fields of a table whose values are sentences
_BLOCK = re.compile(r"```.*?```|\$\$.*?\$\$|<[^>]+>", re.DOTALL)
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_MARKS = re.compile(r"[*`_]{1,3}")


def gather() -> tuple[str, ...]:
    """Every paragraph of prose that is installed with the course, each once.

    Returns
    -------
    tuple of str
        Of the glossary, the quizzes, the notebooks and the docstrings, in this order; one line each, without markup.

    Raises
    ------
    FileNotFoundError
        If the notebooks are nowhere: the package was copied, not installed.
    """
    root = Path(str(files("mlops_widgets")))
    told = [*_tables(root / "course"), *_notebooks(_shelf(root)), *_docstrings(root)]
    return tuple(dict.fromkeys(each for each in told if len(each) >= _SHORTEST))


def prose(markdown: str) -> Iterator[str]:
    """The paragraphs of a text in Markdown, without its formulas, code, tables and marks.

    Examples
    --------
    >>> list(prose("# Title" + chr(10) * 2 + "A [link](there.md), *said* aloud." + chr(10) * 2 + "| a | table |"))
    ['A link, said aloud.']
    """
    for block in re.split(r"\n\s*\n", _BLOCK.sub(" ", markdown)):
        text = " ".join(block.split())
        if text and text[0] not in "#|$>-" and "\\" not in text and "$" not in text:
            yield _MARKS.sub("", _LINK.sub(r"\1", text)).strip()


def _shelf(root: Path) -> Path:
    """The folder of the notebooks: in a wheel inside the package, in a checkout beside it."""
    for folder in (root / "course" / "notebooks", root.parent / "notebooks"):
        if (folder / "index.ipynb").exists():
            return folder
    raise FileNotFoundError("the course's notebooks must be installed with it: run pip install mlops-widgets again")


def _tables(course: Path) -> Iterator[str]:
    for path in [course / "data" / "glossary.toml", *sorted((course / "bank").glob("*.toml"))]:
        yield from _sentences(tomllib.loads(path.read_text("utf-8")))


def _sentences(value: object) -> Iterator[str]:
    if isinstance(value, list):
        for each in value:
            yield from _sentences(each)
    elif isinstance(value, dict):
        for name, each in value.items():
            if isinstance(each, str) and name in _TOLD and "{" not in each:
                yield from prose(each)
            elif not isinstance(each, str):
                yield from _sentences(each)


def _notebooks(shelf: Path) -> Iterator[str]:
    for path in sorted(shelf.glob("*/*.ipynb")):
        for cell in json.loads(path.read_text("utf-8"))["cells"]:
            if cell["cell_type"] == "markdown":
                yield from prose("".join(cell["source"]))


def _docstrings(root: Path) -> Iterator[str]:
    for path in sorted(root.rglob("*.py")):
        if not {"notebooks", "labs", "llmops"} & set(path.relative_to(root).parts):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Module):
                    yield from (each for each in prose(_said(node)) if ">>>" not in each and "---" not in each)


def _said(node: ast.FunctionDef | ast.ClassDef | ast.Module) -> str:
    """A docstring up to its first table of parameters."""
    return (ast.get_docstring(node) or "").partition("\n----")[0].rpartition("\n\n")[0] or (
        ast.get_docstring(node) or ""
    ).partition("\n\n")[0]
