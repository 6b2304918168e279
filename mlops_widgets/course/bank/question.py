"""What is a question? Five kinds, each with what is right, what is plausible and wrong, and why."""

from __future__ import annotations

from hashlib import sha256
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from .formula import evaluate

__all__ = [
    "Decoy",
    "Derived",
    "Matching",
    "Multiple",
    "Numeric",
    "Option",
    "Ordering",
    "Pair",
    "Question",
    "Single",
    "Slip",
    "Step",
    "Variable",
]

Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$")]
Letters = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]*$")]
Topic = Annotated[str, StringConstraints(pattern=r"^[A-M]\d\d$")]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class _Said(_Frozen):
    """Something that can be chosen, put in order or matched, and why it is right or wrong there."""

    says: Words
    because: Words

    @property
    def id(self) -> str:
        """What a page calls it: the same on every machine, and no hint to its place."""
        return _identity(self.says)


class Option(_Said):
    """One of several answers; a wrong one is what somebody with a misconception says."""

    right: bool = False
    misconception: Name | None = None

    @model_validator(mode="after")
    def _wrong_for_a_reason(self) -> Option:
        if self.right == (self.misconception is not None):
            raise ValueError(
                f"misconception must be named where right is not true, and only there, got {self.misconception!r} "
                f"for {self.says!r}: name what somebody who says so has got wrong"
            )
        return self


class Step(_Said):
    """One of several that have an order."""


class Pair(_Said):
    """What is matched, and with what."""

    goes_with: Words

    @property
    def answer_id(self) -> str:
        """What a page calls that with which it goes."""
        return _identity(self.goes_with)


class Decoy(_Said):
    """Something that nothing is matched with."""

    misconception: Name


class Variable(_Frozen):
    """The numbers that may stand for a letter: each try draws another."""

    among: Annotated[tuple[float, ...], Field(min_length=2)]
    digits: Annotated[int, Field(ge=0, le=6)] = 0


class Derived(_Frozen):
    """A number worked out from those drawn, for the formula and the words."""

    formula: Words
    digits: Annotated[int, Field(ge=0, le=6)] = 2


class Slip(_Frozen):
    """A wrong number that somebody would find, how, and why it is wrong."""

    formula: Words
    because: Words
    misconception: Name


class _Asked(_Frozen):
    name: Name
    ask: Words
    subject: Words  # what to look at again, in words that follow "look again at"
    topics: Annotated[tuple[Topic, ...], Field(min_length=1)]
    why: Words


class Single(_Asked):
    """One answer is right."""

    kind: Literal["single"]
    options: Annotated[tuple[Option, ...], Field(min_length=2, max_length=6)]

    @model_validator(mode="after")
    def _one_is_right(self) -> Single:
        if (count := sum(each.right for each in self.options)) != 1:
            raise ValueError(f"options must hold one with right = true, got {count}: mark one, or make it multiple")
        _all_differ("options", [each.says for each in self.options])
        return self


class Multiple(_Asked):
    """Some answers are right."""

    kind: Literal["multiple"]
    options: Annotated[tuple[Option, ...], Field(min_length=3, max_length=7)]

    @model_validator(mode="after")
    def _some_are_right(self) -> Multiple:
        if not 0 < (count := sum(each.right for each in self.options)) < len(self.options):
            raise ValueError(
                f"options must hold right ones and wrong ones, got {count} of {len(self.options)} right: add what "
                "is missing"
            )
        _all_differ("options", [each.says for each in self.options])
        return self


class Ordering(_Asked):
    """The steps stand in their right order."""

    kind: Literal["ordering"]
    steps: Annotated[tuple[Step, ...], Field(min_length=3, max_length=7)]

    @model_validator(mode="after")
    def _steps_differ(self) -> Ordering:
        _all_differ("steps", [each.says for each in self.steps])
        return self


class Matching(_Asked):
    """Each pair goes together; nothing goes with a decoy."""

    kind: Literal["matching"]
    pairs: Annotated[tuple[Pair, ...], Field(min_length=2, max_length=6)]
    decoys: tuple[Decoy, ...] = ()

    @model_validator(mode="after")
    def _all_can_be_told_apart(self) -> Matching:
        _all_differ("pairs", [each.says for each in self.pairs])
        _all_differ("what pairs go with", [*{each.goes_with for each in self.pairs}, *(d.says for d in self.decoys)])
        return self


class Numeric(_Asked):
    """A number, within a tolerance; its formula is worked out with the numbers drawn for each try."""

    kind: Literal["numeric"]
    formula: Words
    unit: str = ""
    digits: Annotated[int, Field(ge=0, le=8)] = 2
    absolute: Annotated[float, Field(gt=0)] | None = None
    relative: Annotated[float, Field(gt=0, lt=1)] | None = None
    variables: dict[Letters, Variable] = {}
    derived: dict[Letters, Derived] = {}  # worked out in this order
    slips: tuple[Slip, ...] = ()

    @model_validator(mode="after")
    def _can_be_worked_out(self) -> Numeric:
        if (self.absolute is None) == (self.relative is None):
            raise ValueError(
                f"absolute or relative must be given, and only one, got {self.absolute} and {self.relative}: say how "
                "far an answer may be off, e.g. relative = 0.02"
            )
        values = self.worked_out({name: each.among[0] for name, each in self.variables.items()})
        for slip in self.slips:
            evaluate(slip.formula, values)
        for words in (self.ask, self.why, *(slip.because for slip in self.slips)):
            self.written(words, values)
        return self

    def worked_out(self, drawn: dict[str, float]) -> dict[str, float]:
        """What was drawn, what is derived from it, and the answer."""
        values = dict(drawn)
        for name, each in self.derived.items():
            values[name] = evaluate(each.formula, values)
        return {**values, "answer": evaluate(self.formula, values)}

    def written(self, words: str, values: dict[str, float]) -> str:
        """The words with the numbers in them."""
        digits = {name: each.digits for name, each in self.variables.items()}
        digits |= {name: each.digits for name, each in self.derived.items()}
        shown = {name: f"{value:.{digits.get(name, self.digits)}f}" for name, value in values.items()}
        try:
            return words.format_map({name: text.replace("-", "−") for name, text in shown.items()})
        except (KeyError, ValueError, IndexError) as error:
            raise ValueError(
                f"ask, why and because may hold {', '.join(f'{{{name}}}' for name in values)}, got {words!r} "
                f"({error}): declare what is missing in variables or derived"
            ) from None

    def accepts(self, given: float, wanted: float) -> bool:
        """Is this near enough?"""
        room = self.absolute if self.absolute is not None else (self.relative or 0) * abs(wanted)
        return abs(given - wanted) <= room * (1 + 1e-9)


Question = Annotated[Single | Multiple | Ordering | Matching | Numeric, Field(discriminator="kind")]


def _identity(says: str) -> str:
    return sha256(says.encode()).hexdigest()[:8]


def _all_differ(name: str, texts: list[str]) -> None:
    twice = [text for text in texts if texts.count(text) > 1]
    if twice:
        raise ValueError(f"{name} must differ from each other, got {twice[0]!r} twice: change or remove one")
