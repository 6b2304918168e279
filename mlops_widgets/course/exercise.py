"""What makes an exercise check itself? A look at the answer, a reference, and wrong answers one might give."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pkgutil import walk_packages
from textwrap import dedent
from types import MappingProxyType

__all__ = ["UNTOUCHED", "Exercise", "Verdict", "exercise", "exercises", "hint", "passed"]

UNTOUCHED = "untouched"  # the reason of an answer that is still the stub's


@dataclass(frozen=True)
class Verdict:
    """What a look at an answer found.

    Attributes
    ----------
    sentence
        What the learner reads: what is right about it, or the smallest next hint.
    reason
        The name of what is not right yet; empty when the exercise is passed.
    """

    sentence: str
    reason: str = ""


def passed(sentence: str) -> Verdict:
    """The exercise is done; the sentence says with which numbers."""
    return Verdict(sentence)


def hint(reason: str, sentence: str) -> Verdict:
    """Not yet: what the matter is called among the wrong answers, and the smallest step that helps."""
    return Verdict(sentence, reason)


@dataclass(frozen=True, kw_only=True)
class Exercise:
    """An exercise of a notebook; its key is its module's place in ``practice/``: ``drift.patient``.

    Parameters
    ----------
    look
        ``look(answer) -> Verdict``. What it raises, and an answer that never comes back, get a sentence of their own.
    solution
        The reference: the lines that stand in the notebook's cell before the call of ``course.check``.
    why
        The solution explained, in a few sentences.
    wrong
        Reason → lines that a learner might plausibly write, for which ``look`` gives just that reason.
    """

    look: Callable[[object], Verdict]
    solution: str
    why: str
    wrong: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "solution", dedent(self.solution).strip())
        tidy = {reason: dedent(lines).strip() for reason, lines in self.wrong.items()}
        object.__setattr__(self, "wrong", MappingProxyType(tidy))


def exercise(key: str) -> Exercise:
    """The exercise of a key such as ``drift.patient``.

    Raises
    ------
    KeyError
        With the keys there are.
    """
    if key not in (known := _modules()):
        raise KeyError(
            f"there is no exercise {key!r}: there are {', '.join(known)}. A new one is a module in practice/, in a "
            "folder with an __init__.py."
        )
    found = import_module(known[key]).exercise
    if not isinstance(found, Exercise):
        raise TypeError(f"{known[key]}.exercise must be an Exercise, got {found!r}.")
    return found


def exercises() -> Mapping[str, Exercise]:
    """Every exercise of the course, by key.

    Examples
    --------
    >>> "drift.patient" in exercises()
    True
    """
    return {key: exercise(key) for key in _modules()}


def _modules() -> dict[str, str]:
    from mlops_widgets.course import practice as folder

    start = f"{folder.__name__}."
    names = [module.name for module in walk_packages(folder.__path__, start) if not module.ispkg]
    return {name.removeprefix(start): name for name in names}
