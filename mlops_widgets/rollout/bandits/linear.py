"""What does a version bring with a user of whom something is known? A linear guess that is renewed at each reward."""

from __future__ import annotations

from math import isfinite
from typing import Any

import numpy as np

from .bandit import Context
from .learner import At, Floats, Ints, Learner

__all__ = ["Linear"]


class Linear(Learner):
    """Ridge regression for each version, kept up to date by the formula of Sherman and Morrison.

    With contexts x and rewards r of version i so far,

        A = λI + Σ x xᵀ,   b = Σ r x,   θ = A⁻¹ b,   and after one more:   A⁻¹ ← A⁻¹ − (A⁻¹x)(A⁻¹x)ᵀ / (1 + xᵀA⁻¹x).

    Parameters
    ----------
    features
        d, the numbers that a context has; give it a constant 1, or one 1 for each segment.
    ridge
        λ: as much doubt at the beginning as if nothing but noise had been seen; larger is slower to believe.
    """

    def __init__(
        self, arms: int = 2, *, features: int = 1, ridge: float = 1.0, seed: int = 0, replicas: int = 1
    ) -> None:
        super().__init__(arms, seed=seed, replicas=replicas)
        if features < 1 or not ridge > 0:
            raise ValueError(f"features must be at least 1 and ridge above 0, got {features} and {ridge}.")
        self.features = features
        self.inverse = np.zeros((replicas, arms, features, features)) + np.eye(features) / ridge
        self.weights = np.zeros((replicas, arms, features))  # θ

    def choose(self, context: Context | None = None) -> int:
        """The version for this user, 0 to arms − 1."""
        x = self._checked(context)
        return int(self._scores(self.weights[0].dot(x), np.sqrt(np.matvec(self.inverse[0], x).dot(x))).argmax())

    def learn(self, arm: int, reward: float, context: Context | None = None) -> None:
        """What a version brought with a user, at once or much later."""
        super().learn(arm, reward, self._checked(context))

    def choose_all(self, contexts: Floats | None = None) -> Ints:
        """One version for each replica, shape (replicas,); contexts have the shape (replicas, features)."""
        x = self._checked(contexts, self.replicas)[:, None]
        doubt = np.sqrt(np.vecdot(np.matvec(self.inverse, x), x))
        chosen: Ints = self._scores(np.vecdot(self.weights, x), doubt).argmax(axis=1)
        return chosen

    def learn_all(self, arms: Ints, rewards: Floats, contexts: Floats | None = None) -> None:
        """What those versions brought, shape (replicas,)."""
        super().learn_all(arms, rewards, self._checked(contexts, self.replicas))

    def _scores(self, guess: Floats, doubt: Floats) -> Floats:
        """From θᵀx and √(xᵀA⁻¹x) of each version, shape (arms,) or (replicas, arms)."""
        raise NotImplementedError

    def _learn(self, at: At, reward: Any, context: Any) -> None:
        inverse = self.inverse[at]  # (d, d), or one for each replica
        if inverse.ndim == 2:
            self._learn_one(inverse, self.weights[at], reward, context)
            return
        toward = np.matvec(inverse, context)
        gain = toward / (1 + np.vecdot(context, toward))[..., None]
        off = np.asarray(reward - np.vecdot(self.weights[at], context))
        self.inverse[at] -= gain[..., :, None] * toward[..., None, :]
        self.weights[at] += gain * off[..., None]

    @staticmethod
    def _learn_one(inverse: Floats, weights: Floats, reward: float, x: Floats) -> None:
        """The same for one replica, in place: twice as fast as by the functions that know many."""
        toward = inverse.dot(x)
        gain = toward / (1 + x.dot(toward))
        inverse -= gain[:, None] * toward
        weights += gain * (reward - weights.dot(x))

    def _checked(self, context: Floats | None, *rows: int) -> Floats:
        shape = (*rows, self.features)
        x = np.asarray([] if context is None else context, dtype=float)
        if x.shape != shape or not isfinite(np.vdot(x, x)):  # of every number, at the price of one
            got = "none" if context is None else f"the shape {x.shape}" if x.shape != shape else f"{context!r:.60}"
            raise ValueError(
                f"context must be finite numbers of the shape {shape}, got {got}: "
                f"pass the user's {self.features} numbers to choose and to learn."
            )
        return x
