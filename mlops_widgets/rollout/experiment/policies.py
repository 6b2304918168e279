"""Who decides which version a user meets: a test, a bandit, or a class of the learner's own?"""

from __future__ import annotations

import inspect
from collections.abc import Callable

from mlops_widgets import stage
from mlops_widgets.rollout import bandits
from mlops_widgets.rollout.bandits import Bandit

from .ab_test import ABTest
from .scenario import TESTS, Scenario
from .world import SEGMENTS

__all__ = ["built"]

_SPREAD = 0.25  # about that of a reward, as a share of the largest profit
_MEMORY = 500  # rewards that discounted Thompson remembers

_PLAIN: dict[str, Callable[..., Bandit]] = {
    "ucb1": bandits.UCB1,
    "kl_ucb": bandits.KLUCB,
    "thompson": bandits.Thompson,
}


def built(scenario: Scenario, policy: Callable[..., object] | None) -> Bandit:
    """A fresh policy for one run: that of the menu, or what the learner's factory builds.

    The factory is given ``arms``, ``seed`` and ``features``, as far as it takes them.
    """
    arms, seed, features = scenario.versions, scenario.seed, len(SEGMENTS) if scenario.context else 1
    if policy is not None:
        known = {"arms": arms, "seed": seed, "features": features}
        return _fitting(policy(**{name: value for name, value in known.items() if name in _taken(policy)}))
    match scenario.policy:
        case "yours":
            raise stage.PartError("this scenario runs your own policy: pass it, policy=YourClass.")
        case "epsilon":
            return bandits.EpsilonGreedy(arms, epsilon=scenario.epsilon, seed=seed)
        case "discounted":
            return bandits.DiscountedThompson(arms, memory=_MEMORY, seed=seed)
        case "lin_ucb":
            return bandits.LinUCB(arms, features=features, alpha=2 * _SPREAD, seed=seed)
        case "linear_thompson":
            return bandits.LinearThompson(arms, features=features, noise=_SPREAD, seed=seed)
        case rule if rule in TESTS:
            day = 24 * scenario.users
            return ABTest(arms, users=scenario.horizon * day, every=day, rule=rule, seed=seed)
        case name:
            return _PLAIN[name](arms, seed=seed)


def _taken(policy: Callable[..., object]) -> set[str]:
    try:
        return set(inspect.signature(policy).parameters)
    except ValueError:  # compiled code need not tell its arguments
        return set()


def _fitting(policy: object) -> Bandit:
    if not isinstance(policy, Bandit):
        missing = " and ".join(name for name in ("choose", "learn") if not hasattr(policy, name))
        raise stage.PartError(
            f"a policy needs choose(context) that returns a version, and learn(arm, reward, context); "
            f"{type(policy).__name__} has no {missing}: write both, as in rollout.bandits.Thompson."
        )
    return policy
