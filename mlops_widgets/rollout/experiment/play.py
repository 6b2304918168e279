"""What happens, user by user, when a policy chooses and purchases are known later?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mlops_widgets import stage
from mlops_widgets.rollout.bandits import Bandit

from .ab_test import ABTest
from .scenario import Scenario
from .world import HIGHEST, HOURS, SEGMENTS, World

__all__ = ["Played", "play"]


@dataclass(frozen=True, eq=False)
class Played:
    """What was chosen, and what the users met."""

    met: npt.NDArray[np.intp]  # (users,) the version that answered
    decided: tuple[int, int] | None  # hour and winner of a test that ended


def play(world: World, scenario: Scenario, policy: Bandit) -> Played:
    """Let every user meet what the policy chooses; what came of it reaches the policy after the delay.

    Raises
    ------
    PartError
        When the policy chooses a version that is not there.
    """
    gains = world.clicks if scenario.goal == "clicks" else world.profit / HIGHEST
    rewards, lost = gains.tolist(), world.lost.tolist()
    told = np.eye(len(SEGMENTS)) if scenario.context else np.ones((len(SEGMENTS), 1))
    contexts = [told[segment] for segment in world.segment.tolist()]
    met: list[int] = []
    decided = None
    for hour in range(HOURS):
        first = hour * scenario.users
        known = first - scenario.delay * scenario.users  # the users of so many hours ago
        for user in range(max(known, 0), known + scenario.users) if scenario.delay else ():
            policy.learn(met[user], rewards[user][met[user]], contexts[user])
        for user in range(first, first + scenario.users):
            arm = _checked(policy.choose(contexts[user]), scenario.versions)
            met.append(0 if lost[user] else arm)
            if not scenario.delay:
                policy.learn(met[user], rewards[user][met[user]], contexts[user])
        if decided is None and isinstance(policy, ABTest) and policy.winner is not None:
            decided = (hour, policy.winner)
    return Played(np.array(met), decided)


def _checked(arm: object, versions: int) -> int:
    if not isinstance(arm, int | np.integer) or not 0 <= arm < versions:
        raise stage.PartError(
            f"choose must return a version from 0 to {versions - 1}, a whole number, got {arm!r:.40}: return 0 for A."
        )
    return int(arm)
