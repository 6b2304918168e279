"""What if one always hopes as much as the evidence allows?"""

from __future__ import annotations

from math import inf, log, sqrt

import numpy as np

from .bandit import Context
from .learner import Averages, Floats, Ints

__all__ = ["UCB1"]


class UCB1(Averages):
    """Answer with the version whose average could be highest: the mean plus how wrong it may be.

    After t answers, of which nᵢ by version i,

        index = meanᵢ + c · √(ln t / nᵢ)

    is largest for a version that is good or hardly tried. There is no chance in it but among equals, and it
    cannot tell a reward of 0.05 from noise of that size: at click-through rates it explores for very long.

    Parameters
    ----------
    exploration
        c, for rewards between 0 and 1. √2 has the proof.

    Examples
    --------
    >>> bandit = UCB1(arms=2)
    >>> chance = np.random.default_rng(1)
    >>> for _ in range(5000):
    ...     arm = bandit.choose()
    ...     bandit.learn(arm, chance.random() < (0.3, 0.5)[arm])
    >>> bandit.pulls[0].tolist()
    [221.0, 4779.0]

    References
    ----------
    Auer, P., Cesa-Bianchi, N., Fischer, P. (2002). Finite-time analysis of the multiarmed bandit problem.
    Machine Learning 47.
    """

    def __init__(self, arms: int = 2, *, exploration: float = sqrt(2), seed: int = 0, replicas: int = 1) -> None:
        super().__init__(arms, seed=seed, replicas=replicas)
        if not exploration >= 0:
            raise ValueError(f"exploration must not be negative, got {exploration}.")
        self.exploration = exploration

    def choose_all(self, contexts: Floats | None = None) -> Ints:  # noqa: ARG002 - the same for all users
        """One version for each replica, shape (replicas,)."""
        return self._best_all(self.index())

    def choose(self, context: Context | None = None) -> int:  # noqa: ARG002 - the same for all users
        """The version for this user, 0 to arms − 1."""
        pulls = self.pulls[0].tolist()
        room = log(max(sum(pulls), 1))
        each = zip(self.means[0].tolist(), pulls, strict=True)
        return self._best([mean + self.exploration * sqrt(room / n) if n else inf for mean, n in each])

    def index(self) -> Floats:
        """What each version could bring at best, shape (replicas, arms); infinite for one that was never tried."""
        answers = self.pulls.sum(axis=1, keepdims=True)
        doubt = np.sqrt(np.log(np.maximum(answers, 1)) / np.maximum(self.pulls, 1))
        index: Floats = np.where(self.pulls > 0, self.means + self.exploration * doubt, inf)
        return index
