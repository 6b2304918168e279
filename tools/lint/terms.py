"""Is every term explained where a learner meets it? Its first mention leads to the glossary, no later one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import PurePosixPath
from urllib.parse import unquote

from mlops_widgets.course import Term, glossary
from tools.lint import prose
from tools.lint.notebook import Cell, Notebook, Problem

__all__ = ["mentions", "terms"]

_PAGE = "glossary.ipynb"
_BOLD = re.compile(r"\*\*(?![\s*])(.+?)(?<![\s*])\*\*(\s*.{0,14})", re.DOTALL)
# What follows a bold word that is explained on the spot: "**Drift** is …", "**PSI** (…)", "**labels**, which …".
_EXPLAINS = re.compile(r"\s+\(|\s+(?:is|are|means?|says|stands for)\b|,\s+(?:which|that is|or)\b|\s+[–—]\s|:\s")
_CLAIM = re.compile(r"(?:An?|The|No|Not|Every|Each|Do|What|Why|How|One|Nothing|It)\b")


@cache
def _pattern() -> tuple[re.Pattern[str], Mapping[str, Term]]:
    """One pattern for all spellings, the longest first, so that a false alarm is not an alarm."""
    spelled = {spelling: each for each in glossary().values() for spelling in each.spellings}
    longest = sorted(spelled, key=len, reverse=True)
    choices = [_insensitive(each) for each in longest]
    found = re.compile(rf"(?<![\w-])(?:{'|'.join(choices)})(?![\w-])")
    return found, {spelling.casefold(): each for spelling, each in spelled.items()}


def _insensitive(spelling: str) -> str:
    """Let a word begin a sentence, but not an abbreviation become a word."""
    pattern = r"\s+".join(map(re.escape, spelling.split()))
    return pattern if any(letter.isupper() for letter in spelling[1:]) else f"(?i:{pattern})"


def mentions(text: str) -> Iterator[tuple[int, int, Term]]:
    """Every term that a text names: where it begins and ends, and which it is."""
    pattern, named = _pattern()
    for match in pattern.finditer(text):
        yield match.start(), match.end(), named[" ".join(match[0].split()).casefold()]


def terms(notebook: Notebook) -> Iterator[Problem]:
    """Hold first and later mentions to their links, and bold terms to the glossary."""
    if notebook.path.stem == PurePosixPath(_PAGE).stem:
        return  # the page itself
    met: set[str] = set()
    for cell in notebook.texts:
        yield from _linked(notebook, cell, met)
        yield from _bold(notebook, cell)


def _linked(notebook: Notebook, cell: Cell, met: set[str]) -> Iterator[Problem]:
    links = prose.links(cell.source)
    home = "../" * notebook.is_chapter + _PAGE
    for start, end, term in mentions(prose.prose(cell.source)):
        around = next((link for link in links if link.start <= start < link.end), None)
        target = around.target if around else ""
        leads = PurePosixPath(target.partition("#")[0]).name == _PAGE
        if around and not leads:
            continue  # the words of another link
        word = " ".join(cell.source[start:end].split())
        if term.name in met:
            if leads:
                yield notebook.problem(cell, f'"{word}" was linked before; take this link away.')
        elif not leads:
            yield notebook.problem(cell, f'"{word}" is met here first: write [{word}]({home}#{term.anchor}).')
        elif unquote(target.partition("#")[2]) != term.anchor:
            yield notebook.problem(cell, f'"{word}" leads to {target}; it belongs to {home}#{term.anchor}.')
        met.add(term.name)
    for link in links:
        page, _, heading = link.target.partition("#")
        if heading and PurePosixPath(page).name == _PAGE and not any(mentions(link.words)):
            sentence = f'"{link.words}" leads to the glossary but is no term of it; link the term\'s own word.'
            yield notebook.problem(cell, sentence)


def _bold(notebook: Notebook, cell: Cell) -> Iterator[Problem]:
    named = _pattern()[1]
    for match in _BOLD.finditer(prose.prose(prose.unlinked(cell.source))):
        word = " ".join(match[1].split())
        explained = _EXPLAINS.match(match[2]) and word[-1] not in ".:?!" and not _CLAIM.match(word)
        if explained and len(word.split()) <= 3 and word.casefold() not in named:
            yield notebook.problem(
                cell,
                f'"{word}" is explained here but is not in the glossary; add it to glossary.toml and link it, '
                "or do without the bold.",
            )
