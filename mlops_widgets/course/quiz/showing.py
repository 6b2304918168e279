"""What does a page get of a quiz, and how is it said? No right answer before its question is checked."""

from __future__ import annotations

from typing import Any

from mlops_widgets.course.bank import Matching, Multiple, Numeric, Ordering, Question

from .answering import Judged
from .sitting import Sitting

__all__ = ["JSON", "asked", "explained", "say", "text", "view"]

JSON = dict[str, Any]  # Any: what JSON can hold
Phrase = tuple[str, str]  # words and tone


def view(sitting: Sitting) -> JSON:
    """Every question, what is picked, and for what is checked why it is right or wrong."""
    questions = sitting.asked.questions
    return {
        "title": sitting.asked.title,
        "about": sitting.asked.about,
        "verdict": _verdict(sitting),
        "attempt": sitting.attempt,
        "per_question": True,
        "questions": [_question(sitting, each) for each in questions],
        "result": _result(sitting) if sitting.complete else None,
    }


def text(sitting: Sitting) -> str:
    """The quiz in words: how far it is, and what was found."""
    done = "".join(words for words, _ in _verdict(sitting)).strip()
    advice = f" {sitting.asked.advised(sitting.right)}" if sitting.complete else ""
    return f"{sitting.asked.title}: {len(sitting.asked.questions)} questions. {done}{advice}".strip()


def say(before: Sitting, after: Sitting) -> str:
    """What an action has just changed, for those who listen."""
    if after.attempt != before.attempt:
        return f"Try {after.attempt} begins, with other numbers and in another order."
    if fresh := [name for name in after.checked if name not in before.checked]:
        question = after.asked.question(fresh[-1])
        judged = after.judged(question)
        given = " ".join(f"{row.says}: {row.tag}." for row in judged.rows if row.tag)
        return f"{_word(judged)} {given} {judged.why}"
    return _moved(before, after) or "Your answer is kept."


def _moved(before: Sitting, after: Sitting) -> str:
    """Which step has come where; empty when no step was moved."""
    for question in after.asked.questions:
        new = after.picks.get(question.name, ())
        if isinstance(question, Ordering) and new and new != before.picks.get(question.name, ()):
            says = {each.id: each.says for each in question.steps}
            return f"The order is now {', '.join(f'{place} {says[each]}' for place, each in enumerate(new, 1))}."
    return ""


def asked(sitting: Sitting, question: Question) -> JSON:
    """A question as long as nobody may know its answer."""
    drawn, picks = sitting.drawn(question), sitting.picks.get(question.name, ())
    says, starts = _labels(question)
    return {
        "name": question.name,
        "kind": question.kind,
        "how": _how(question),
        "ask": drawn.ask,
        "unit": question.unit if isinstance(question, Numeric) else "",
        "choices": [[each, says[each]] for each in drawn.order],
        "starts": starts,
        "picks": list(picks or (drawn.order if isinstance(question, Ordering) else ())),
        "answered": bool(picks),
        "judged": None,
    }


def explained(judged: Judged) -> JSON:
    """What is said about an answer that is checked."""
    rows = [{"says": row.says, "because": row.because, "tone": row.tone, "tag": row.tag} for row in judged.rows]
    return {"right": judged.right, "word": _word(judged), "rows": rows, "why": judged.why}


def _question(sitting: Sitting, question: Question) -> JSON:
    shown = asked(sitting, question)
    if question.name in sitting.checked:
        shown["judged"] = explained(sitting.judged(question))
    return shown


def _labels(question: Question) -> tuple[dict[str, str], list[list[str]]]:
    """What each id says, and the starts of a matching."""
    if isinstance(question, Numeric):
        return {}, []
    if isinstance(question, Ordering):
        return {each.id: each.says for each in question.steps}, []
    if isinstance(question, Matching):
        goals = {each.answer_id: each.goes_with for each in question.pairs}
        decoys = {each.id: each.says for each in question.decoys}
        return goals | decoys, [[each.id, each.says] for each in question.pairs]
    return {each.id: each.says for each in question.options}, []


def _how(question: Question) -> str:
    if isinstance(question, Numeric):
        return "Type a number"
    if isinstance(question, Ordering):
        return "Put in order, first on top"
    if isinstance(question, Matching):
        return "Match each one"
    return "Choose all that are right" if isinstance(question, Multiple) else "Choose one"


def _word(judged: Judged) -> str:
    return "Right." if judged.right else "Not yet right."


def _verdict(sitting: Sitting) -> list[Phrase]:
    all_, done, right = len(sitting.asked.questions), len(sitting.checked), sitting.right
    phrases: list[Phrase] = []
    if sitting.complete:
        phrases += [(f"{right} of {all_} right", "good" if right == all_ else "ink"), (". ", "")]
    elif done:
        phrases += [(f"{done} of {all_} checked", "ink"), (f", {right} of them right. ", "")]
    else:
        phrases += [("Nothing is checked yet. ", ""), ("Take your time; this counts for no mark.", "")]
    if sitting.former:
        phrases.append((f"Try {sitting.attempt}; the first had {sitting.earlier(1).right} right.", ""))
    return phrases


def _result(sitting: Sitting) -> JSON:
    missed = [each for each in sitting.asked.questions if not sitting.judged(each).right]
    return {
        "value": f"{sitting.right} of {len(sitting.asked.questions)}",
        "name": "right at this try",
        "earlier": [f"try {n}: {sitting.earlier(n).right}" for n in range(1, sitting.attempt)],
        "advice": sitting.asked.advised(sitting.right),
        "heading": "Look again at" if missed else "",
        "revisit": [each.subject for each in missed],
        "again": "Try again, with other numbers and order",
    }
