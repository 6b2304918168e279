"""How does a set of questions become a board that is kept among the learner's progress?"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from mlops_widgets import stage
from mlops_widgets.course import progress
from mlops_widgets.course.bank import INVENTORY, QuestionSet, question_set

from .showing import say, text, view
from .sitting import Again, Check, Pick, Sitting, apply

if TYPE_CHECKING:
    from mlops_widgets.stage.board.view import LiveBoard

__all__ = ["Quiz", "quiz_board"]

JSON = dict[str, Any]  # Any: what JSON can hold


def quiz_board(asked: QuestionSet) -> stage.Board[Sitting]:
    """The board of one quiz."""
    return stage.Board(
        name="course.quiz",
        about="Answer a chapter's questions; every answer is explained, and another try brings other numbers.",
        State=partial(Sitting, asked),
        actions=(Pick, Check, Again),
        apply=apply,
        view=view,
        text=text,
        say=say,
        entry="boards/quiz.js",
        styles=("boards/quiz.css",),
        samples=_samples(asked),
    )


def Quiz(key: str) -> LiveBoard:  # noqa: N802 - it makes a thing, and is called like one in a notebook
    """A quiz, shown in the notebook and kept among the learner's progress.

    Parameters
    ----------
    key
        Which one, e.g. ``"drift.what-drifts"``.

    Raises
    ------
    KeyError
        When there is no such quiz, with those there are.
    """
    if key == INVENTORY:
        raise KeyError(f"{key} is no quiz: course.Inventory() asks it, before the course and after it.")
    return progress.kept(quiz_board(question_set(key)), key)


def _samples(asked: QuestionSet) -> tuple[JSON, ...]:
    """Every question answered and checked, half of them right, and all tried again."""
    from .trying import right_picks, wrong_picks

    sitting, samples = Sitting(asked), list[JSON]()
    for index, question in enumerate(asked.questions):
        picks = wrong_picks(sitting, question)[0] if index % 2 else right_picks(sitting, question)
        samples.append({"kind": "pick", "question": question.name, "picks": list(picks)})
        samples.append({"kind": "check", "question": question.name})
    return (*samples, {"kind": "again"}, samples[0] | {"question": asked.questions[0].name})
