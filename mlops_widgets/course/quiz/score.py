"""What did a learner reach in a quiz? A fold over the actions that the log keeps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from mlops_widgets.course.bank import question_set
from mlops_widgets.stage import StageError
from mlops_widgets.stage.board import History

from .making import quiz_board
from .sitting import Sitting

__all__ = ["Score", "score"]


@dataclass(frozen=True)
class Score:
    """What was reached in a quiz, at the last try that was finished, else at the one that runs.

    Attributes
    ----------
    right, of
        Right answers, and questions.
    attempts
        How many tries were begun: 0 when nothing was checked.
    topics_to_revisit
        The topics of what was checked and not right, in the order of the questions.
    checked
        Questions checked in that try.
    attempt
        Which try that is, from 1.
    """

    right: int
    of: int
    attempts: int
    topics_to_revisit: tuple[str, ...]
    checked: int = 0
    attempt: int = 1


def score(key: str, actions: Iterable[Mapping[str, Any]]) -> Score:  # Any: JSON
    """The score after these actions; those that can no longer be done are left out, as the board does.

    Examples
    --------
    >>> score("drift.what-drifts", [])
    Score(right=0, of=6, attempts=0, topics_to_revisit=(), checked=0, attempt=1)
    """
    history = History(quiz_board(question_set(key)))
    for action in actions:
        try:
            history = history.act(action)
        except StageError:
            continue
    sitting = history.state
    began = sitting.attempt - (not sitting.checked)
    judged = _finished(sitting)
    missed = [q for q in judged.asked.questions if q.name in judged.checked and not judged.judged(q).right]
    topics = tuple(dict.fromkeys(topic for question in missed for topic in question.topics))
    return Score(judged.right, len(judged.asked.questions), began, topics, len(judged.checked), judged.attempt)


def _finished(sitting: Sitting) -> Sitting:
    """The last complete try, else the one that holds most now."""
    tries = [sitting, *(sitting.earlier(attempt) for attempt in range(sitting.attempt - 1, 0, -1))]
    begun = [each for each in tries if each.checked] or tries
    return next((each for each in tries if each.complete), begun[0])
