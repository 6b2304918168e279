"""Does a notebook keep the authors' rules? Each rule is a function of a notebook; a page keeps fewer of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from tools.lint.code import imports, keys, portable, wide
from tools.lint.figures import figures
from tools.lint.frame import frame
from tools.lint.links import links
from tools.lint.minutes import minutes
from tools.lint.notebook import Notebook, Problem, read
from tools.lint.numbers import numbers
from tools.lint.size import metadata, size
from tools.lint.terms import terms

__all__ = ["EVERYWHERE", "IN_CHAPTERS", "Problem", "lint", "problems"]

_Rule = Callable[[Notebook], Iterator[Problem]]

EVERYWHERE: tuple[_Rule, ...] = (links, terms, numbers)
IN_CHAPTERS: tuple[_Rule, ...] = (frame, size, metadata, minutes, figures, imports, keys, portable, wide)


def problems(notebook: Notebook) -> list[Problem]:
    """Everything to mend in a notebook, in the order of its cells."""
    rules = EVERYWHERE + IN_CHAPTERS * notebook.is_chapter
    return sorted((each for rule in rules for each in rule(notebook)), key=lambda each: each.cell)


def lint(path: Path, executed: Path | None = None) -> list[Problem]:
    """Read a notebook's text, and hold it and its run's outputs to the rules."""
    return problems(read(path, executed))
