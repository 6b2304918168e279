"""Which tags are there, which example carries which, and what does each key press change?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from mlops_widgets.stage import Action, BoardError

from .examples import Examples

__all__ = ["MOST", "Drop", "Load", "New", "Rename", "Tag", "Tagging", "Untag", "apply", "tidy"]

MOST = 40  # tags; more could not be told apart
_LONGEST = 40  # letters of a tag


class Tag(Action):
    """An example carries a tag."""

    kind: str = "tag"
    row: str
    tag: str


class Untag(Action):
    """It does not after all."""

    kind: str = "untag"
    row: str
    tag: str


class New(Action):
    """A tag nobody thought of before; with a row, that example carries it at once."""

    kind: str = "new"
    tag: str
    row: str = ""


class Rename(Action):
    """Call a tag something else; under the name of another the two become one."""

    kind: str = "rename"
    tag: str
    to: str


class Drop(Action):
    """Do away with a tag, wherever it is."""

    kind: str = "drop"
    tag: str


class Load(Action):
    """Put tags back as a CSV file has them: rows that it does not name keep theirs."""

    kind: str = "load"
    csv: str


@dataclass(frozen=True)
class Tagging:
    """Examples, the tags that there are, and who carries which."""

    examples: Examples
    tags: tuple[str, ...] = ()
    carried: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # name of a row → tags, in their order

    def count(self, tag: str) -> int:
        """How many examples carry it."""
        return sum(tag in tags for tags in self.carried.values())

    def carrying(self, row: str, tags: set[str]) -> Tagging:
        """The same with these tags on that row."""
        carried = {name: each for name, each in self.carried.items() if name != row}
        if tags:
            carried[row] = tuple(each for each in self.tags if each in tags)
        return replace(self, carried=carried)


def apply(tagging: Tagging, action: Action) -> Tagging:
    """The tagging after one action.

    Raises
    ------
    BoardError
        For a row or a tag there is not, one that is there already, or a file that cannot be read.
    """
    match action:
        case Tag(row=row, tag=said):
            tag = _known(tagging, said)
            has = _row(tagging, row)
            if tag in has:
                raise BoardError(f"{row} carries {tag!r} already: nothing was added.")
            return tagging.carrying(row, has | {tag})
        case Untag(row=row, tag=said):
            tag = _known(tagging, said)
            has = _row(tagging, row)
            if tag not in has:
                raise BoardError(f"{row} does not carry {tag!r}: nothing was taken away.")
            return tagging.carrying(row, has - {tag})
        case New(tag=said, row=row):
            tag = _fit(tagging, said)
            more = replace(tagging, tags=(*tagging.tags, tag))
            return more.carrying(row, {*_row(more, row), tag}) if row else more
        case Rename(tag=said, to=to):
            return _renamed(tagging, _known(tagging, said), to)
        case Drop(tag=said):
            tag = _known(tagging, said)
            left = replace(tagging, tags=tuple(each for each in tagging.tags if each != tag))
            return _cleaned(left, {name: set(tags) - {tag} for name, tags in tagging.carried.items()})
        case Load(csv=csv):
            from .file import loaded

            return loaded(tagging, csv)
    raise BoardError(f"{action.kind} is no action of this board.")


def _renamed(tagging: Tagging, tag: str, to: str) -> Tagging:
    name = _name(to)
    if name == tag:
        raise BoardError(f"to must be another name than {tag!r}: nothing was changed.")
    if name not in tagging.tags:
        _fit(tagging, name, instead=tag)
        tags = tuple(name if each == tag else each for each in tagging.tags)
    else:
        tags = tuple(each for each in tagging.tags if each != tag)
    swapped = {row: {name if each == tag else each for each in has} for row, has in tagging.carried.items()}
    return _cleaned(replace(tagging, tags=tags), swapped)


def _cleaned(tagging: Tagging, carried: Mapping[str, set[str]]) -> Tagging:
    ordered = {row: tuple(each for each in tagging.tags if each in has) for row, has in carried.items() if has}
    return replace(tagging, carried=ordered)


def _row(tagging: Tagging, row: str) -> set[str]:
    if row not in tagging.examples.places:
        raise BoardError(f"row must name one of the {len(tagging.examples)} examples, got {row!r}.")
    return set(tagging.carried.get(row, ()))


def _known(tagging: Tagging, said: str) -> str:
    tag = tidy(said)
    if tag not in tagging.tags:
        there = ", ".join(tagging.tags) or "none yet"
        raise BoardError(f"tag must be one that there is ({there}), got {said!r}: make it first.")
    return tag


def tidy(said: str) -> str:
    """On one line, and without needless spaces."""
    return " ".join(said.split())


def _name(said: str) -> str:
    """What a tag may be called, so that one cell of a CSV file can hold several."""
    name = tidy(said)
    if not 1 <= len(name) <= _LONGEST or ";" in name:
        raise BoardError(f"a tag must be 1 to {_LONGEST} letters without semicolon, got {said!r}.")
    return name


def _fit(tagging: Tagging, said: str, instead: str = "") -> str:
    """A new tag's name, when there is room for it and none is called the same but the one it stands in for."""
    name = _name(said)
    others = [each for each in tagging.tags if each != instead]
    if same := [each for each in others if each.casefold() == name.casefold()]:
        raise BoardError(f"there is a tag {same[0]!r} already: use that one.")
    if len(others) >= MOST:
        raise BoardError(f"a board takes {MOST} tags, and has {len(tagging.tags)}: rename one into another first.")
    return name
