"""What is the most that one may hope for when the reward is yes or no?"""

from __future__ import annotations

from math import exp, log, sqrt

import numpy as np

from .bandit import Context
from .learner import Averages, Floats, Ints

__all__ = ["KLUCB", "highest_mean"]

_ROUNDS = 8  # Newton's, from above: the last digits stand after five
_EDGE = 1e-12


class KLUCB(Averages):
    """Answer with the version whose true mean could be highest, by the exact measure for yes and no (further).

    After t answers, of which nᵢ by version i, the index is the largest q with

        nᵢ · kl(meanᵢ, q) ≤ ln t,        kl(p, q) = p · ln(p/q) + (1 − p) · ln((1 − p)/(1 − q)).

    Near 0, where clicks and purchases live, this is far tighter than UCB1's square root, which suits the mean 1/2.
    Rewards between 0 and 1 are as good as yes and no.

    Examples
    --------
    >>> bandit = KLUCB(arms=2)
    >>> chance = np.random.default_rng(1)
    >>> for _ in range(5000):
    ...     arm = bandit.choose()
    ...     bandit.learn(arm, float(chance.random() < (0.02, 0.06)[arm]))
    >>> bandit.pulls[0].tolist()
    [284.0, 4716.0]

    References
    ----------
    Garivier, A., Cappé, O. (2011). The KL-UCB algorithm for bounded stochastic bandits and beyond. COLT; with c = 0,
    as its section 2 advises.
    """

    bounds = (0.0, 1.0)

    def choose_all(self, contexts: Floats | None = None) -> Ints:  # noqa: ARG002 - the same for all users
        """One version for each replica, shape (replicas,)."""
        return self._best_all(self.index())

    def choose(self, context: Context | None = None) -> int:  # noqa: ARG002 - the same for all users
        """The version for this user, 0 to arms − 1."""
        pulls = self.pulls[0].tolist()
        room = log(max(sum(pulls), 1))
        each = zip(self.means[0].tolist(), pulls, strict=True)
        return self._best([_highest_mean(mean, room / n) if n else 2.0 for mean, n in each])

    def index(self) -> Floats:
        """What each version could bring at best, shape (replicas, arms); 2 for one that was never tried."""
        answers = self.pulls.sum(axis=1, keepdims=True)
        room = np.log(np.maximum(answers, 1)) / np.maximum(self.pulls, 1)
        return np.where(self.pulls > 0, highest_mean(self.means, room), 2.0)


def highest_mean(p: Floats, room: Floats) -> Floats:
    """The largest q with kl(p, q) ≤ room, for means p and room ≥ 0 of the same shape.

    kl grows ever faster to the right of p, so Newton's steps come down to it and never pass it. They begin at
    the lower of two bounds: Pinsker's, q ≤ p + √(room/2), and what follows from p · ln(p/q) ≥ p · ln p.
    """
    p = np.clip(p, _EDGE, 1 - _EDGE)
    q = 1 - (1 - p) * np.exp((p * np.log(p) - room) / (1 - p))
    q = np.minimum(np.minimum(q, p + np.sqrt(room / 2)), 1 - _EDGE)
    plain = p * np.log(p) + (1 - p) * np.log(1 - p) - room
    for _ in range(_ROUNDS):
        beyond = np.maximum(plain - p * np.log(q) - (1 - p) * np.log(1 - q), 0)
        q = np.maximum(q - beyond * q * (1 - q) / np.maximum(q - p, _EDGE), p)
    return q


def _highest_mean(p: float, room: float) -> float:
    """The same for one mean, several times as fast for a few."""
    p = min(max(p, _EDGE), 1 - _EDGE)
    q = min(1 - (1 - p) * exp((p * log(p) - room) / (1 - p)), p + sqrt(room / 2), 1 - _EDGE)
    plain = p * log(p) + (1 - p) * log(1 - p) - room
    for _ in range(_ROUNDS):
        beyond = plain - p * log(q) - (1 - p) * log(1 - q)
        if beyond < _EDGE:
            break
        q = max(q - beyond * q * (1 - q) / max(q - p, _EDGE), p)
    return q
