"""Is this answer right, and if not, what is the smallest next step? An answer is never called wrong."""

from __future__ import annotations

import hashlib
import inspect
import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np

from mlops_widgets.stage import StageError

from .exercise import UNTOUCHED, Exercise, Verdict, exercise, hint
from .progress import Progress, mine

__all__ = ["Result", "check"]

_TRIES = 2  # after which the explained solution may be opened
_RAISED = "raised"
_ADDRESS = re.compile(r" at 0x[0-9a-f]+")


@dataclass(frozen=True)
class Result:
    """What a check says.

    Attributes
    ----------
    passed
        Is the exercise done?
    sentence
        With which numbers it is, or the smallest next hint.
    reason
        The name of what is not right yet; empty when passed.
    attempts
        Different answers so far that were not there yet; an untouched cell is none.
    solution, why
        The reference and its explanation, once there was a second attempt or it is passed; else empty.
    note
        What should be known about the place where the try is kept; mostly empty.
    """

    passed: bool
    sentence: str
    reason: str = ""
    attempts: int = 0
    solution: str = ""
    why: str = ""
    note: str = ""

    def __repr__(self) -> str:
        return f"{self._title} {self.sentence} {self.note}".rstrip()

    @property
    def _title(self) -> str:
        return "Passed." if self.passed else "Not yet." if self.reason != UNTOUCHED else "Your turn."

    def _repr_html_(self) -> str:
        accent = "var(--jp-success-color1, #007a59)" if self.passed else "var(--jp-brand-color1, #0072b2)"
        noted = f"<br><small>{escape(self.note)}</small>" if self.note else ""
        opened = ""
        if self.solution:
            title = "Compare with the explained solution" if self.passed else "Show the explained solution"
            opened = (
                '<details style="margin-top: 8px">'
                '<summary data-lm-suppress-shortcuts="true" style="cursor: pointer">'
                f"{title}</summary><p>{escape(self.why)}</p><pre>{escape(self.solution)}</pre></details>"
            )
        return (
            f'<div class="mlops-check" role="status" style="max-width: 720px; margin: 4px 2px; padding: 8px 16px; '
            f"border-left: 3px solid {accent}; background: var(--jp-layout-color2, #f2f3f4); "
            f'color: var(--jp-content-font-color0, #1b1f24); font: 14px/1.5 var(--jp-ui-font-family, sans-serif)">'
            f"<strong>{self._title}</strong> {escape(self.sentence)}{noted}{opened}</div>"
        )


def check(key: str, answer: object) -> Result:
    """Look at an answer, say what to look at next, and keep the try in the learner's progress.

    Parameters
    ----------
    key
        The exercise, e.g. ``"drift.patient"``.
    answer
        Whatever the exercise asks for: a value, a function, a class. It is run where it must be, and stopped in time.

    Returns
    -------
    Result
        Never raises for what ``answer`` is or does; after two different attempts it holds the explained solution.

    Raises
    ------
    KeyError
        For an unknown ``key``, with the keys there are.

    Examples
    --------
    >>> check("drift.window", "a long one").reason
    'no window'
    """
    asked = exercise(key)
    found = _looked(asked, answer)
    progress = mine()
    if found.reason != UNTOUCHED:
        _note(progress, key, found, _fingerprint(answer))
    attempts = len({each["answer"] for each in _tries(progress.entries(), key) if not each.get("passed")})
    shown = not found.reason or (attempts >= _TRIES and found.reason != UNTOUCHED)
    return Result(
        passed=not found.reason,
        sentence=found.sentence,
        reason=found.reason,
        attempts=attempts,
        solution=asked.solution if shown else "",
        why=asked.why if shown else "",
        note=" ".join(progress.notes),
    )


def _looked(asked: Exercise, answer: object) -> Verdict:
    try:
        return asked.look(answer)
    except StageError as error:  # a sentence already: which line raised, or that it did not come back
        sentence = str(error)
        return hint(_RAISED, sentence[:1].upper() + sentence[1:])
    except Exception as error:  # noqa: BLE001 - whatever a learner's code raises is told, not thrown
        return hint(_RAISED, f"Looking at it ended in {type(error).__name__}: {error}".rstrip(": ") + ".")


Entries = Sequence[dict[str, Any]]  # Any: JSON


def _tries(entries: Entries, key: str) -> Entries:
    return [each for each in entries if each.get("check") == key and isinstance(each.get("answer"), str)]


def _note(progress: Progress, key: str, found: Verdict, answer: str) -> None:
    """Keep the try, unless the last one was the very same: running a notebook again is no try."""
    entry = {"check": key, "passed": not found.reason, "reason": found.reason, "answer": answer}

    def decide(entries: list[dict[str, Any]]) -> dict[str, Any] | None:  # Any: JSON
        last = _tries(entries, key)[-1:]
        return None if last and {**last[0], "at": ""} == {**entry, "at": ""} else dict(entry)

    progress.turn(decide)


def _fingerprint(answer: object) -> str:
    """What tells two answers apart: their source where they have one, what they look like otherwise."""
    try:
        text = _source(answer)
    except (TypeError, OSError):
        text = _looks(answer)
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:12]


def _looks(answer: object) -> str:
    """What an answer shows of itself, without the place in memory where it happens to be."""
    if isinstance(answer, np.ndarray):
        return f"{answer.dtype} {answer.shape} {answer.tobytes().hex()}"
    try:
        return _ADDRESS.sub("", repr(answer))
    except Exception:  # noqa: BLE001 - a class half written may not be able to show itself
        return f"{type(answer).__qualname__}, which cannot show itself"


def _source(answer: object) -> str:
    """Of a class its methods': a notebook keeps no source of the class itself."""
    if not isinstance(answer, type):
        return inspect.getsource(answer)  # type: ignore[arg-type]  # what has no source raises
    own = (getattr(each, "fget", each) for each in vars(answer).values())
    return "".join(inspect.getsource(each) for each in own if inspect.isfunction(each)) or repr(answer)
