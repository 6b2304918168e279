"""How do questions come out of their files? One file a chapter, refused with a sentence where it is wrong."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from .question import Question, Words

__all__ = ["INVENTORY", "Advice", "QuestionSet", "question_set", "question_sets", "read"]

INVENTORY = "inventory.concepts"  # the questions that are asked before the course and after it

_HERE = Path(__file__).parent


class Advice(BaseModel):
    """What somebody with so many right answers is told to do next."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    up_to: Annotated[int, Field(ge=0)]
    says: Words


class QuestionSet(BaseModel):
    """The questions of one quiz, in their order.

    Attributes
    ----------
    key
        The file's name and the table's: ``drift.what-drifts``.
    advice
        Sentences for the result, from few right answers to all; the first whose ``up_to`` is not exceeded is shown.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str
    title: Words
    about: Words
    questions: Annotated[tuple[Question, ...], Field(min_length=1)]
    advice: tuple[Advice, ...] = ()

    @model_validator(mode="after")
    def _names_and_advice_are_in_order(self) -> QuestionSet:
        names = [each.name for each in self.questions]
        if twice := [name for name in names if names.count(name) > 1]:
            raise ValueError(f"name must differ from question to question, got {twice[0]!r} twice: rename one")
        ends = [each.up_to for each in self.advice]
        if ends and (ends != sorted(set(ends)) or ends[-1] != len(names)):
            raise ValueError(
                f"up_to in advice must grow, and end with the number of questions ({len(names)}), got {ends}: one "
                "sentence for every score"
            )
        return self

    def question(self, name: str) -> Question:
        """The question of this name.

        Raises
        ------
        KeyError
            With the names there are.
        """
        for each in self.questions:
            if each.name == name:
                return each
        raise KeyError(f"question must be one of {', '.join(each.name for each in self.questions)}, got {name!r}.")

    def advised(self, right: int) -> str:
        """What to do next with so many right answers."""
        return next((each.says for each in self.advice if right <= each.up_to), "")


def read(path: Path) -> Mapping[str, QuestionSet]:
    """Every quiz of a file, by key.

    Raises
    ------
    ValueError
        Naming file, quiz, question, field, wish, value and way out.
    """
    try:
        tables = tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{path.name} must be TOML: {error}.") from None
    return {(key := f"{path.stem}.{name}"): _checked(path, key, table) for name, table in tables.items()}


def question_set(key: str) -> QuestionSet:
    """The questions of a quiz such as ``drift.what-drifts``.

    Raises
    ------
    KeyError
        With the keys there are.
    """
    if key not in (known := question_sets()):
        raise KeyError(f"there is no quiz {key!r}: there are {', '.join(known)}.")
    return known[key]


@cache
def question_sets() -> Mapping[str, QuestionSet]:
    """Every quiz of the course, by key.

    Examples
    --------
    >>> "drift.what-drifts" in question_sets()
    True
    """
    found: dict[str, QuestionSet] = {}
    for path in sorted(_HERE.glob("*.toml")):
        found |= read(path)
    return MappingProxyType(found)


def _checked(path: Path, key: str, table: Any) -> QuestionSet:  # Any: TOML
    try:
        if not isinstance(table, dict):
            return QuestionSet.model_validate(table)
        return QuestionSet.model_validate({**table, "key": key})
    except ValidationError as error:
        raise ValueError(" ".join(_sentences(path.name, key, table, error))) from None


def _sentences(file: str, key: str, table: Mapping[str, Any], error: ValidationError) -> Iterator[str]:  # Any: TOML
    for each in error.errors(include_url=False):
        asked: object = None
        where, field = [file, key], [str(part) for part in each["loc"]] or ["quiz"]
        if field[:1] == ["questions"] and len(field) > 1:
            asked = table["questions"][int(field[1])]
            name = asked.get("name") if isinstance(asked, dict) else None
            where.append(f"question {name!r}" if name else f"question {int(field[1]) + 1}")
            field = field[3:] if len(field) > 2 else []  # the third is the kind
        if each["type"] == "value_error":
            said = str(each["ctx"]["error"])
        elif each["type"] == "missing":
            said = f"{'.'.join(field)} must be given, got nothing: add it"
        elif each["type"] == "extra_forbidden":
            said = f"{'.'.join(field)} is no field there, got {each['input']!r}: remove it or mend its name"
        elif each["type"].startswith("union_tag"):
            got = asked.get("kind") if isinstance(asked, dict) else asked
            said = f"kind must be single, multiple, ordering, matching or numeric, got {got!r}: choose one"
        else:
            wish = each["msg"].removeprefix("Input should ").removeprefix("be ")
            said = f"{'.'.join(field)} must be {_plain(wish)}, got {each['input']!r}: change it"
        yield f"{', '.join(where)}: {said}."


def _plain(wish: str) -> str:
    return wish[0].lower() + wish[1:].rstrip(".")
