"""What did the course change? The same questions before and after it, and nothing about the answers in between."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from mlops_widgets import stage
from mlops_widgets.course.bank import INVENTORY, QuestionSet, question_set
from mlops_widgets.course.progress import kept
from mlops_widgets.stage import Action, BoardError, numbers

from .showing import JSON, asked, explained
from .sitting import Pick, Sitting, pick

if TYPE_CHECKING:
    from mlops_widgets.stage.board.view import LiveBoard

__all__ = ["HandIn", "Inventory", "SitAgain", "apply", "board", "gain", "say", "text", "view"]

Phrase = tuple[str, str]  # words and tone


class HandIn(Action):
    """I have answered what I can. What was left open counts as not known."""

    lasting: ClassVar[bool] = True

    kind: str = "hand-in"


class SitAgain(Action):
    """I have finished the course: ask me once more."""

    lasting: ClassVar[bool] = True

    kind: str = "sit-again"


def gain(before: float, after: float) -> float | None:
    """The normalised gain: what was learned, as a share of what there was to learn; None when that was nothing.

    Parameters
    ----------
    before, after
        Shares of right answers, 0 to 1.

    References
    ----------
    Hake, Interactive-engagement versus traditional methods, American Journal of Physics 66(1), 1998.

    Examples
    --------
    >>> gain(0.5, 0.75)
    0.5
    """
    return None if before >= 1 else (after - before) / (1 - before)


def apply(sitting: Sitting, action: Action) -> Sitting:
    """The inventory after one action.

    Raises
    ------
    BoardError
        For an answer or a second sitting out of turn.
    """
    match action:
        case Pick(question=name, picks=picks):
            if sitting.complete:
                raise BoardError("this sitting is handed in, so its answers stay.")
            return pick(sitting, name, tuple(picks))
        case HandIn():
            if sitting.complete:
                raise BoardError("this sitting is handed in already.")
            return replace(sitting, checked=tuple(each.name for each in sitting.asked.questions))
        case SitAgain():
            if not sitting.complete:
                raise BoardError(
                    "the first sitting is still open: hand it in, then sit again when the course is done."
                )
            if sitting.attempt > 1:
                raise BoardError("both sittings are handed in: there is no third one.")
            return sitting.begin_again()
    raise BoardError(f"{action.kind} is no action of this board.")


def view(sitting: Sitting) -> JSON:
    """The questions and what is picked; why it is right or wrong only when the second sitting is handed in."""
    over = _over(sitting)
    waits = sitting.complete and not over
    return {
        "title": sitting.asked.title,
        "about": sitting.asked.about,
        "verdict": _verdict(sitting),
        "attempt": sitting.attempt,
        "per_question": False,
        "questions": [] if waits else [_question(sitting, each.name, over=over) for each in sitting.asked.questions],
        "result": _result(sitting) if over else _between() if waits else None,
    }


def text(sitting: Sitting) -> str:
    """The inventory in words."""
    return f"{sitting.asked.title}. {''.join(words for words, _ in _verdict(sitting))}".strip()


def say(before: Sitting, after: Sitting) -> str:
    """What an action has just changed, for those who listen."""
    if (before.attempt, before.complete) != (after.attempt, after.complete):
        return "".join(words for words, _ in _verdict(after)).strip()
    return "Your answer is kept."


def board(asked_: QuestionSet) -> stage.Board[Sitting]:
    """The board of an inventory."""
    first = asked_.questions[0]
    picked: JSON = {"kind": "pick", "question": first.name, "picks": [Sitting(asked_).drawn(first).order[0]]}
    return stage.Board(
        name="course.inventory",
        about="Answer a dozen questions before the course and once more after it, and see what you gained.",
        State=partial(Sitting, asked_),
        actions=(Pick, HandIn, SitAgain),
        apply=apply,
        view=view,
        text=text,
        say=say,
        entry="boards/quiz.js",
        styles=("boards/quiz.css",),
        samples=(picked, {"kind": "hand-in"}, {"kind": "sit-again"}, picked, {"kind": "hand-in"}),
    )


def Inventory() -> LiveBoard:  # noqa: N802 - it makes a thing, and is called like one in a notebook
    """The concept inventory, before and after the course; kept among the learner's progress."""
    return kept(board(question_set(INVENTORY)), INVENTORY)


def _over(sitting: Sitting) -> bool:
    return sitting.complete and sitting.attempt > 1


def _question(sitting: Sitting, name: str, *, over: bool) -> JSON:
    question = sitting.asked.question(name)
    shown = asked(sitting, question)
    if over:
        first, second = sitting.earlier(1).judged(question), sitting.judged(question)
        shown["judged"] = explained(second) | {"word": f"Before: {_mark(first.right)}. Now: {_mark(second.right)}."}
    return shown


def _mark(right: bool) -> str:
    return "right" if right else "not right"


def _verdict(sitting: Sitting) -> list[Phrase]:
    all_ = len(sitting.asked.questions)
    if _over(sitting):
        before, after = sitting.earlier(1).right, sitting.right
        return [
            (f"{before} of {all_} right before the course, {after} after it", "ink"),
            (f". {_gained(sitting)}", ""),
        ]
    if sitting.complete:
        return [("Your first sitting is kept. ", "ink"), ("What was right is said when you sit again.", "")]
    which = "First sitting" if sitting.attempt == 1 else "Second sitting"
    answered = f"{len(sitting.picks)} of {all_} answered. "
    return [(f"{which}: {answered}", "ink"), ("Leave open what you do not know; guessing spoils the comparison.", "")]


def _gained(sitting: Sitting) -> str:
    all_ = len(sitting.asked.questions)
    gained = gain(sitting.earlier(1).right / all_, sitting.right / all_)
    if gained is None:
        return "All was known before, so there was nothing to gain."
    return f"That is a normalised gain of {numbers.written(gained)}."


def _between() -> JSON:
    return {
        "value": "Kept", "name": "your first sitting", "earlier": [], "advice": (
            "Nothing is said yet about right and wrong, so that the second sitting measures what you learned and not "
            "what you remember of an answer. Come back when you have finished the course."
        ),
        "heading": "", "revisit": [], "again": "I have finished the course: sit it again",
    }  # fmt: skip


def _result(sitting: Sitting) -> JSON:
    first, questions = sitting.earlier(1), sitting.asked.questions
    rows = [[each.subject, _mark(first.judged(each).right), _mark(sitting.judged(each).right)] for each in questions]
    gained = gain(first.right / len(questions), sitting.right / len(questions))
    advice = "1 is all that was not known before, 0 is nothing of it. Every question above now says why."
    return {
        "value": "–" if gained is None else numbers.written(gained),
        "name": "normalised gain: what you learned, as a share of what there was to learn",
        "earlier": [], "advice": advice, "heading": "", "revisit": [], "again": "",
        "table": {"caption": "Your two sittings", "head": ["", "before", "now"], "rows": rows},
    }  # fmt: skip
