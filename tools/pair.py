"""Do a notebook's text and its .ipynb say the same? This settles each pair, or says why it cannot.

The text (py:percent) is the source, the .ipynb beside it is made from it. Each .ipynb records under
``mlops.paired`` a digest of the content both sides had when they last agreed, so whoever edited is known
without clocks or git: a side whose digest differs from the record has been edited.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import jupytext  # type: ignore[import-untyped]  # it ships no types
import nbformat
from nbformat import NotebookNode

__all__ = ["PairError", "main", "notebook_of", "pairs", "settle"]

NOTEBOOKS = Path(__file__).resolve().parents[1] / "notebooks"

_KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
_FILTERS = {
    "cell_metadata_filter": "tags,-all",
    "notebook_metadata_filter": "jupytext,kernelspec,mlops,-all",
}


class PairError(ValueError):
    """Two sides that no rule can settle: a sentence with both files and the way out."""


def pairs(folder: Path) -> list[tuple[Path, Path]]:
    """Every text and .ipynb under ``folder``, as pairs; one of the two may not exist yet.

    What lies in a repository of its own, which a notebook has made, is none of ours.
    """
    others = {path.parent for path in folder.rglob(".git")} - {folder}
    found = [path for kind in ("*.py", "*.ipynb") for path in folder.rglob(kind) if others.isdisjoint(path.parents)]
    texts = {path.with_suffix(".py") for path in found if not _is_hidden(path.relative_to(folder))}
    return [(text, text.with_suffix(".ipynb")) for text in sorted(texts)]


def settle(text: Path, notebook: Path, *, check: bool = False) -> list[Path]:
    """Bring one pair into step; the files that were out of step, which ``check`` leaves as they are.

    Raises
    ------
    PairError
        When both sides were edited.

    """
    source = _newer_text(text, notebook)
    wanted = {text: source, notebook: _dump(notebook_of(source))}
    changed = [path for path, content in wanted.items() if _bytes(path) != content.encode()]
    if not check:
        for path in changed:
            path.write_bytes(wanted[path].encode())
    return changed


def notebook_of(source: str) -> NotebookNode:
    """Make the .ipynb of a text: no outputs, cell ids from content, and no more metadata than it needs."""
    read = jupytext.reads(source, fmt="py:percent")
    notebook = _bare(read, mlops={**_own(read), "paired": _digest(read)})
    notebook.metadata.language_info = {"name": "python"}
    nbformat.validate(notebook)
    return notebook


def main(arguments: Sequence[str] | None = None) -> int:
    """Settle every pair under the folder; 1 when one was out of step (``--check``) or cannot be settled."""
    parser = argparse.ArgumentParser(prog="python -m tools.pair", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path, default=NOTEBOOKS, help="where the pairs lie")
    parser.add_argument("--check", action="store_true", help="change nothing, fail if a file is out of step")
    options = parser.parse_args(arguments)
    failed = False
    for text, notebook in pairs(options.folder):
        try:
            changed = settle(text, notebook, check=options.check)
        except PairError as error:
            print(error, file=sys.stderr)
            failed = True
        else:
            for path in changed:
                print(f"{path}: {'out of step, run make pair' if options.check else 'written'}")
            failed = failed or (options.check and bool(changed))
    return int(failed)


def _newer_text(text: Path, notebook: Path) -> str:
    """Choose the side that was edited, and give it as text."""
    if not notebook.exists():
        return _read(text)
    other = _load(notebook)
    if not text.exists():
        return _text_of(other, former="")
    source = _read(text)
    ours, theirs = _digest(jupytext.reads(source, fmt="py:percent")), _digest(other)
    record = other.metadata.get("mlops", {}).get("paired")
    if theirs in (ours, record):
        return source
    if ours == record:
        return _text_of(other, former=source)
    raise PairError(
        f"{text} and {notebook} were both edited since they last agreed. Keep one: delete {notebook.name} "
        f"to keep the text, or {text.name} to keep the notebook, then run make pair again."
    )


def _text_of(notebook: NotebookNode, *, former: str) -> str:
    """Write a notebook as text, under the header it had as long as that still tells the truth."""
    bare = _bare(notebook, jupytext=_FILTERS, **({"mlops": _own(notebook)} if _own(notebook) else {}))
    fresh: str = jupytext.writes(bare, fmt="py:percent")
    header, _ = _split(former)
    if header and _own(jupytext.reads(former, fmt="py:percent")) == _own(notebook):
        fresh = header + _split(fresh)[1]
    return fresh


def _split(source: str) -> tuple[str, str]:
    """Cut a text into jupytext's commented header and the rest; no header, empty."""
    lines = source.splitlines(keepends=True)
    marks = [at for at, line in enumerate(lines) if line.rstrip() == "# ---"][:2]
    if len(marks) < 2 or marks[0] != 0:
        return "", source
    return "".join(lines[: marks[1] + 1]), "".join(lines[marks[1] + 1 :])


def _bare(notebook: NotebookNode, **metadata: object) -> NotebookNode:
    """Copy type, source and tags of each cell, under an id that no other cell's edit can change."""
    seen: Counter[str] = Counter()
    cells = []
    for cell in notebook.cells:
        key = hashlib.sha256(f"{cell.cell_type}\n{cell.source}".encode()).hexdigest()[:12]
        seen[key] += 1
        empty: dict[str, object] = {"outputs": [], "execution_count": None} if cell.cell_type == "code" else {}
        cells.append(
            {"id": f"{key}-{seen[key]}", "cell_type": cell.cell_type, "source": cell.source}
            | {"metadata": _tags(cell), **empty}
        )
    made = {
        "cells": cells,
        "metadata": {"kernelspec": _KERNEL, **metadata},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return nbformat.from_dict(made)  # type: ignore[no-any-return,no-untyped-call]  # nbformat leaves it untyped


def _digest(notebook: NotebookNode) -> str:
    said = [[cell.cell_type, cell.source, _tags(cell)] for cell in notebook.cells]
    return hashlib.sha256(json.dumps([said, _own(notebook)], sort_keys=True).encode()).hexdigest()[:16]


def _tags(cell: NotebookNode) -> dict[str, list[str]]:
    return {"tags": list(cell.metadata.tags)} if cell.metadata.get("tags") else {}


def _own(notebook: NotebookNode) -> dict[str, object]:
    """Give the author's ``mlops`` metadata, without our record in it."""
    return {key: value for key, value in notebook.metadata.get("mlops", {}).items() if key != "paired"}


def _load(path: Path) -> NotebookNode:
    try:
        return nbformat.reads(_read(path), as_version=4)  # type: ignore[no-any-return,no-untyped-call]  # untyped
    except ValueError as error:
        raise PairError(
            f"{path} is no notebook ({error}); delete it and run make pair to make it from its text."
        ) from error


def _dump(notebook: NotebookNode) -> str:
    return nbformat.writes(notebook) + "\n"  # type: ignore[no-any-return,no-untyped-call]  # untyped


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _bytes(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""


def _is_hidden(path: Path) -> bool:
    return any(part.startswith((".", "__")) for part in path.parts)


if __name__ == "__main__":
    raise SystemExit(main())
