"""How do many rollouts go on under one policy, side by side?"""

from __future__ import annotations

from typing import NamedTuple, Self

import numpy as np
import numpy.typing as npt

from .checks import FAIL, PASS, UNSURE
from .judge import NO_DATA
from .policy import Policy

__all__ = ["Judges", "Many", "Tally"]

Whole = npt.NDArray[np.int64]
Truth = npt.NDArray[np.bool_]


class Tally(NamedTuple):
    """Counts of one version in a window, one for each rollout."""

    requests: Whole
    errors: Whole
    slow: Whole

    def only(self, where: Truth) -> Tally:
        """Nothing elsewhere."""
        return Tally(*(each * where for each in self))

    def plus(self, other: Tally) -> Tally:
        """Both together."""
        return Tally(*(a + b for a, b in zip(self, other, strict=True)))


class Many(NamedTuple):
    """A window of each rollout."""

    candidate: Tally
    stable: Tally
    baseline: Tally

    @classmethod
    def empty(cls, rollouts: int) -> Self:
        """Nobody, anywhere."""
        nobody = Tally(*(np.zeros(rollouts, np.int64) for _ in range(3)))
        return cls(nobody, nobody, nobody)

    def only(self, where: Truth) -> Self:
        """Nothing elsewhere."""
        return type(self)(*(each.only(where) for each in self))

    def plus(self, other: Self) -> Self:
        """Both together."""
        return type(self)(*(a.plus(b) for a, b in zip(self, other, strict=True)))


class Judges:
    """The same rules as ``Judge``, for a whole axis of rollouts at once.

    ``step`` is the step of each rollout, the number of steps once it is promoted, -1 once it is rolled back.
    """

    def __init__(self, policy: Policy, rollouts: int) -> None:
        self._policy = policy
        self._watches = [check.watch() for check in policy.checks]
        self._fields = {
            name: np.array([getattr(step, name) for step in policy.steps])
            for name in ("hold", "min_requests", "pass_needed", "failure_limit")
        }
        self._no_data = np.array([NO_DATA[step.on_no_data] for step in policy.steps])
        self.step = np.zeros(rollouts, np.int64)
        self._passes, self._failures = np.zeros(rollouts, np.int64), np.zeros(rollouts, np.int64)
        self._began, self._fresh = np.zeros(rollouts), np.ones(rollouts, bool)
        self._open = Many.empty(rollouts)

    @property
    def running(self) -> Truth:
        """Which rollouts are still undecided?"""
        return (self.step >= 0) & (self.step < len(self._policy.steps))

    def decide(self, now: float, window: Many, *, data: Truth) -> None:
        """Judge the window that ends at ``now`` seconds; ``data`` where a reading came."""
        running = self.running
        step = np.where(running, self.step, 0)
        self._open = self._open.plus(window)
        asked = running & data & (self._open.candidate.requests >= self._fields["min_requests"][step])
        seen = self._open.only(asked)
        finding = np.full(step.shape, PASS)
        for watch in self._watches:
            finding = np.minimum(finding, watch.look(seen, fresh=self._fresh))
        self._open = self._open.only(~asked)
        self._fresh &= ~asked
        finding = np.where(asked, finding, np.where(running & ~data, self._no_data[step], UNSURE))
        self._count(finding, step, now)

    def _count(self, finding: Whole, step: Whole, now: float) -> None:
        good, bad = finding == PASS, finding == FAIL
        self._passes = np.where(bad, 0, self._passes + good)
        self._failures += bad
        back = bad & (self._failures > self._fields["failure_limit"][step])
        enough = (self._passes >= self._fields["pass_needed"][step]) & (
            now - self._began >= self._fields["hold"][step]
        )
        on = good & enough
        self.step = np.where(back, -1, self.step + on)
        self._passes[on], self._failures[on], self._began[on], self._fresh[on] = 0, 0, now, True
