"""Has enough evidence gathered that the candidate is worse, however often one looks?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mlops_widgets.rollout.evidence import RateRatio

from .check import FAIL, PASS, Check, Codes, Seen, bad, fraction

__all__ = ["Sequential"]


@dataclass(frozen=True)
class Sequential(Check):
    """Fail once the evidence against "no worse than the stable version" reaches ``1 / alpha``.

    The chance that a version that is no worse ever fails is at most ``alpha``, over all windows of all steps
    together. It is held against all users of the stable version.
    """

    alpha: float = 0.05

    def __post_init__(self) -> None:
        super().__post_init__()
        fraction("alpha", self.alpha, "0.05")

    def watch(self) -> _Watch:
        """One for a rollout that begins."""
        return _Watch(self)


class _Watch:
    def __init__(self, check: Sequential) -> None:
        self._check, self._test = check, RateRatio()
        self.evidence = np.ones(())

    def look(self, seen: Seen, *, fresh: npt.ArrayLike) -> Codes:  # noqa: ARG002 - evidence is never forgotten
        counts = (
            count
            for side in (seen.candidate, seen.stable)
            for count in (bad(side, self._check.metric), side.requests)
        )
        self.evidence = np.asarray(self._test.update(*counts))
        return np.where(self.evidence >= 1 / self._check.alpha, FAIL, PASS)

    def say(self) -> str:
        return f"evidence {self.evidence:.3g} that {self._check.metric} are more, of {1 / self._check.alpha:g} needed"
