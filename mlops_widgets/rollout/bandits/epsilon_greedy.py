"""What if one usually takes the version that looks best, and now and then any?"""

from __future__ import annotations

from typing import Any

import numpy as np

from .bandit import Context
from .learner import At, Averages, Floats, Ints

__all__ = ["EpsilonGreedy"]


class EpsilonGreedy(Averages):
    """Answer with the best average so far, and with probability ε with any version at all.

    It never stops exploring: with K versions the best one gets at most 1 − ε + ε/K of the users, however long it
    runs, and the regret grows by a constant each user. A smaller ε loses less later and finds the best one later.

    Parameters
    ----------
    epsilon
        Share of the users that explore, 0–1; 0 is the greedy rule.
    start
        What every version is thought to bring before it is tried; above all rewards, all are tried soon.
    step
        Weight of the newest reward. None takes the plain average; a constant forgets the past, for versions
        that change.

    Examples
    --------
    >>> bandit = EpsilonGreedy(arms=2, epsilon=0.1)
    >>> chance = np.random.default_rng(1)
    >>> for _ in range(5000):
    ...     arm = bandit.choose()
    ...     bandit.learn(arm, chance.random() < (0.3, 0.5)[arm])
    >>> bandit.pulls[0].tolist()
    [278.0, 4722.0]

    References
    ----------
    Sutton, R. S., Barto, A. G. (2018). Reinforcement Learning, 2nd ed., sections 2.2–2.6. MIT Press.
    """

    def __init__(
        self,
        arms: int = 2,
        *,
        epsilon: float = 0.1,
        start: float = 0.0,
        step: float | None = None,
        seed: int = 0,
        replicas: int = 1,
    ) -> None:
        super().__init__(arms, seed=seed, replicas=replicas)
        if not 0 <= epsilon <= 1:
            raise ValueError(f"epsilon must lie in [0, 1], got {epsilon}: use 0.1 for a tenth of the users.")
        if step is not None and not 0 < step <= 1:
            raise ValueError(f"step must lie in (0, 1], got {step}: use None for the plain average.")
        self.epsilon, self.step = epsilon, step
        self.means += start

    def choose_all(self, contexts: Floats | None = None) -> Ints:  # noqa: ARG002 - the same for all users
        """One version for each replica, shape (replicas,)."""
        explores, which = self.random.random((2, self.replicas))
        return np.where(explores < self.epsilon, (which * self.arms).astype(int), self._best_all(self.means))

    def choose(self, context: Context | None = None) -> int:  # noqa: ARG002 - the same for all users
        """The version for this user, 0 to arms − 1."""
        explores, which = self.random.random(2).tolist()
        best = self._best(self.means[0].tolist())
        return int(which * self.arms) if explores < self.epsilon else best

    def _learn(self, at: At, reward: Any, context: Any) -> None:
        if self.step is None:
            return super()._learn(at, reward, context)
        self.pulls[at] += 1
        self.means[at] += self.step * (reward - self.means[at])
        return None
