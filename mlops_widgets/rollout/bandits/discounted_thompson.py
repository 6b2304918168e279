"""What if the best version changes, and old rewards tell less than new ones?"""

from __future__ import annotations

from typing import Any

from .learner import At
from .thompson import Thompson

__all__ = ["DiscountedThompson"]


class DiscountedThompson(Thompson):
    """Thompson's rule over a belief that fades: with each reward all older ones weigh a little less.

    It never knows more than about 1 / (1 − γ) rewards can tell, so it keeps exploring: that is the price for noticing
    that another version has become the best.

    Parameters
    ----------
    memory
        Rewards after which an old one weighs 1/e, 1 / (1 − γ).

    Examples
    --------
    >>> bandit = DiscountedThompson(arms=2, memory=500)
    >>> for _ in range(5000):
    ...     bandit.learn(0, 1.0)
    >>> round(float(bandit.alpha[0, 0]))
    501

    References
    ----------
    Raj, V., Kalyani, S. (2017). Taming non-stationary bandits: a Bayesian approach. arXiv:1707.09727.
    """

    def __init__(self, arms: int = 2, *, memory: float = 1000, seed: int = 0, replicas: int = 1) -> None:
        super().__init__(arms, seed=seed, replicas=replicas)
        if not memory > 1:
            raise ValueError(f"memory must be more than 1 reward, got {memory}.")
        self.memory = memory

    def _learn(self, at: At, reward: Any, context: Any) -> None:
        for belief in (self.alpha, self.beta):
            belief[at[0]] -= (
                belief[at[0]] - 1
            ) / self.memory  # towards the one success and one failure of the beginning
        super()._learn(at, reward, context)
