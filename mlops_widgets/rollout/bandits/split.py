"""What does a plain A/B test cost: everybody by chance, and then the better one for good?"""

from __future__ import annotations

import numpy as np

from .learner import Averages, Floats, Ints

__all__ = ["Split"]


class Split(Averages):
    """Send the first users to every version alike, then all others to the one that brought most.

    Half of the test's users, with two versions, meet the worse one: its regret is known beforehand, and it stops.
    A test too short commits to the wrong version, for good.

    Parameters
    ----------
    users
        Rewards that are waited for before one version is chosen.

    Examples
    --------
    >>> bandit = Split(arms=2, users=1000)
    >>> chance = np.random.default_rng(1)
    >>> for _ in range(5000):
    ...     arm = bandit.choose()
    ...     bandit.learn(arm, float(chance.random() < (0.3, 0.5)[arm]))
    >>> bandit.pulls[0].tolist()
    [463.0, 4537.0]

    References
    ----------
    Lattimore, T., Szepesvári, C. (2020). Bandit Algorithms, chapter 6: explore, then commit. Cambridge.
    """

    def __init__(self, arms: int = 2, *, users: int = 1000, seed: int = 0, replicas: int = 1) -> None:
        super().__init__(arms, seed=seed, replicas=replicas)
        if users < arms:
            raise ValueError(f"users must be at least one for each of the {arms} versions, got {users}.")
        self.users = users
        self._choice: Ints | None = None

    def choose_all(self, contexts: Floats | None = None) -> Ints:  # noqa: ARG002 - the same for all users
        """One version for each replica, shape (replicas,)."""
        if self._choice is None and self.pulls[0].sum() >= self.users:  # as many in every replica
            self._choice = np.where(self.pulls > 0, self.means, -np.inf).argmax(axis=1)
        return self.random.integers(self.arms, size=self.replicas) if self._choice is None else self._choice
