"""What does a notebook look like when its exercises are answered? Each wrong answer in turn, then the reference."""

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
    """The notebook with each exercise answered: every plausible wrong answer, then the reference, which stays.

    A wrong answer that is not told by its own reason, and a reference that does not pass, end the run.
    """
    known = exercises()
    cells: list[NotebookNode] = []
    for cell in notebook.cells:
        task = asked(cell.source) if cell.cell_type == "code" else None
        if task is None:
            cells.append(cell)
            continue
        for lines, passed, reason in _answers(known[task.key]):
            told = f"_told = {task.call}\nassert (_told.passed, _told.reason) == ({passed}, {reason!r}), _told\n_told"
            cells.append(nbformat.v4.new_code_cell(f"{lines}\n\n{told}"))  # type: ignore[no-untyped-call]  # untyped
    return nbformat.from_dict({**notebook, "cells": cells})  # type: ignore[no-untyped-call,no-any-return]  # as above


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


if __name__ == "__main__":
    raise SystemExit(main())
