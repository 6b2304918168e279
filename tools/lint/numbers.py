"""Can a rerun contradict a number in the prose? Each must be a cell's own, in its code or in what it showed."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from tools.lint import prose
from tools.lint.notebook import Cell, Notebook, Problem

__all__ = ["numbers"]

_NUMBER = re.compile(r"(?<![\w.,])[-−]?\d+(?:[,\u202f\u2009]\d{3})*(?:\.\d+)?(?![\w])(?:\s?%)?")
_SHOWN = re.compile(r"(?<![A-Za-z_.\d])[-−]?\d+(?:[,\u202f]\d{3})*(?:\.\d+)?(?:e[+-]?\d+)?(?:\s?%)?")
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_SMALL = "In|Since|Until|By|Before|After|Of|From|To|The|For|At|On|About|Over|Under|All|And|Only|It|With|Some"
_REFERENCE = re.compile(  # Siddiqi 2006, Bifet and Gavaldà (2007), Gama et al., 2014
    rf"\b(?!(?:{_MONTHS}|{_SMALL})\b)[A-ZÀ-Ý][\w’'-]+"
    r"(?:,? (?:et al\.|and|&) ?[\w’'-]*)*,? \(?(?:1[89]|20)\d\d\)?"
)
_PLACE = re.compile(r"(?i)\b(?:chapter|notebook|lab|step|exercise|question)s? \d+(?:(?:–| to | and )\d+)?")


@dataclass(frozen=True)
class _Number:
    """One number as it is written: its value, how exact it is, and whether a % stands behind it."""

    text: str

    @cached_property
    def is_percent(self) -> bool:
        return self.text.endswith("%")

    @cached_property
    def bare(self) -> str:
        return re.sub(r"[,\u202f\u2009\s%]", "", self.text).replace("−", "-")

    @cached_property
    def value(self) -> float:
        return float(self.bare)

    @cached_property
    def decimals(self) -> int:
        return len(self.bare.partition(".")[2])

    @property
    def is_rounded(self) -> bool:
        """One digit alone is no rounding: 1 is not proven by 0.7; a share of 0.052 does prove 5 %."""
        return self.decimals > 0 or abs(self.value) >= 10 or self.is_percent


def numbers(notebook: Notebook) -> Iterator[Problem]:
    """Find each number of the prose in the code, in the outputs or in the metadata; silent without a run."""
    if not notebook.was_run:
        return
    literals = {value for cell in notebook.codes for value in _literals(cell)}
    exact = literals | {float(notebook.metadata.get("minutes", 0))}
    outputs = [_Number(text) for cell in notebook.codes for text in _SHOWN.findall(_said(cell))]
    values = literals | {each.value for each in outputs}
    percents = {value * 100 for value in values} | {each.value for each in outputs if each.is_percent}
    for cell in notebook.texts:
        told = _PLACE.sub("", _REFERENCE.sub("", re.sub(r"\s+", " ", prose.prose(cell.source))))
        for number in map(_Number, _NUMBER.findall(told)):
            if number.value in exact and not number.is_percent:
                continue
            if not _proves(percents if number.is_percent else values, number):
                yield notebook.problem(
                    cell,
                    f"no cell has or shows the number {number.text}: print it from a cell, say it in words, "
                    "or put it in `backticks` when it is a name.",
                )


def _proves(values: Iterable[float], number: _Number) -> bool:
    if not number.is_rounded:
        return number.value in values
    return any(abs(value - number.value) <= 0.5 * 10**-number.decimals + 1e-9 for value in values)


def _literals(cell: Cell) -> Iterator[float]:
    """Every number in the code, and in its texts: a date, a format."""
    for node in ast.walk(cell.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
            yield float(node.value)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from (_Number(text).value for text in _NUMBER.findall(node.value.replace("-", " ")))


def _said(cell: Cell) -> str:
    """Everything that a cell showed as text, without markup, styles and pictures."""
    shown = []
    for output in cell.outputs:
        shown.append(output.get("text", ""))
        data = output.get("data", {})
        shown += [data.get("text/plain", ""), data.get("text/markdown", "")]
        shown.append(re.sub(r"(?s)<(style|script)\b.*?</\1>|<[^>]*>", " ", data.get("text/html", "")))
    return "\n".join(shown)
