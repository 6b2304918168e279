"""Is it answered, is it right, and why? What a page is told of one question once it is checked."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mlops_widgets.course.bank import Matching, Numeric, Ordering, Question, Single, evaluate

from .drawing import Drawn

__all__ = ["Judged", "Row", "complaint", "judge", "number"]

Picks = tuple[str, ...]

_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)(e[+-]?\d{1,3})?")


@dataclass(frozen=True)
class Row:
    """One line of an explanation.

    Attributes
    ----------
    tone
        ``good`` for a right answer, ``warn`` for a wrong one that was given, else empty.
    tag
        What is to be said about it: ``your answer``, ``right``.
    """

    says: str
    because: str
    tone: str
    tag: str


@dataclass(frozen=True)
class Judged:
    """What an answer is worth, line by line."""

    right: bool
    rows: tuple[Row, ...]
    why: str


def number(text: str, unit: str = "") -> float | None:
    """The number that somebody typed, with a point or a comma, with or without its unit; None when it is none.

    Examples
    --------
    >>> number(" 0,25"), number("−3"), number("12 %", "%"), number("a lot")
    (0.25, -3.0, 12.0, None)
    """
    plain = "".join(text.split()).replace("−", "-").removesuffix("".join(unit.split())).lower()
    return float(plain.replace(",", ".")) if _NUMBER.fullmatch(plain) else None


def complaint(question: Question, drawn: Drawn, picks: Picks, *, done: bool) -> str:
    """What is wrong with these picks, as the middle of a sentence; ``done`` when they are to be checked now."""
    if isinstance(question, Numeric):
        if len(picks) > 1 or any(len(each) > 40 for each in picks):
            return f"one number of at most 40 characters is wanted, got {picks!r}"
        if done and (not picks or number(picks[0], question.unit) is None):
            return f"a number such as 0.25 is wanted, got {picks[0] if picks else 'nothing'!r}"
        return ""
    if isinstance(question, Matching):
        pairs = [tuple(each.split(":")) for each in picks]
        starts = {each.id for each in question.pairs}
        if any(len(p) != 2 or p[0] not in starts or p[1] not in drawn.order for p in pairs):
            return f"picks must be start:goal of what is shown, got {picks!r}"
        if len({p[0] for p in pairs}) != len(pairs):
            return f"each can be matched once, got {picks!r}"
        return "each one is to be matched" if done and len(pairs) < len(starts) else ""
    if strange := [each for each in picks if each not in drawn.order]:
        return f"picks must be among what is shown, got {strange[0]!r}"
    if len(set(picks)) != len(picks):
        return f"each can be picked once, got {picks!r}"
    if isinstance(question, Ordering):
        return "all steps must have a place" if picks and len(picks) != len(drawn.order) else ""
    if isinstance(question, Single) and len(picks) > 1:
        return f"one answer is wanted, got {len(picks)}"
    return "an answer is to be chosen" if done and not picks else ""


def judge(question: Question, drawn: Drawn, picks: Picks) -> Judged:
    """Whether the answer is right, and what is to be said about each part of it."""
    if isinstance(question, Numeric):
        return _numeric(question, drawn, picks)
    if isinstance(question, Matching):
        return _matching(question, picks)
    if isinstance(question, Ordering):
        return _ordering(question, picks or drawn.order)
    said = {each.id: each for each in question.options}
    rows = []
    for option in (said[each] for each in drawn.order):
        chosen = option.id in picks
        tone = "good" if option.right else "warn" if chosen else ""
        tag = "your answer" if chosen else "right" if option.right else ""
        rows.append(Row(option.says, option.because, tone, f"{tag}, right" if chosen and option.right else tag))
    right = {each.id for each in question.options if each.right} == set(picks)
    return Judged(right, tuple(rows), question.why)


def _ordering(question: Ordering, given: Picks) -> Judged:
    rows = []
    for place, step in enumerate(question.steps, 1):
        yours = given.index(step.id) + 1
        tone, tag = ("good", "right place") if yours == place else ("warn", f"you had it in place {yours}")
        rows.append(Row(step.says, step.because, tone, tag))
    return Judged(all(row.tone == "good" for row in rows), tuple(rows), question.why)


def _matching(question: Matching, picks: Picks) -> Judged:
    given = dict(each.split(":") for each in picks)
    called = {each.answer_id: each.goes_with for each in question.pairs} | {d.id: d.says for d in question.decoys}
    why_not = {each.id: each.because for each in question.decoys}
    rows = []
    for pair in question.pairs:
        yours = given.get(pair.id, "")
        if yours == pair.answer_id:
            rows.append(Row(f"{pair.says} → {pair.goes_with}", pair.because, "good", "your answer, right"))
        else:
            because = f"{pair.because} {why_not.get(yours, '')}".strip()
            tag = f"your answer: {called[yours]}" if yours else "not answered"
            rows.append(Row(f"{pair.says} → {pair.goes_with}", because, "warn", tag))
    return Judged(all(row.tone == "good" for row in rows), tuple(rows), question.why)


def _numeric(question: Numeric, drawn: Drawn, picks: Picks) -> Judged:
    values = dict(drawn.values)
    wanted = values["answer"]
    given = number(picks[0], question.unit) if picks else None
    why = question.written(question.why, values)
    answer = f"{question.written('{answer}', values)} {question.unit}".strip()
    if given is not None and question.accepts(given, wanted):
        exact = f"{given:.{question.digits}f}" == f"{wanted:.{question.digits}f}"
        because = "That is what it comes to." if exact else "Yours is near enough to it."
        return Judged(True, (Row(answer, because, "good", "right"),), why)
    rows = [Row(answer, "This is what it comes to.", "good", "right")]
    if picks:
        slips = (each for each in question.slips if given is not None)
        slip = next((s for s in slips if question.accepts(given or 0.0, evaluate(s.formula, values))), None)
        because = question.written(slip.because, values) if slip else "It is farther from it than rounding explains."
        typed = picks[0].strip().removesuffix(question.unit).strip()
        rows.insert(0, Row(f"{typed} {question.unit}".strip(), because, "warn", "your answer"))
    return Judged(False, tuple(rows), why)
