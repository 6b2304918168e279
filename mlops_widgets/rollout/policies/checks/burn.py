"""Does the candidate spend the error budget too fast?"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mlops_widgets.rollout.policies.errors import PolicyError, check_whole

from .check import FAIL, PASS, Check, Codes, Seen, bad, fraction, rate

__all__ = ["Burn"]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Burn(Check):
    """Fail when the budget burns too fast over a long and a short window at once.

    The long one says that it matters, the short one that it still goes on.

    References
    ----------
    Beyer, Murphy, Rensin, Kawahara and Thorne (eds., 2018), The Site Reliability Workbook, O'Reilly, chapter 5.
    """

    target: float = 0.99
    rate: float = 2.0  # times as fast as would last for just the period
    fast: int = 1  # looks in the short window
    slow: int = 5  # looks in the long one

    def __post_init__(self) -> None:
        super().__post_init__()
        fraction("target", self.target, "0.99")
        if isinstance(self.rate, bool) or not isinstance(self.rate, int | float) or not 0 < self.rate < math.inf:
            raise PolicyError(f"rate must be a number above 0, got {self.rate!r}: write 2.0.")
        check_whole("slow", self.slow, 1, 10**4, "5 looks")
        check_whole("fast", self.fast, 1, self.slow, "1 look, no more than slow")

    def watch(self) -> _Watch:
        """One for a rollout that begins."""
        return _Watch(self)


class _Watch:
    def __init__(self, check: Burn) -> None:
        self._check = check
        self._past: Floats | None = None  # (looks, 2, ...) bad and all requests
        self._rates = np.zeros(2)

    def look(self, seen: Seen, *, fresh: npt.ArrayLike) -> Codes:  # noqa: ARG002 - a budget is one, whatever the step
        check = self._check
        now = np.stack(
            [np.asarray(bad(seen.candidate, check.metric), float), np.asarray(seen.candidate.requests, float)]
        )
        past = np.zeros((check.slow, *now.shape)) if self._past is None else self._past
        # Where nothing was counted, nobody looked, and no look grows old.
        self._past = np.where(now[1] > 0, np.concatenate([past[1:], now[None]]), past)
        sums = np.stack([self._past[-check.fast :].sum(axis=0), self._past.sum(axis=0)])
        self._rates = rate(sums[:, 0], sums[:, 1]) / (1 - check.target)
        return np.where(self._rates.min(axis=0) > check.rate, FAIL, PASS)

    def say(self) -> str:
        fast, slow = self._rates
        return (
            f"the budget burns {fast:.1f} times as fast as allowed, for longer {slow:.1f}, line {self._check.rate:g}"
        )
