"""Is the candidate worse than the stable version on as many users at the same time?"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from .check import FAIL, PASS, UNSURE, Check, Codes, Seen, bad, fraction, rate

__all__ = ["Baseline"]


@dataclass(frozen=True)
class Baseline(Check):
    """Compare with an equally large group of the stable version's users, over all windows of the step.

    Fail when the candidate is worse beyond chance, pass when it is shown to be worse by ``margin`` at most,
    unsure between the two. The interval is that of one look: who looks ever again is fooled ever more often.
    """

    margin: float = 0.01
    alpha: float = 0.05

    def __post_init__(self) -> None:
        super().__post_init__()
        fraction("margin", self.margin, "0.01 for one point")
        fraction("alpha", self.alpha, "0.05")

    def watch(self) -> _Watch:
        """One for a rollout that begins."""
        return _Watch(self)


class _Watch:
    def __init__(self, check: Baseline) -> None:
        self._check = check
        self._z = NormalDist().inv_cdf(1 - check.alpha)
        self._sums = [np.zeros(())] * 4  # bad and all of the candidate, bad and all of the baseline
        self._apart = self._unsure = np.zeros(())

    def look(self, seen: Seen, *, fresh: npt.ArrayLike) -> Codes:
        metric = self._check.metric
        now = [each for side in (seen.candidate, seen.baseline) for each in (bad(side, metric), side.requests)]
        compared = np.asarray(seen.baseline.requests) > 0  # at 100 % nobody is left: what was known stands
        forgotten = np.asarray(fresh) & compared
        self._sums = [np.where(forgotten, 0, old) + new * compared for old, new in zip(self._sums, now, strict=True)]
        # Half an event more on each side: no failure in 60 requests is no proof that there will be none.
        (p, n), (q, m) = (((bads + 0.5) / (total + 1), total + 1) for bads, total in (self._sums[:2], self._sums[2:]))
        self._apart = rate(*self._sums[:2]) - rate(*self._sums[2:])
        self._unsure = self._z * np.sqrt(p * (1 - p) / n + q * (1 - q) / m)
        good = self._apart + self._unsure <= self._check.margin
        return np.where(good, PASS, np.where(self._apart - self._unsure > 0, FAIL, UNSURE))

    def say(self) -> str:
        return (
            f"{self._check.metric} {100 * self._apart:+.2f} ± {100 * self._unsure:.2f} points from the baseline, "
            f"{self._sums[1]:,.0f} and {self._sums[3]:,.0f} requests"
        )
