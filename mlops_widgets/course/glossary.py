"""What does a word of the course mean? The glossary as data, and one term to show."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType

__all__ = ["GlossaryError", "Term", "anchor", "glossary", "read_glossary", "term"]

_DATA = Path(__file__).parent / "data" / "glossary.toml"
_CHAPTERS = (
    "start", "lifecycle", "tracking", "errors", "automl", "pipelines", "rollout", "drift", "llmops", "platform",
)  # fmt: skip
_NOTEBOOK = re.compile(rf"\d\d_({'|'.join(_CHAPTERS)})/\d+_[a-z0-9_]+")
_WANTED = {"name": "a word", "text": "one or two sentences", "taught": "a chapter or a notebook"}
_LONGEST = 60  # words: more than two sentences are a notebook's work


class GlossaryError(ValueError):
    """An entry that cannot stand: which one, what was wanted, what came, what to do."""


@dataclass(frozen=True)
class Term:
    """One term: its name, what else stands for it, what it means and where it is taught.

    >>> print(term("population stability index").name)
    PSI
    """

    name: str
    text: str
    taught: str
    forms: tuple[str, ...] = ()
    reference: str = ""

    @property
    def anchor(self) -> str:
        """What stands behind the # in a link to its heading on the page."""
        return anchor(self.name)

    @property
    def spellings(self) -> tuple[str, ...]:
        """Everything that stands for it in prose, its name first."""
        return (self.name, *self.forms)

    def __str__(self) -> str:
        return f"{self.name}{f' ({self._also})' if self.forms else ''}: {self.text}"

    @property
    def _also(self) -> str:
        return ", ".join(self.forms)

    def _repr_markdown_(self) -> str:
        also = f" ({self._also})" if self.forms else ""
        return f"**{self.name}**{also}: {self.text}" + (f"\n\nReference: {self.reference}" if self.reference else "")


def anchor(heading: str) -> str:
    """What JupyterLab and nbconvert make of a heading: its words, joined by hyphens.

    >>> anchor("False alarm")
    'False-alarm'
    """
    return heading.strip().replace(" ", "-")


@cache
def glossary() -> Mapping[str, Term]:
    """Every term of the course under its name, in alphabetical order."""
    return read_glossary(_DATA.read_text(encoding="utf-8"))


def term(word: str) -> Term:
    """The term that a word stands for, whether it is the name, a plural or an abbreviation.

    Raises
    ------
    LookupError
        When the glossary does not have it, with the nearest words it has.
    """
    spelled = {spelling.casefold(): each for each in glossary().values() for spelling in each.spellings}
    found = spelled.get(word.strip().casefold())
    if found is None:
        near = [spelled[each].name for each in difflib.get_close_matches(word.casefold(), spelled, n=3)]
        meant = f" Did you mean {' or '.join(dict.fromkeys(near))}?" if near else ""
        raise LookupError(f"the glossary has no word {word!r}.{meant} course.glossary() lists all of them.")
    return found


def read_glossary(text: str) -> Mapping[str, Term]:
    """Read a glossary's TOML and refuse, in one error, everything that is wrong with it.

    Raises
    ------
    GlossaryError
        One line for each entry that cannot stand.
    """
    tables = tomllib.loads(text).get("term", [])
    problems = [sentence for number, table in enumerate(tables, 1) for sentence in _entry(number, table)]
    if not problems:
        terms = [Term(**table | {"forms": tuple(table.get("forms", ()))}) for table in tables]
        problems = list(_together(terms))
    if problems:
        raise GlossaryError("\n".join(problems))
    return MappingProxyType({each.name: each for each in terms})


def _entry(number: int, table: Mapping[str, object]) -> Iterator[str]:
    """Say what is wrong with one entry, seen alone."""
    where = f"glossary entry {number} ({table.get('name', 'no name')})"
    unknown = sorted(set(table) - {*_WANTED, "forms", "reference"})
    if unknown:
        yield f"{where}: no field is called {', '.join(unknown)}; there are name, forms, text, taught, reference."
    for field, wish in _WANTED.items():
        if not isinstance(table.get(field), str) or not str(table[field]).strip():
            yield f"{where}: {field} must be {wish}, got {table.get(field)!r}; write it down."
            return
    forms, reference, said, taught = (table.get(key, "") for key in ("forms", "reference", "text", "taught"))
    if forms and not (isinstance(forms, list) and all(isinstance(form, str) and form.strip() for form in forms)):
        yield f'{where}: forms must be a list of words, got {forms!r}; write forms = ["plural", "abbreviation"].'
    if not isinstance(reference, str):
        yield f"{where}: reference must be one text, got {reference!r}; write author, title, place, year."
    if len(str(said).split()) > _LONGEST or not str(said).rstrip().endswith("."):
        yield f"{where}: text must be one or two sentences of at most {_LONGEST} words, got {said!r}; shorten it."
    if re.search(r"\d", str(said)):
        yield f"{where}: text must hold no digits, because no cell of the page could prove them, got {said!r}."
    if taught not in _CHAPTERS and not _NOTEBOOK.fullmatch(str(taught)):
        chapters = ", ".join(_CHAPTERS)
        yield f"{where}: taught must be one of {chapters} or a notebook as 07_drift/1_what_drifts, got {taught!r}."


def _together(terms: list[Term]) -> Iterator[str]:
    """Say what is wrong with the entries beside each other."""
    owner: dict[str, str] = {}
    for each in terms:
        spelled = [spelling.casefold() for spelling in each.spellings]
        for spelling in dict.fromkeys(spelled):
            other = owner.setdefault(spelling, each.name)
            if other != each.name or spelled.count(spelling) > 1:
                yield f"glossary: {spelling!r} stands for {other} and again for {each.name}; take it out of one."
    names = [each.name for each in terms]
    for before, after in pairwise(names):
        if before.casefold() > after.casefold():
            yield f"glossary: {after} stands behind {before}; put the entries in alphabetical order."
