"""What has a learner answered, checked and tried again? A frozen state, and the actions that change it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import ClassVar

from mlops_widgets.course.bank import Question, QuestionSet
from mlops_widgets.stage import Action, BoardError

from .answering import Judged, Picks, complaint, judge
from .drawing import Drawn, draw

__all__ = ["Again", "Check", "Pick", "Sitting", "apply", "pick"]


class Pick(Action):
    """Answer a question, for the time being.

    ``picks`` are the ids of what is chosen; of all steps in their order; ``start:goal`` for each match; or the
    number as it was typed.
    """

    kind: str = "pick"
    question: str
    picks: list[str]


class Check(Action):
    """Is this answer right? What has been seen cannot be unseen, so it is not taken back."""

    lasting: ClassVar[bool] = True

    kind: str = "check"
    question: str


class Again(Action):
    """Answer all questions again, with other numbers and in another order."""

    lasting: ClassVar[bool] = True

    kind: str = "again"


@dataclass(frozen=True)
class Sitting:
    """One learner before one set of questions.

    Attributes
    ----------
    attempt
        Which try this is; the numbers and the order drawn depend on it.
    picks, checked
        What is answered so far, by question, and which of it is checked.
    former
        What was picked at each earlier try, for what was checked then.
    """

    asked: QuestionSet
    attempt: int = 1
    picks: Mapping[str, Picks] = field(default_factory=dict)
    checked: tuple[str, ...] = ()
    former: tuple[Mapping[str, Picks], ...] = ()

    @property
    def complete(self) -> bool:
        """Is everything checked?"""
        return len(self.checked) == len(self.asked.questions)

    @property
    def right(self) -> int:
        """How many of the checked answers are right."""
        return sum(self.judged(each).right for each in self.asked.questions if each.name in self.checked)

    def drawn(self, question: Question) -> Drawn:
        """The question as it is asked at this try."""
        return draw(self.asked.key, question, self.attempt)

    def judged(self, question: Question) -> Judged:
        """What the answer picked now is worth."""
        return judge(question, self.drawn(question), self.picks.get(question.name, ()))

    def earlier(self, attempt: int) -> Sitting:
        """An earlier try as it was when it was left."""
        picks = self.former[attempt - 1]
        return replace(self, attempt=attempt, picks=picks, checked=tuple(picks), former=self.former[: attempt - 1])

    def begin_again(self) -> Sitting:
        """The next try; this one is remembered."""
        answered = {name: self.picks.get(name, ()) for name in self.checked}
        return Sitting(self.asked, self.attempt + 1, former=(*self.former, answered))


def apply(sitting: Sitting, action: Action) -> Sitting:
    """The sitting after one action.

    Raises
    ------
    BoardError
        For a question there is not, picks it does not offer, or what is checked already or not answered yet.
    """
    match action:
        case Pick(question=name, picks=picks):
            if name in sitting.checked:
                raise BoardError(f"the answer to {name} is checked already, so it stays: try the quiz again.")
            return pick(sitting, name, tuple(picks))
        case Check(question=name):
            question = _found(sitting, name)
            if name in sitting.checked:
                raise BoardError(f"the answer to {name} is checked already: go on to the next question.")
            if flaw := complaint(question, sitting.drawn(question), sitting.picks.get(name, ()), done=True):
                raise BoardError(f"{name} cannot be checked yet: {flaw}.")
            return replace(sitting, checked=(*sitting.checked, name))
        case Again():
            if not sitting.checked:
                raise BoardError("there is nothing to try again: no answer of this try is checked yet.")
            return sitting.begin_again()
    raise BoardError(f"{action.kind} is no action of this board.")


def pick(sitting: Sitting, name: str, picks: Picks) -> Sitting:
    """The sitting with this answer to a question, or without one when nothing is picked."""
    question = _found(sitting, name)
    if flaw := complaint(question, sitting.drawn(question), picks, done=False):
        raise BoardError(f"{name}: {flaw}.")
    kept = {each: given for each, given in sitting.picks.items() if each != name}
    return replace(sitting, picks=kept | ({name: picks} if picks else {}))


def _found(sitting: Sitting, name: str) -> Question:
    try:
        return sitting.asked.question(name)
    except KeyError as error:
        raise BoardError(error.args[0]) from None
