"""Which version could be the best for this user?"""

from __future__ import annotations

from .learner import Floats
from .linear import Linear

__all__ = ["LinUCB"]


class LinUCB(Linear):
    """Answer with the version that could bring most with a user like this one.

    For the user's context x the index of each version is its guess and how wrong that may be,

        θᵀx + α · √(xᵀ A⁻¹ x),

    so that versions may win in one segment and lose in another.

    Parameters
    ----------
    alpha
        How far to hope, in the rewards' unit: k standard errors of the guess are k times the standard deviation of a
        reward. 0 believes the guess.

    Examples
    --------
    >>> import numpy as np
    >>> bandit = LinUCB(arms=2, features=2, alpha=0.5)
    >>> chance = np.random.default_rng(1)
    >>> cold, warm = np.eye(2)
    >>> for _ in range(2000):
    ...     user = int(chance.integers(2))
    ...     arm = bandit.choose((cold, warm)[user])
    ...     bandit.learn(arm, float(chance.random() < (0.7 if arm == user else 0.3)), (cold, warm)[user])
    >>> bandit.choose(cold), bandit.choose(warm)
    (0, 1)

    References
    ----------
    Li, L., Chu, W., Langford, J., Schapire, R. E. (2010). A contextual-bandit approach to personalized news article
    recommendation. WWW. Algorithm 1.
    """

    def __init__(
        self,
        arms: int = 2,
        *,
        features: int = 1,
        alpha: float = 1.0,
        ridge: float = 1.0,
        seed: int = 0,
        replicas: int = 1,
    ) -> None:
        super().__init__(arms, features=features, ridge=ridge, seed=seed, replicas=replicas)
        if not alpha >= 0:
            raise ValueError(f"alpha must not be negative, got {alpha}.")
        self.alpha = alpha

    def _scores(self, guess: Floats, doubt: Floats) -> Floats:
        return guess + self.alpha * doubt
