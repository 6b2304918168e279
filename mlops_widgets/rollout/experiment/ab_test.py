"""When does an A/B test name a winner: at its end, at the first small p-value, or when the evidence allows?"""

from __future__ import annotations

from collections.abc import Callable
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from mlops_widgets.rollout.bandits import Context
from mlops_widgets.rollout.evidence import msprt

from .scenario import TESTS

__all__ = ["ABTest"]

Floats = npt.NDArray[np.float64]
_ALPHA = 0.05
_SCALE = 0.04  # τ of the sequential test, in shares of the largest reward: the effect hoped for
_FEWEST = 30  # answers of each version before anybody looks


class ABTest:
    """Users meet all versions alike until one has won against A, or the time is over; then all meet one.

    Whoever wins beats A at the level 5 %, shared among the new versions (Bonferroni); if none does, A stays.

    Parameters
    ----------
    arms
        Versions; the first, A, is what the others are held against.
    users
        Rewards after which the test is over.
    every
        Rewards between two looks.
    rule
        ``"fixed"`` looks once, at the end; ``"peeking"`` stops at the first p < 0.05; ``"sequential"`` stops when the
        e-value of the mSPRT says so.

    Raises
    ------
    ValueError
        For another rule, or a test without versions to compare or users to look at.
    """

    def __init__(self, arms: int, *, users: int, every: int, rule: str, seed: int = 0) -> None:
        if rule not in TESTS:
            raise ValueError(f"rule must be one of {', '.join(TESTS)}, got {rule!r}: write 'fixed'.")
        if arms < 2 or users < 1 or every < 1:
            raise ValueError(f"a test needs 2 arms, and users to look at, got {arms}, {users} and every {every}.")
        self.arms, self.users, self.every = arms, users, users if rule == "fixed" else every
        self.random = np.random.default_rng(seed)
        self.pulls, self.sums, self.squares = np.zeros(arms), np.zeros(arms), np.zeros(arms)
        self.winner: int | None = None
        self._beats: Callable[[Floats, Floats], npt.NDArray[np.bool_]] = (
            self._has_evidence if rule == "sequential" else self._is_significant
        )
        self._learned = 0

    def choose(self, context: Context | None = None, /) -> int:  # noqa: ARG002 - the same for all users
        """A version by chance, or the winner."""
        return int(self.random.random() * self.arms) if self.winner is None else self.winner

    def learn(self, arm: int, reward: float, context: Context | None = None, /) -> None:  # noqa: ARG002 - the same
        """Count, and look when it is time."""
        self.pulls[arm] += 1
        self.sums[arm] += reward
        self.squares[arm] += reward * reward
        self._learned += 1
        if self.winner is None and (self._learned % self.every == 0 or self._learned == self.users):
            self._look()

    def _look(self) -> None:
        over = self._learned >= self.users
        if self.pulls.min() >= _FEWEST:
            means = self.sums / self.pulls
            variances = self.squares / self.pulls - means**2
            difference = (means - means[0])[1:]
            error = np.sqrt(variances[1:] / self.pulls[1:] + variances[0] / self.pulls[0])
            beats = (difference > 0) & self._beats(difference, error)
            if beats.any():
                self.winner = 1 + int(np.where(beats, difference, -np.inf).argmax())
        if over and self.winner is None:
            self.winner = 0

    def _is_significant(self, difference: Floats, error: Floats) -> npt.NDArray[np.bool_]:
        level = NormalDist().inv_cdf(1 - _ALPHA / (2 * (self.arms - 1)))
        found: npt.NDArray[np.bool_] = np.abs(difference) > level * error
        return found

    def _has_evidence(self, difference: Floats, error: Floats) -> npt.NDArray[np.bool_]:
        found: npt.NDArray[np.bool_] = msprt(difference, error, scale=_SCALE) >= (self.arms - 1) / _ALPHA
        return found
