"""How does a notebook go on when its exercises are answered? Each wrong answer in turn, then the reference."""

from __future__ import annotations

import argparse
import ast
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from mlops_widgets.course import Exercise, exercises
from tools.lint.notebook import Cell

__all__ = ["Asked", "answer", "answered", "asked", "main"]

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Asked:
    """An exercise as it stands in a cell: its key, and the call of ``course.check`` that ends the cell."""

    key: str
    call: str


def asked(source: str) -> Asked | None:
    r"""The exercise in a code cell, if there is one.

    Examples
    --------
    >>> asked('size = 48\ncourse.check("drift.window", size)')
    Asked(key='drift.window', call='course.check("drift.window", size)')
    >>> asked("size = 48")
    """
    try:
        body = ast.parse(source).body
    except SyntaxError:  # a magic
        return None
    for node in body:
        match node:
            case ast.Expr(
                value=ast.Call(
                    func=ast.Attribute(value=ast.Name(id="course"), attr="check"),
                    args=[ast.Constant(value=str(key)), _],
                )
            ):
                if node is not body[-1]:
                    raise ValueError(
                        f"course.check({key!r}, …) must be the last statement of its cell: move it there."
                    )
                return Asked(key, ast.unparse(node))
    if "course.check(" in source:
        raise ValueError(
            f'write course.check("key", answer) as the last statement of its cell, got {source[-60:]!r}.'
        )
    return None


def answered(notebook: NotebookNode) -> NotebookNode:
    """The notebook as it stands, and behind its last cell each exercise answered.

    Every plausible wrong answer comes first, then the reference, then once more the cells that use what the exercise
    gives. So one run is of all three: untouched, wrong, right. A wrong answer that is not told by its own reason,
    and a reference that does not pass, end it.
    """
    known = exercises()
    codes = [cell for cell in notebook.cells if cell.cell_type == "code"]
    behind: list[str] = []
    for at, cell in enumerate(codes):
        if task := asked(cell.source):
            for lines, passed, reason in _answers(known[task.key]):
                expected = f"({passed}, {reason!r})"
                told = f"_told = {task.call}\nassert (_told.passed, _told.reason) == {expected}, _told\n_told"
                behind.append(f"{lines}\n\n{told}")
            behind += _users(cell.source, [each.source for each in codes[at + 1 :]])
    cells = [*notebook.cells, *map(nbformat.v4.new_code_cell, behind)]
    return nbformat.from_dict({**notebook, "cells": cells})  # type: ignore[no-untyped-call,no-any-return]  # nbformat's


def answer(path: Path, into: Path) -> Path | None:
    """Write the answered edition of a notebook into a folder; None when it asks nothing."""
    notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]  # nbformat leaves it untyped
    if not any(asked(cell.source) for cell in notebook.cells if cell.cell_type == "code"):
        return None
    into.mkdir(parents=True, exist_ok=True)
    target = into / f"{path.stem}.answered.ipynb"
    nbformat.write(answered(notebook), target)  # type: ignore[no-untyped-call]  # as above
    return target


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the answered editions of notebooks into build/editions, to be executed from there."""
    parser = argparse.ArgumentParser(prog="python -m tools.editions", description=main.__doc__)
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="notebooks or folders; all when left out")
    into = ROOT / "build" / "editions"
    asked_for = parser.parse_args(arguments).paths or [ROOT / "notebooks"]
    paths = [each for path in asked_for for each in (sorted(path.rglob("*.ipynb")) if path.is_dir() else [path])]
    shutil.rmtree(into, ignore_errors=True)
    made = [answer(path, into / path.parent.name) for path in paths]
    print(*filter(None, made), f"now: python -m tools.execute {into}", sep="\n")
    return 0


def _answers(exercise: Exercise) -> Iterator[tuple[str, bool, str]]:
    for reason, lines in exercise.wrong.items():
        yield lines, False, reason
    yield exercise.solution, True, ""


def _users(source: str, later: Sequence[str]) -> Iterator[str]:
    """Of the later cells those that read a name which this one gives, or which such a cell gives."""
    given, _ = _names(source)
    for each in later:
        gives, reads = _names(each)
        if asked(each) is None and reads & given:
            given |= gives
            yield each


def _names(source: str) -> tuple[set[str], set[str]]:
    """The names that a cell gives a value, and those that it reads."""
    gives, reads = set(), set()
    for node in ast.walk(Cell(0, "code", source).tree):
        match node:
            case ast.Name(id=name, ctx=ast.Load()):
                reads.add(name)
            case ast.Name(id=name) | ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                gives.add(name)
    return gives, reads


if __name__ == "__main__":
    raise SystemExit(main())
