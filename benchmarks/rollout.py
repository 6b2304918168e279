"""How fast are a canary of a million requests, 10,000 rollouts, and bandits? Ours beside SimPy, river and mabwiser."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from mlops_widgets.rollout import (
    CountEngine,
    Policy,
    RequestEngine,
    Sequential,
    Step,
    Threshold,
    Version,
    deliver,
    draw,
    study,
)
from mlops_widgets.rollout.study import Study

from . import bandits
from .elsewhere import NotInstalledError, elsewhere

CANARY, ROLLOUTS, REQUESTS = 0.040, 0.5, 5e6  # goals: seconds, seconds, requests a second
SHARES = (5, 10, 25, 50, 100)
CHECKS = (Threshold("errors", above=0.05), Threshold("slow", above=0.2))

# A request is a process: it is sent to one of two versions, takes its time, and is counted. Every ten seconds the
# error rate and the 95th percentile of the candidate are looked at; two bad looks in a row roll back.
SIMPY = """
import simpy
rng = np.random.default_rng(0)
total, rate = int(requests), 2000.0
gaps = rng.exponential(1 / rate, total).tolist()
users, luck = rng.random(total).tolist(), rng.random(total).tolist()
times = (0.12 * np.exp(0.5 * rng.standard_normal(total))).tolist()
shares, state = [0.05, 0.10, 0.25, 0.50, 1.0], {"step": 0, "bad": 0, "good": 0}
counts, errors, seconds = [0, 0], [0, 0], []
def answer(env, index, version):
    yield env.timeout(times[index])
    counted(index, version)
def counted(index, version):
    counts[version] += 1
    errors[version] += luck[index] < 0.005
    if version:
        seconds.append(times[index])
def look(env):
    while True:
        yield env.timeout(10)
        if seconds:
            bad = errors[1] / counts[1] > 0.05 or np.quantile(seconds, 0.95) > 0.6
            state["bad"] = state["bad"] + 1 if bad else 0
            state["good"] += not bad
            if state["good"] >= 3 and state["step"] < 4:
                state["step"], state["good"] = state["step"] + 1, 0
        counts[:], errors[:], seconds[:] = [0, 0], [0, 0], []
def traffic(env):
    for index in range(total):
        yield env.timeout(gaps[index])
        version = int(users[index] < shares[state["step"]] and state["bad"] < 2)
        if processes:
            env.process(answer(env, index, version))
        else:
            env.timeout(times[index]).callbacks.append(lambda _, index=index, version=version: counted(index, version))
result = {}
for processes in (True, False):
    env = simpy.Environment()
    env.process(traffic(env))
    env.process(look(env))
    began = time.perf_counter()
    env.run(until=total / rate)
    result["process" if processes else "callback"] = total / (time.perf_counter() - began)
"""


def best(way: Callable[[], object], rounds: int) -> float:
    """Seconds of the best round, after one that does not count."""
    seconds = []
    for _ in range(rounds + 1):
        began = time.perf_counter()
        way()
        seconds.append(time.perf_counter() - began)
    return min(seconds[1:])


def row(name: str, seconds: float, requests: float) -> None:
    print(f"{name:58}{1e3 * seconds:>12,.1f} ms{requests / seconds / 1e6:>14,.2f} M requests/s")


def verdict(words: str, held: bool) -> None:
    print(f"goal: {words}: {'held' if held else 'MISSED'}")


def canary() -> None:
    """A million requests in 500 ticks of a second, a look every ten."""
    policy = Policy("canary", tuple(Step(share, min_requests=1) for share in SHARES), CHECKS, interval=10.0)
    rng, million = np.random.default_rng(0), 1_000_000

    def drawn(engine: type[CountEngine] | type[RequestEngine]) -> None:
        day = draw(Version(), Version(), requests=2000, ticks=500, tick=1.0)
        ways = {"timed": 10} if engine is CountEngine else {}
        if deliver(day, policy, engine=engine(day, **ways)).outcome != "promoted":  # type: ignore[arg-type]  # one of two
            raise AssertionError("a healthy version was not promoted")

    print("a canary of 1,000,000 requests: 5, 10, 25, 50, 100 %, errors and latency looked at every 10 s\n")
    row("limit  three random numbers a request", best(lambda: rng.random((3, million)), 5), million)
    counts, requests = (best(lambda engine=engine: drawn(engine), 7) for engine in (CountEngine, RequestEngine))  # type: ignore[misc]  # mypy loses lambdas
    row("ours   counts, ticks of 1 s", counts, million)
    row("ours   single requests", requests, million)
    try:
        with elsewhere(("simpy==4.1.2", "numpy")) as there:
            found = there(SIMPY, requests=np.array(100_000))
            for kind in ("process", "callback"):
                row(f"peer   SimPy 4.1.2, a {kind} a request (of 100,000)", million / found[kind], million)
    except NotInstalledError as error:
        print(f"peer   {error}")
    verdict(f"counts in at most {1e3 * CANARY:.0f} ms", counts <= CANARY)
    verdict(f"single requests at {REQUESTS / 1e6:.0f} M a second or more", million / requests >= REQUESTS)


def rollouts() -> None:
    """10,000 rollouts of one policy, 48 looks each."""
    steps = tuple(Step(share, pass_needed=10) for share in SHARES)  # 50 good windows: nobody is done in 48
    print("\n10,000 rollouts of one policy × 48 looks\n")
    rng = np.random.default_rng(0)
    print(f"limit  four Poisson numbers a look: {best(lambda: rng.poisson(30.0, (4, 48, 10_000)), 3):.2f} s")
    for check in (Threshold("errors", above=0.05), Sequential("errors")):
        policy = Policy("many", steps, (check,))
        seconds = best(lambda policy=policy: study(policy), 3)  # type: ignore[misc]  # mypy loses lambdas
        print(f"ours   {type(check).__name__.lower():10} {seconds:.2f} s   {study(policy)}")
        verdict(f"at most {ROLLOUTS} s", seconds <= ROLLOUTS)
    own: Study | None = None

    def learners() -> None:
        nonlocal own
        own = study(Policy("own", steps), decider=_Own)

    print(f"ours   a learner's class {best(learners, 1):.2f} s   {own}")


class _Own:
    """What a learner may write: 480,000 calls of Python."""

    def __init__(self) -> None:
        self.good = 0

    def decide(self, window) -> str:  # type: ignore[no-untyped-def]  # as a learner writes it
        if window.candidate.error_rate > 0.05:
            return "roll back"
        self.good += 1
        return "pass" if self.good % 10 else "advance"


if __name__ == "__main__":
    canary()
    rollouts()
    bandits.main()
