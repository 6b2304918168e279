"""What does a study of many runs cost? Ours in one process and in two, beside bare joblib, which is the limit."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from statistics import median

from joblib import Parallel, delayed

from mlops_widgets import stage
from mlops_widgets.drift.stream import Scenario, simulation

RUNS = 200
ROUNDS = 5
JOBS = 2


def summary(scenario: Scenario) -> dict[str, float]:
    return dict(simulation.simulate(scenario).summary)


def bare_loop(scenarios: list[Scenario]) -> object:
    return [summary(scenario) for scenario in scenarios]


def ours(n_jobs: int) -> Callable[[list[Scenario]], object]:
    return lambda scenarios: stage.study(simulation, scenarios, n_jobs=n_jobs, progress=False)


def bare_joblib(scenarios: list[Scenario]) -> object:
    return Parallel(n_jobs=JOBS)(delayed(summary)(scenario) for scenario in scenarios)


WAYS = {
    ("limit", "a bare loop"): bare_loop,
    ("ours", "stage.study, n_jobs=1"): ours(1),
    ("ours", f"stage.study, n_jobs={JOBS}"): ours(JOBS),
    ("limit", f"bare joblib, n_jobs={JOBS}"): bare_joblib,
}


def main() -> None:
    scenarios = [Scenario(source="generated", days=60, seed=seed) for seed in range(RUNS)]
    times: dict[tuple[str, str], list[float]] = {way: [] for way in WAYS}
    for way in WAYS.values():
        way(scenarios[:20])  # once for imports and for the workers' start
    for turn in range(ROUNDS):
        print(f"round {turn + 1} of {ROUNDS}", file=sys.stderr, flush=True)
        for way, run in WAYS.items():
            began = time.perf_counter()
            run(scenarios)
            times[way].append(time.perf_counter() - began)
    print(
        f"\n{RUNS} runs of drift.stream, 60 days each, seconds: median and slowest of {ROUNDS} interleaved rounds\n"
    )
    for (side, what), seconds in times.items():
        print(f"{side:7}{what:<28}{median(seconds):>8.3f}{max(seconds):>9.3f}")
    print(f"\n{os.cpu_count()} cores; the workers were started before")


if __name__ == "__main__":
    main()
