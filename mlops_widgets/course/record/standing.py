"""How far is the learner? What the log holds of each task, and from it the share done of each notebook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mlops_widgets.course.bank import question_sets
from mlops_widgets.course.catalogue import Task, catalogue
from mlops_widgets.course.progress import mine
from mlops_widgets.course.quiz.score import score

__all__ = ["Done", "Entries", "done", "standing"]

Entries = Iterable[Mapping[str, Any]]  # Any: JSON


@dataclass(frozen=True)
class Done:
    """What is done of one task: a share from 0 to 1, and what there is to say of it."""

    share: float = 0.0
    says: str = ""


def standing(root: Path | str | None = None) -> Mapping[str, float]:
    """The share done, 0 to 1, of each notebook that asks for something, by its path.

    A prediction counts once it was answered or looked at, an exercise once it is passed, a quiz by the questions
    that were checked; each task counts alike.
    """
    found = done(mine().entries())
    asking = [each for each in catalogue(root) if each.tasks]
    return {each.path: sum(found.get(task, Done()).share for task in each.tasks) / len(each.tasks) for each in asking}


def done(entries: Entries) -> Mapping[Task, Done]:
    """What a log says of each task, folded.

    Examples
    --------
    >>> tries = [{"check": "drift.window", "passed": passed, "answer": str(passed)} for passed in (False, True)]
    >>> done(tries)
    {Task(kind='check', key='drift.window'): Done(share=1.0, says='passed at try 2')}
    """
    checks: dict[str, list[Mapping[str, Any]]] = {}
    boards: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for entry in entries:
        match entry:
            case {"check": str(key), "answer": str()}:
                checks.setdefault(key, []).append(entry)
            case {"board": str(board), "key": str(key), "action": dict(action)}:
                boards.setdefault((board, key), []).append(action)
    found = {Task("check", key): _exercise(tries) for key, tries in checks.items()}
    quizzes = set(question_sets())
    for (board, key), actions in boards.items():
        if board == "course.predict":
            found[Task("Predict", key)] = _prediction(actions)
        elif board == "course.inventory":
            found[Task("Inventory", key)] = _inventory(actions)
        elif board == "course.quiz" and key in quizzes:  # a quiz that no longer exists is passed over
            found[Task("Quiz", key)] = _quiz(key, actions)
    return found


def _exercise(tries: list[Mapping[str, Any]]) -> Done:
    different = list(dict.fromkeys((each.get("answer"), bool(each.get("passed"))) for each in tries))
    at = next((number for number, (_, passed) in enumerate(different, start=1) if passed), None)
    if at:
        return Done(1.0, f"passed at try {at}")
    times = "once" if len(different) == 1 else f"{len(different)} times"
    return Done(0.0, f"tried {times}, not passed yet")


def _prediction(actions: list[Mapping[str, Any]]) -> Done:
    said = [action for action in actions if action.get("kind") in ("answer", "peek")]
    if not said:
        return Done()
    first = said[0]  # what was said before anything was seen
    return Done(1.0, "looked without a guess" if first["kind"] == "peek" else f"guessed {first.get('value')}")


def _inventory(actions: list[Mapping[str, Any]]) -> Done:
    sittings = min(2, sum(action.get("kind") == "hand-in" for action in actions))
    return Done(sittings / 2, ("", "sat before the course", "sat before and after the course")[sittings])


def _quiz(key: str, actions: list[Mapping[str, Any]]) -> Done:
    reached = score(key, actions)
    if not reached.attempts:
        return Done()
    tries = "" if reached.attempts == 1 else f" at try {reached.attempt} of {reached.attempts}"
    return Done(reached.checked / reached.of, f"{reached.right} of {reached.of} right{tries}")
