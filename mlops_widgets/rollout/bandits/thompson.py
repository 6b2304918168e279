"""What if each version answers as often as it is likely to be the best?"""

from __future__ import annotations

from typing import Any

import numpy as np

from .bandit import Context
from .learner import At, Floats, Ints, Learner

__all__ = ["Thompson"]


class Thompson(Learner):
    """Draw one rate for each version from what is believed of it, and answer with the highest.

    The belief is Beta(α, β): one success and one failure to begin with, then one more for each. A reward between
    0 and 1, say a profit over the largest one, counts as that part of a success; the belief is then wider than
    need be, never narrower.

    Examples
    --------
    >>> bandit = Thompson(arms=2)
    >>> chance = np.random.default_rng(1)
    >>> for _ in range(5000):
    ...     arm = bandit.choose()
    ...     bandit.learn(arm, float(chance.random() < (0.3, 0.5)[arm]))
    >>> bandit.alpha[0].tolist(), bandit.beta[0].tolist()
    ([4.0, 2509.0], [17.0, 2474.0])

    References
    ----------
    Thompson, W. R. (1933). On the likelihood that one unknown probability exceeds another. Biometrika 25.
    Agrawal, S., Goyal, N. (2012). Analysis of Thompson sampling for the multi-armed bandit problem. COLT.
    """

    bounds = (0.0, 1.0)

    def __init__(self, arms: int = 2, *, seed: int = 0, replicas: int = 1) -> None:
        super().__init__(arms, seed=seed, replicas=replicas)
        self.alpha = np.ones((replicas, arms))
        self.beta = np.ones((replicas, arms))

    def choose_all(self, contexts: Floats | None = None) -> Ints:  # noqa: ARG002 - the same for all users
        """One version for each replica, shape (replicas,)."""
        chosen: Ints = self.random.beta(self.alpha, self.beta).argmax(axis=1)
        return chosen

    def choose(self, context: Context | None = None) -> int:  # noqa: ARG002 - the same for all users
        """The version for this user, 0 to arms − 1."""
        beliefs = self.alpha[0].tolist(), self.beta[0].tolist()  # for a few, one by one is faster than an array
        drawn = list(map(self.random.beta, *beliefs))
        return drawn.index(max(drawn))

    def _learn(self, at: At, reward: Any, context: Any) -> None:  # noqa: ARG002 - the same for all users
        self.alpha[at] += reward
        self.beta[at] += 1 - reward
