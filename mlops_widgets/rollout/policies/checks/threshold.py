"""Is a share above a line?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mlops_widgets.stage import written

from .check import FAIL, PASS, Check, Codes, Seen, bad, fraction, rate

__all__ = ["Threshold"]


@dataclass(frozen=True)
class Threshold(Check):
    """Fail when the share of bad requests in a window is above a line.

    It knows nothing of chance: with 20 requests in a window, one failure is 5 %.
    """

    above: float = 0.02

    def __post_init__(self) -> None:
        super().__post_init__()
        fraction("above", self.above, "0.02 for 2 %")

    def watch(self) -> _Watch:
        """One for a rollout that begins."""
        return _Watch(self)


class _Watch:
    def __init__(self, check: Threshold) -> None:
        self._check, self._share, self._requests = check, np.zeros(()), np.zeros(())

    def look(self, seen: Seen, *, fresh: npt.ArrayLike) -> Codes:  # noqa: ARG002 - no memory
        self._requests = np.asarray(seen.candidate.requests)
        self._share = rate(bad(seen.candidate, self._check.metric), self._requests)
        return np.where(self._share > self._check.above, FAIL, PASS)

    def say(self) -> str:
        side = "above" if self._share > self._check.above else "within"
        share, line = (written(float(each), unit="%") for each in (self._share, self._check.above))
        return f"{self._check.metric} {share} of {self._requests:,}, {side} {line}"
