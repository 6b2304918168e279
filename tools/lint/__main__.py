"""What is there to mend? ``python -m tools.lint [paths]`` prints ``path:cell: sentence`` and ends with 1."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from pathlib import Path

from tools.lint import problems
from tools.lint.notebook import read
from tools.pair import NOTEBOOKS, pairs

ROOT = Path(__file__).resolve().parents[2]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit status."""
    parser = argparse.ArgumentParser(prog="python -m tools.lint", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("paths", nargs="*", type=Path, default=[NOTEBOOKS], help="texts (.py), or folders of them")
    parser.add_argument(
        "--executed", type=Path, default=ROOT / "build" / "executed", help="where tools.execute keeps the runs"
    )
    options = parser.parse_args(arguments)
    missing = [str(path) for path in options.paths if not path.exists()]
    if missing:
        parser.error(f"paths must lead to notebooks or folders, got {', '.join(missing)}; correct the path")
    texts = [text for path in options.paths for text in _texts(path)]
    unread, found = [], 0
    for text in texts:
        notebook = read(text, options.executed / _within(text).with_suffix(".ipynb"))
        for problem in problems(notebook):
            print(f"{_short(problem.path)}:{problem.cell}: {problem.sentence}")
            found += 1
        if not notebook.was_run:
            unread.append(text)
    if unread:
        print(f"without a run, so numbers and pictures were not looked at: {', '.join(map(_short, unread))}")
        print(f"run python -m tools.execute {' '.join(_short(each.with_suffix('.ipynb')) for each in unread)} first.")
    print(f"{len(texts)} notebooks, {found or 'nothing'} to mend")
    return int(found > 0)


def _texts(path: Path) -> list[Path]:
    return [text for text, _ in pairs(path)] if path.is_dir() else [path.with_suffix(".py")]


def _within(text: Path) -> Path:
    """Name a notebook as tools.execute does: from the course's folder on, or alone."""
    whole = text.resolve()
    return whole.relative_to(NOTEBOOKS) if whole.is_relative_to(NOTEBOOKS) else Path(whole.name)


def _short(path: Path) -> str:
    whole = path.resolve()
    return os.path.relpath(whole) if whole.is_relative_to(Path.cwd()) else str(whole)


if __name__ == "__main__":
    raise SystemExit(main())
