"""How good is a classifier of two classes, once right and wrong answers are counted apart?"""

from __future__ import annotations

from dataclasses import dataclass, fields
from math import nan
from typing import Self

import numpy as np
import numpy.typing as npt

__all__ = ["Confusion", "precision_at"]


@dataclass(frozen=True)
class Confusion:
    """The four cells of a confusion matrix; *positive* is the class that is looked for.

    Attributes
    ----------
    tp, fp, fn, tn
        True alarms, false alarms, missed cases, and rightly left alone.

    Examples
    --------
    >>> cells = Confusion(tp=68, fp=9, fn=18)
    >>> f"{cells.precision:.1%} {cells.recall:.1%} {cells.f1:.1%}"
    '88.3% 79.1% 83.4%'
    """

    tp: float = 0
    fp: float = 0
    fn: float = 0
    tn: float = 0

    def __post_init__(self) -> None:
        for each in fields(self):
            if not getattr(self, each.name) >= 0:
                raise ValueError(f"{each.name} must be a count from 0 on, got {getattr(self, each.name)!r}.")

    @classmethod
    def of(cls, truth: npt.ArrayLike, called: npt.ArrayLike) -> Self:
        """Count the cells.

        Parameters
        ----------
        truth, called
            (n,) 0 or 1: whether the case is there, and whether the classifier says so.
        """
        is_there, says_so = np.asarray(truth).astype(bool), np.asarray(called).astype(bool)
        if is_there.shape != says_so.shape or is_there.ndim != 1:
            raise ValueError(
                f"truth and called must be two columns of the same length, got shapes {is_there.shape} and "
                f"{says_so.shape}."
            )
        counts = (is_there & says_so, ~is_there & says_so, is_there & ~says_so, ~is_there & ~says_so)
        return cls(*(int(each.sum()) for each in counts))

    @property
    def total(self) -> float:
        """All cases."""
        return self.tp + self.fp + self.fn + self.tn

    @property
    def accuracy(self) -> float:
        """Share of the answers that are right; nan without any."""
        return (self.tp + self.tn) / self.total if self.total else nan

    @property
    def precision(self) -> float:
        """Of what was called, the share that was there; nan when nothing was called."""
        return self.tp / (self.tp + self.fp) if self.tp + self.fp else nan

    @property
    def recall(self) -> float:
        """Of what was there, the share that was called; nan when nothing was there."""
        return self.tp / (self.tp + self.fn) if self.tp + self.fn else nan

    @property
    def f1(self) -> float:
        """Harmonic mean of the two: 0 when nothing was hit, nan when there was nothing to hit or to call."""
        wrong = self.fp + self.fn
        return 2 * self.tp / (2 * self.tp + wrong) if self.tp + wrong else nan


def precision_at(prevalence: float, recall: float, false_alarm_rate: float) -> float:
    """Of 100 alarms, how many are right? By Bayes' rule, from rates that do not know how rare a case is.

    Parameters
    ----------
    prevalence
        Share of the cases in all, 0-1.
    recall
        Share of the cases that is called, 0-1.
    false_alarm_rate
        Share of the others that is called, 0-1.

    Returns
    -------
    float
        The precision, 0-1; nan when nothing is ever called.

    Examples
    --------
    >>> round(precision_at(0.003, recall=0.9, false_alarm_rate=0.02), 3)
    0.119
    """
    for name, value in (("prevalence", prevalence), ("recall", recall), ("false_alarm_rate", false_alarm_rate)):
        if not 0 <= value <= 1:
            raise ValueError(f"{name} must lie in [0, 1], got {value!r}; use 0.03 for 3 %.")
    right, false = prevalence * recall, (1 - prevalence) * false_alarm_rate
    return right / (right + false) if right + false else nan
