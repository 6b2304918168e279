"""How much is lost on the way to the best version?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from .learner import Floats, Learner

__all__ = ["regret"]


def regret(bandit: Learner, chances: npt.ArrayLike, *, after: Sequence[int], seed: int = 0) -> Floats:
    """What a bandit has lost against always answering with the best version, in every replica.

    Counted is what the chosen versions bring on average, not what chance brought: the noise of the rewards is left
    out of the sum, though the bandit met it.

    Parameters
    ----------
    bandit
        A fresh one; its replicas meet users of their own.
    chances
        Shape (arms,), each version's probability of a success.
    after
        Users after which the sum is read, rising.
    seed
        Of the users: the same for two bandits gives them the same ones.

    Returns
    -------
    numpy.ndarray
        Shape (replicas, len(after)), in successes.

    Raises
    ------
    ValueError
        When chances are no probabilities, are not as many as the versions, or ``after`` does not rise.

    Examples
    --------
    >>> from mlops_widgets.rollout.bandits import EpsilonGreedy, Thompson
    >>> for kind in (EpsilonGreedy, Thompson):
    ...     lost = regret(kind(arms=2, replicas=1000), [0.5, 0.6], after=[100, 1000])
    ...     print(kind.__name__, lost.mean(axis=0).round(1))
    EpsilonGreedy [ 3.5 16.1]
    Thompson [ 3.2 11.5]

    References
    ----------
    Lai, T. L., Robbins, H. (1985). Asymptotically efficient adaptive allocation rules. Advances in Applied
    Mathematics 6.
    """
    means = np.asarray(chances, dtype=float)
    if means.shape != (bandit.arms,) or not ((means >= 0) & (means <= 1)).all():
        raise ValueError(
            f"chances must be {bandit.arms} numbers in [0, 1], one for each version, got {chances!r:.60}."
        )
    if not after or min(np.diff([0, *after])) <= 0:
        raise ValueError(f"after must be numbers of users that rise, got {list(after)}: use [100, 1000].")
    users, lost = np.random.default_rng([seed, 1]), np.zeros(bandit.replicas)
    read = []
    for user in range(1, after[-1] + 1):
        arms = bandit.choose_all()
        bandit.learn_all(arms, (users.random(bandit.replicas) < means[arms]).astype(float))
        lost += means.max() - means[arms]
        if user in after:
            read.append(lost.copy())
    return np.stack(read, axis=1)
