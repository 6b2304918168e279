"""How long does it take to fool 20,000 tests a hundred times, and is the share that is fooled the exact one?"""

from __future__ import annotations

import os
import time

import numpy as np

from mlops_widgets.rollout import false_alarm, msprt, rate_ratio
from mlops_widgets.rollout.peeking import Scenario, watched
from mlops_widgets.rollout.peeking.rules import SINGLE

TESTS, LOOKS = 20_000, 100
GOAL = 1.0  # seconds for all of them
SHARES = np.repeat([0.01, 0.05, 0.1, 0.25, 0.5, 1.0], 8)  # of a rollout's traffic that the candidate has


def main() -> None:
    scenario = Scenario(looks=LOOKS, users=100)
    rounds = []
    for _ in range(5):
        began = time.perf_counter(), time.process_time()
        seen = watched(scenario, tests=TESTS)
        ever = np.logical_or.accumulate(np.abs(seen.z) >= SINGLE, axis=1).mean(axis=0)
        rounds.append((time.perf_counter() - began[0], time.process_time() - began[1]))
    seconds, of_processor = np.min(rounds, axis=0)
    print(f"{TESTS:,} A/A tests × {LOOKS} looks, 100 users a look and version, base rate {scenario.base:.0%}")
    held = "held" if seconds <= GOAL else "MISSED"
    print(f"{seconds:.2f} s, {of_processor:.2f} s of the processor (goal {GOAL:g} s: {held})\n")
    print(f"{'looks':>8}{'fooled':>10}{'exact':>10}{'± 2 s.e.':>10}")
    for looks in (1, 2, 3, 5, 10, 20, 50, 100):
        exact = false_alarm(looks)
        error = 2 * np.sqrt(exact * (1 - exact) / TESTS)
        print(f"{looks:>8}{ever[looks - 1]:>10.2%}{exact:>10.2%}{error:>10.2%}")
    shares = seen.hits / seen.users, seen.hits_other / seen.users
    error = np.sqrt(sum(each * (1 - each) for each in shares) / seen.users)
    always = (msprt(shares[1] - shares[0], error, scale=0.01) >= 20).any(axis=1).mean()
    print(f"the same tests by an mSPRT, {LOOKS} looks: {always:.2%} (promised: at most 5 %)")
    rollouts()
    print(f"load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "")


def rollouts() -> None:
    """Error counts of a sound candidate and of a bad one, judged window by window."""
    rng = np.random.default_rng(0)
    requests = rng.poisson(2000, (10_000, SHARES.size))
    candidate = rng.binomial(requests, SHARES)
    print(f"\n10,000 rollouts × {SHARES.size} windows of 2,000 requests, 0.5 % errors, share {SHARES[0]:.0%} to all")
    for worse in (1, 1.5, 2, 5):
        errors = rng.binomial(candidate, 0.005 * worse), rng.binomial(requests - candidate, 0.005)
        began = time.perf_counter()
        evidence = rate_ratio(errors[0], candidate, errors[1], requests - candidate)
        took = time.perf_counter() - began
        ever = (evidence >= 20).any(axis=1)
        late = np.median((evidence >= 20).argmax(axis=1)[ever]) + 1
        print(
            f"errs {worse:>3} times as often: e-value ever 20 in {ever.mean():>7.2%}, window {late:.0f}; {took:.2f} s"
        )


if __name__ == "__main__":
    main()
