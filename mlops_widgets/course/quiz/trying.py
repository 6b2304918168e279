"""Which answers are right to a question, and which are wrong? For tests, samples and the drive, never for a page."""

from __future__ import annotations

from mlops_widgets.course.bank import Matching, Numeric, Ordering, Question, Single, evaluate

from .answering import Picks
from .sitting import Sitting

__all__ = ["right_picks", "wrong_picks"]


def right_picks(sitting: Sitting, question: Question) -> Picks:
    """The right answer at this try."""
    if isinstance(question, Numeric):
        return (_typed(sitting.drawn(question).values["answer"]),)
    if isinstance(question, Ordering):
        return tuple(each.id for each in question.steps)
    if isinstance(question, Matching):
        return tuple(f"{each.id}:{each.answer_id}" for each in question.pairs)
    return tuple(each.id for each in question.options if each.right)


def wrong_picks(sitting: Sitting, question: Question) -> list[Picks]:
    """Wrong answers: one for each thing that can be got wrong."""
    right = right_picks(sitting, question)
    if isinstance(question, Numeric):
        values = dict(sitting.drawn(question).values)
        return [(_typed(evaluate(each.formula, values)),) for each in question.slips] or [("99999",)]
    if isinstance(question, Ordering):
        return [(*right[:i], right[i + 1], right[i], *right[i + 2 :]) for i in range(len(right) - 1)]
    if isinstance(question, Matching):
        goals = dict.fromkeys(sitting.drawn(question).order)
        return [
            (*right[:place], f"{pair.id}:{goal}", *right[place + 1 :])
            for place, pair in enumerate(question.pairs)
            for goal in goals
            if goal != pair.answer_id
        ]
    if isinstance(question, Single):
        return [(each.id,) for each in question.options if not each.right]
    wrong = [(*right, each.id) for each in question.options if not each.right]
    return wrong + [tuple(each for each in right if each != left) for left in right if len(right) > 1]


def _typed(value: float) -> str:
    return f"{value:.10g}".replace(".", ",")
