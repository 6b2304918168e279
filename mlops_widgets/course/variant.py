"""Which numbers does this learner's lab have? Drawn from the instructor's secret and the learner's name."""

from __future__ import annotations

import hashlib
import os
import sys
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TextIO, TypeVar

import numpy as np

__all__ = ["Variant", "variant"]

LEARNER, SECRET = "MLOPS_LAB_LEARNER", "MLOPS_LAB_SECRET"
PRACTICE = "practice"  # the secret of everybody who works alone: no secret

Option = TypeVar("Option")


@dataclass(frozen=True)
class Variant:
    """One learner's edition of a lab: the same questions, other numbers.

    The course is public, and so are its solutions. A graded lab therefore draws a part of what it asks for, and all
    the data it is judged by, from here: whoever does not know the secret cannot know them before.

    Parameters
    ----------
    lab
        The lab's folder, e.g. ``"07_drift_detector"``.
    learner
        Who it is for, a person or a group; empty for nobody in particular.
    secret
        The instructor's.

    Examples
    --------
    >>> yours = Variant("07_drift_detector", learner="group 4", secret="of this term")
    >>> yours.choose("bins", [8, 10, 12, 16]) == yours.choose("bins", [8, 10, 12, 16])
    True
    """

    lab: str
    learner: str = ""
    secret: str = PRACTICE

    def rng(self, purpose: str) -> np.random.Generator:
        """A generator for one purpose, the same each time it is asked for."""
        words = "\n".join((self.secret, self.learner, self.lab, purpose))
        return np.random.default_rng(int.from_bytes(hashlib.sha256(words.encode("utf-8")).digest()))

    def choose(self, purpose: str, options: Sequence[Option]) -> Option:
        """One of the options, all equally likely.

        Raises
        ------
        ValueError
            When there are none.
        """
        if not options:
            raise ValueError(f"options of {purpose!r} must hold at least one, got none.")
        return options[int(self.rng(purpose).integers(len(options)))]

    def __str__(self) -> str:
        practice = "for practice" if self.secret == PRACTICE else ""
        named = f"of {self.learner}" if self.learner else ""
        return f"{self.lab}, the edition {', '.join(filter(None, (named, practice))) or 'without a name'}"


def variant(lab: str) -> Variant:
    """The edition of a lab that is worked on here.

    ``$MLOPS_LAB_LEARNER`` and ``$MLOPS_LAB_SECRET`` say whose; without them everybody practises on the same one.
    From here on a warning is printed like any other word: nbgrader gives no points to a cell that writes to stderr.
    """
    warnings.showwarning = _print
    return Variant(lab, os.environ.get(LEARNER, ""), os.environ.get(SECRET, PRACTICE))


def _print(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    (file or sys.stdout).write(warnings.formatwarning(message, category, filename, lineno, line))
