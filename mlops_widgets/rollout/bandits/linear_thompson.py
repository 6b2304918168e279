"""How likely is each version to be the best for this user?"""

from __future__ import annotations

from .learner import Floats
from .linear import Linear

__all__ = ["LinearThompson"]


class LinearThompson(Linear):
    """Draw what each version may bring with this user, and answer with the highest (further).

    The belief about θᵀx is normal: its mean is the guess, its standard deviation v · √(xᵀ A⁻¹ x). Each version has
    a θ of its own, so that one number for each is all that has to be drawn.

    Parameters
    ----------
    noise
        v, the standard deviation of a reward, with which the belief is the Bayesian one; larger explores more, and
        the theorem asks for larger.

    Examples
    --------
    >>> import numpy as np
    >>> bandit = LinearThompson(arms=2, features=2, noise=0.5)
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
    Agrawal, S., Goyal, N. (2013). Thompson sampling for contextual bandits with linear payoffs. ICML.
    """

    def __init__(
        self,
        arms: int = 2,
        *,
        features: int = 1,
        noise: float = 1.0,
        ridge: float = 1.0,
        seed: int = 0,
        replicas: int = 1,
    ) -> None:
        super().__init__(arms, features=features, ridge=ridge, seed=seed, replicas=replicas)
        if not noise > 0:
            raise ValueError(f"noise must be above 0, got {noise}.")
        self.noise = noise

    def _scores(self, guess: Floats, doubt: Floats) -> Floats:
        return guess + self.noise * doubt * self.random.standard_normal(doubt.shape)
