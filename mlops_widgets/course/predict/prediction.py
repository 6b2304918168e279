"""What is a prediction? A question, what may be answered, and what the learner said before seeing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from math import isfinite, nan
from typing import Any, ClassVar

from mlops_widgets import stage

__all__ = ["Again", "Answer", "Number", "Peek", "Prediction", "Question", "board"]

JSON = dict[str, Any]  # Any: what JSON can hold


@dataclass(frozen=True)
class Number:
    """An answer that is a number from ``low`` to ``high``, with its unit.

    Examples
    --------
    >>> Number(0, 8, unit="storms").written(5.0)
    '5 storms'
    """

    low: float
    high: float
    unit: str = ""

    def __post_init__(self) -> None:
        if not (isfinite(self.low) and isfinite(self.high) and self.low < self.high):
            raise stage.BoardError(
                f"a number's low must lie below its high, got {self.low} and {self.high}: "
                "e.g. Number(0, 10, unit='storms')."
            )

    def written(self, value: float) -> str:
        """The value as one says it."""
        return f"{value:,.10g} {self.unit}".strip().replace(" %", "\u202f%")


@dataclass(frozen=True)
class Question:
    """What is asked before something is seen.

    Attributes
    ----------
    says
        The question.
    answers
        The answers to choose from, or the number that is asked for.
    truth
        What turned out: one of the answers, or a number; None where only looking can tell.
    """

    says: str
    answers: tuple[str, ...] | Number
    truth: str | float | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.answers, Number) and len(set(self.answers)) < 2:
            raise stage.BoardError(
                f"answer must be two or more different words, or a course.Number, got {self.answers!r}."
            )
        if self.truth is not None:
            self.admit(self.truth, beyond=True)

    def admit(self, value: object, *, beyond: bool = False) -> str | float:
        """The value, when it is an answer to this question; the truth may lie ``beyond`` the bounds."""
        if isinstance(self.answers, Number):
            low, high = self.answers.low, self.answers.high
            number = float(value) if isinstance(value, int | float) and not isinstance(value, bool) else nan
            if isfinite(number) and (beyond or low <= number <= high):
                return number
            raise stage.BoardError(
                f"value must be a number from {low:g} to {high:g}, got {value!r}: give your best guess."
            )
        if value not in self.answers:
            known = ", ".join(map(repr, self.answers))
            raise stage.BoardError(f"value must be one of {known}, got {value!r}.")
        return str(value)

    def written(self, value: str | float) -> str:
        """An answer as one says it."""
        if isinstance(self.answers, Number):
            return self.answers.written(float(value))
        return f"“{value}”"


@dataclass(frozen=True)
class Prediction:
    """What the learner said, or that she looked without an answer."""

    given: str | float | None = None
    peeked: bool = False

    @property
    def is_open(self) -> bool:
        """May the result be seen?"""
        return self.peeked or self.given is not None


class Answer(stage.Action):
    """Say what one expects."""

    lasting: ClassVar[bool] = True

    kind: str = "answer"
    value: str | float


class Peek(stage.Action):
    """Look without an answer."""

    lasting: ClassVar[bool] = True

    kind: str = "peek"


class Again(stage.Action):
    """Veil the result and ask once more; what was said before stays in the log."""

    lasting: ClassVar[bool] = True

    kind: str = "again"


def board(question: Question) -> stage.Board[Prediction]:
    """The board on which one question is answered."""
    first = question.answers.low if isinstance(question.answers, Number) else question.answers[0]
    return stage.Board(
        name="course.predict",
        about="Say what you expect before you see it: the result stays veiled until you have answered.",
        State=Prediction,
        actions=(Answer, Peek, Again),
        apply=partial(_apply, question),
        view=partial(_view, question),
        text=partial(_text, question),
        say=lambda _, after: _text(question, after),
        entry="boards/predict.js",
        styles=("boards/predict.css",),
        samples=({"kind": "peek"}, {"kind": "again"}, {"kind": "answer", "value": first}),
    )


def _apply(question: Question, state: Prediction, action: stage.Action) -> Prediction:
    if isinstance(action, Answer):
        return replace(state, given=question.admit(action.value))
    return Prediction(peeked=isinstance(action, Peek))


def _view(question: Question, state: Prediction) -> JSON:
    """What the page shows; the truth only when it may be seen."""
    number = question.answers if isinstance(question.answers, Number) else None
    return {
        "question": question.says,
        "answers": [] if number else list(question.answers),  # type: ignore[arg-type]  # a tuple, when no Number
        "number": {"low": number.low, "high": number.high, "unit": number.unit} if number else None,
        "given": state.given,
        "open": state.is_open,
        "verdict": _verdict(question, state),
    }


def _verdict(question: Question, state: Prediction) -> list[list[str]]:
    if not state.is_open:
        return []
    said = "You looked without a guess." if state.given is None else f"You said {question.written(state.given)}."
    if question.truth is None:
        return [[said, "ink"], [" The result is below.", ""]]
    met = state.given is not None and question.written(question.truth) == question.written(state.given)
    return [[said, "ink"], [f" It is {question.written(question.truth)}.", "good" if met else "accent"]]


def _text(question: Question, state: Prediction) -> str:
    said = "".join(words for words, _ in _verdict(question, state)) or "Not answered yet."
    return f"Prediction: {question.says} {said}"
