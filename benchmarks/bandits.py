"""How many users does a bandit serve in a second, alone and a thousand side by side? Ours beside river and mabwiser."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from statistics import median

import numpy as np

from benchmarks.elsewhere import NotInstalledError, elsewhere
from mlops_widgets.rollout.bandits import UCB1, EpsilonGreedy, LinUCB, Thompson
from mlops_widgets.rollout.bandits.learner import Learner

ARMS, REPLICAS, FEATURES = 5, 1000, 20
CHANCES = np.array([0.04, 0.045, 0.05, 0.055, 0.06])
ROUNDS = 5
SECONDS = 0.5  # of each measurement
GOALS = {  # users a second
    ("Thompson", "ours, 1,000 side by side"): 500_000,
    ("Thompson", "ours, one run"): 25_000,
    ("LinUCB, 20 features", "ours, one run"): 15_000,
}

KINDS: dict[str, Callable[..., Learner]] = {
    "Thompson": Thompson,
    "UCB1": UCB1,
    "ε-greedy": EpsilonGreedy,
    "LinUCB, 20 features": lambda arms, **options: LinUCB(arms, features=FEATURES, **options),
}

MABWISER = f"""
import warnings
warnings.simplefilter("ignore")
from mabwiser.mab import MAB, LearningPolicy
policies = {{"Thompson": LearningPolicy.ThompsonSampling(), "UCB1": LearningPolicy.UCB1(alpha=1.0),
            "ε-greedy": LearningPolicy.EpsilonGreedy(epsilon=0.1), "LinUCB, 20 features": LearningPolicy.LinUCB(alpha=1.0)}}
result = {{}}
for name, policy in policies.items():
    mab = MAB(list(range({ARMS})), policy, seed=0)
    linear = "LinUCB" in name
    first = [x[None] for x in contexts] if linear else None
    mab.fit(list(range({ARMS})), [0, 1] + [0] * {ARMS - 2}, contexts[:{ARMS}] if linear else None)
    began, processor, taken = time.perf_counter(), time.process_time(), 0
    while time.perf_counter() - began < {4 * SECONDS}:
        user = taken % len(uniform)
        arm = mab.predict(first[user]) if linear else mab.predict()
        reward = [int(uniform[user] < chances[arm])]
        mab.partial_fit([arm], reward, first[user]) if linear else mab.partial_fit([arm], reward)
        taken += 1
    result[name] = taken / (time.perf_counter() - began), taken / (time.process_time() - processor)
"""


Rate = tuple[float, float]  # users a second, and a second of the processor


def paced(some: Callable[[], int]) -> Rate:
    """How many users ``some``, called again and again, serves."""
    taken, began, processor = 0, time.perf_counter(), time.process_time()
    while (spent := time.perf_counter() - began) < SECONDS:
        taken += some()
    return taken / spent, taken / (time.process_time() - processor)


def many(make: Callable[..., Learner], users: np.random.Generator) -> Rate:
    """All replicas together."""
    bandit = make(ARMS, replicas=REPLICAS)

    def step() -> int:
        arms = bandit.choose_all()
        bandit.learn_all(arms, (users.random(REPLICAS) < CHANCES[arms]).astype(float))
        return REPLICAS

    return paced(step)


def one(make: Callable[..., Learner], uniform: list[float], contexts: np.ndarray) -> Rate:
    """One run, which learns from each user before it meets the next."""
    bandit, chances = make(ARMS), CHANCES.tolist()

    def some() -> int:
        for user in range(500):
            arm = bandit.choose(contexts[user])
            bandit.learn(arm, float(uniform[user] < chances[arm]), contexts[user])
        return 500

    return paced(some)


def river(name: str, uniform: list[float], contexts: np.ndarray) -> Rate:
    """The same with river's own."""
    from river import bandit, proba, stats

    policies = {
        "Thompson": lambda: bandit.ThompsonSampling(reward_obj=proba.Beta(), seed=0),
        "UCB1": lambda: bandit.UCB(delta=1, reward_obj=stats.Mean(), seed=0),
        "ε-greedy": lambda: bandit.EpsilonGreedy(epsilon=0.1, reward_obj=stats.Mean(), seed=0),
        "LinUCB, 20 features": lambda: bandit.LinUCBDisjoint(alpha=1.0, seed=0),
    }
    policy, arms, chances = policies[name](), list(range(ARMS)), CHANCES.tolist()
    linear = "LinUCB" in name
    told = [dict(enumerate(each)) for each in contexts.tolist()]

    def some() -> int:
        for user in range(500):
            arm = policy.pull(arms, context=told[user]) if linear else policy.pull(arms)
            reward = int(uniform[user] < chances[arm])
            policy.update(arm, told[user], reward) if linear else policy.update(arm, reward)
        return 500

    return paced(some)


def measured() -> Iterator[tuple[str, str, Rate]]:
    """Policy, side, users a second and a processor's second; ours and river's in turn, then mabwiser's."""
    users = np.random.default_rng(0)
    uniform, contexts = users.random(2000), users.standard_normal((2000, FEATURES))
    for _ in range(ROUNDS):
        for name, make in KINDS.items():
            if "LinUCB" not in name:
                yield name, f"ours, {REPLICAS:,} side by side", many(make, users)
            yield name, "ours, one run", one(make, uniform.tolist(), contexts)
            yield name, "river 0.26.1", river(name, uniform.tolist(), contexts)
    try:
        with elsewhere(("mabwiser==2.7.4",)) as there:
            for name, found in there(MABWISER, uniform=uniform, contexts=contexts, chances=CHANCES).items():
                yield name, "mabwiser 2.7.4", found
    except NotInstalledError as error:
        print(error, file=sys.stderr)


def main() -> None:
    rates: dict[tuple[str, str], list[Rate]] = {}
    for name, side, found in measured():
        rates.setdefault((name, side), []).append(found)
    print(f"\nthousand users a second, {ARMS} versions; ours and river's: median of {ROUNDS} rounds\n")
    print(f"{'':50}{'second':>12}{'of processor':>14}")
    for name in KINDS:
        for (kind, side), found in rates.items():
            if kind == name:
                wall, processor = (median(each) for each in zip(*found, strict=True))
                goal = _goal(kind, side, wall, processor)
                print(f"{name:22}{side:28}{wall / 1000:>12,.1f}{processor / 1000:>14,.1f}{goal}")
    print(f"\n{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")


def _goal(name: str, side: str, wall: float, processor: float) -> str:
    if (name, side) not in GOALS:
        return ""
    goal = GOALS[name, side]
    held = "held" if wall >= goal else "MISSED, a quiet machine would hold it" if processor >= goal else "MISSED"
    return f"  ≥ {goal / 1000:,.0f}: {held}"


if __name__ == "__main__":
    main()
