"""What is the course about? Its chapters and topics, as data."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any

from pydantic import Field

from .refused import Material, admit

__all__ = ["Chapter", "Topic", "chapters", "expanded", "read_data", "topics"]

_DATA = Path(__file__).parent / "data"

Topic = Annotated[str, Field(pattern=r"^[A-M][0-9]{2}$")]
_NonEmpty = Annotated[str, Field(min_length=1)]


class Chapter(Material):
    """One chapter: its number, the one word that finds everything of it, and what it is about."""

    number: Annotated[str, Field(pattern=r"^[0-9]{2}$")]
    word: Annotated[str, Field(pattern=r"^[a-z]+$")]
    title: _NonEmpty
    about: _NonEmpty
    letters: list[Annotated[str, Field(pattern=r"^[A-M]$")]]

    @property
    def folder(self) -> str:
        """Where its notebooks lie."""
        return f"{self.number}_{self.word}"

    @property
    def topics(self) -> tuple[str, ...]:
        """The IDs of its topics, in order."""
        return tuple(each for each in topics() if each[0] in self.letters)


class _Chapters(Material):
    chapter: list[Chapter]


class _Topics(Material):
    topics: dict[Topic, _NonEmpty]


@cache
def chapters() -> tuple[Chapter, ...]:
    """The chapters, from ``00 start`` to ``09 platform``.

    Examples
    --------
    >>> [each.word for each in chapters()][:3]
    ['start', 'lifecycle', 'tracking']
    >>> chapters()[7].folder, len(chapters()[7].topics)
    ('07_drift', 25)
    """
    return tuple(read_data("chapters.toml", _Chapters).chapter)


@cache
def topics() -> Mapping[str, str]:
    """Every topic of the course: ID to short title, in the order of the letters.

    Examples
    --------
    >>> topics()["K07"]
    'How long should the window be?'
    >>> len(topics())
    194
    """
    return MappingProxyType(read_data("topics.toml", _Topics).topics)


def expanded(written: str) -> tuple[str, ...]:
    """The topics that ``A01-A03`` or ``A01`` means.

    Raises
    ------
    KeyError
        For an end that is no topic.

    Examples
    --------
    >>> expanded("A01-A03"), expanded("K07")
    (('A01', 'A02', 'A03'), ('K07',))
    """
    known = list(topics())
    first, _, last = written.partition("-")
    for each in (first, last or first):
        if each not in topics():
            raise KeyError(each)
    return tuple(known[known.index(first) : known.index(last or first) + 1])


def read_data(name: str, kind: type[Any]) -> Any:  # Any: an instance of kind
    """One of the course's data files, validated."""
    read = tomllib.loads((_DATA / name).read_text("utf-8"))
    return admit(kind, read, where=f"course/data/{name}", way_out="mend it there")
