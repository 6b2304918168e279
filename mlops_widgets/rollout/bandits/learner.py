"""What do all bandits of this package share? They refuse what they cannot learn from, and run many side by side."""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn

import numpy as np
import numpy.typing as npt

from .bandit import Context

__all__ = ["At", "Averages", "Floats", "Ints", "Learner"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]
At = tuple[Any, Any]  # Any: a place in (replicas, arms), or one in each row


class Learner:
    """A bandit whose state has one row for each replica: ``choose`` and ``learn`` use the first, ``…_all`` every one.

    Parameters
    ----------
    arms
        Versions to choose from.
    seed
        Of its own chance; the same seed and the same rewards give the same choices.
    replicas
        Runs side by side, which know nothing of each other: for studies, at little more than the price of one.
    """

    bounds: ClassVar[tuple[float, float]] = (-np.inf, np.inf)  # of a reward that it can learn from

    def __init__(self, arms: int = 2, *, seed: int = 0, replicas: int = 1) -> None:
        for name, value in {"arms": arms, "replicas": replicas}.items():
            if value < 1:
                raise ValueError(f"{name} must be at least 1, got {value}.")
        self.arms, self.replicas = arms, replicas
        self.random = np.random.default_rng(seed)
        self._rows = np.arange(replicas)

    def choose(self, context: Context | None = None) -> int:
        """The version for this user, 0 to arms − 1."""
        return int(self.choose_all(context)[0])

    def learn(self, arm: int, reward: float, context: Context | None = None) -> None:
        """What a version brought with a user, at once or much later.

        Raises
        ------
        ValueError
            For a version that is not there, or a reward that cannot be learned from.
        """
        if not 0 <= arm < self.arms:
            raise ValueError(f"arm must lie between 0 and {self.arms - 1}, got {arm}: versions count from 0.")
        low, high = self.bounds
        if not (low <= reward <= high and reward - reward == 0):
            self._refuse(reward)
        self._learn((0, arm), reward, context)

    def choose_all(self, contexts: Floats | None = None) -> Ints:
        """One version for each replica, shape (replicas,); contexts have the shape (replicas, features)."""
        raise NotImplementedError

    def learn_all(self, arms: Ints, rewards: Floats, contexts: Floats | None = None) -> None:
        """What those versions brought, shape (replicas,)."""
        fit = (rewards >= self.bounds[0]) & (rewards <= self.bounds[1]) & np.isfinite(rewards)
        if not fit.all():
            self._refuse(float(rewards[fit.argmin()]))
        self._learn((self._rows, arms), rewards, contexts)

    def _learn(self, at: At, reward: Any, context: Any) -> None:  # Any: of one replica, or of all
        raise NotImplementedError

    def _refuse(self, reward: float) -> NoReturn:
        low, high = self.bounds
        wish = "" if high == np.inf else f" between {low:g} and {high:g}, say a profit over the largest one"
        raise ValueError(f"reward must be a number{wish}, got {reward}.")


class Averages(Learner):
    """A bandit that keeps how often each version answered, and what it brought on average."""

    def __init__(self, arms: int = 2, *, seed: int = 0, replicas: int = 1) -> None:
        super().__init__(arms, seed=seed, replicas=replicas)
        self.pulls = np.zeros((replicas, arms))
        self.means = np.zeros((replicas, arms))

    def _learn(self, at: At, reward: Any, context: Any) -> None:  # noqa: ARG002 - the same for all users
        self.pulls[at] += 1
        self.means[at] += (reward - self.means[at]) / self.pulls[at]

    def _best(self, scores: list[float]) -> int:
        """The place of the highest score; of several that are equal, any."""
        highest = max(scores)
        return scores.index(highest) if scores.count(highest) == 1 else int(self._best_all(np.array([scores]))[0])

    def _best_all(self, scores: Floats) -> Ints:
        """The same for each row."""
        highest = scores == scores.max(axis=1, keepdims=True)
        equals = bool((highest.sum(axis=1) > 1).any())
        best: Ints = (highest * self.random.random(scores.shape) if equals else highest).argmax(axis=1)
        return best
