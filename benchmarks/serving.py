"""How many requests a second does the simulator of batching serve? Ours beside SimPy, a plain loop and the limit."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from heapq import heappop, heappush
from statistics import median

import numpy as np

from benchmarks.elsewhere import NotInstalledError, elsewhere
from mlops_widgets.llmops import serving

COUNT = 100_000
FEW = 5_000  # for the slow ones
GOAL = 300_000  # requests a second
ROUNDS = 5
MACHINE = serving.Machine()  # 20 ms, 0.2 ms a request, 0.02 ms a token read, batch 32
RATE, OUT, IN = 8.0, 100, 200

SIMPY = """
import simpy, numpy as np
a, b, c, batch = machine
def play():
    env = simpy.Environment()
    queue, done = [], np.zeros(len(arrive))
    news = [env.event()]
    def users():
        before = 0.0
        for at, moment in enumerate(arrive):
            yield env.timeout(moment - before)
            before = moment
            queue.append(at)
            if not news[0].triggered:
                news[0].succeed()
    def server():
        left = {}
        while True:
            if not left and not queue:
                if not env.peek() < float("inf"):
                    return
                news[0] = env.event()
                yield news[0]
            prompt = 0
            while queue and len(left) < batch:
                at = queue.pop(0)
                left[at] = int(out[at]); prompt += int(read[at])
            yield env.timeout(a + b * len(left) + c * prompt)
            for at in list(left):
                left[at] -= 1
                if left[at] == 0:
                    del left[at]; done[at] = env.now
    env.process(users()); env.process(server())
    env.run()
    return done
began, processor = time.perf_counter(), time.process_time()
done = play()
result = {"wall": time.perf_counter() - began, "processor": time.process_time() - processor, "mean": float((done - arrive).mean())}
"""


def drawn(count: int) -> serving.Requests:
    """Requests whose lengths are geometric, at two thirds of what the machine can bear."""
    rng = np.random.default_rng(0)
    arrive = np.cumsum(rng.exponential(1 / RATE, count))
    return serving.requests(arrive, rng.geometric(1 / IN, count), rng.geometric(1 / OUT, count))


def heap_alone(asked: serving.Requests) -> float:
    """The limit: every request into a heap and out again, and nothing else."""
    ends: list[int] = []
    total = 0
    for at, out in enumerate(asked.tokens_out.tolist()):
        heappush(ends, at + out)
        if len(ends) > 16:
            total += heappop(ends)
    return float(total)


def timed(play: Callable[[], object], count: int) -> tuple[float, float]:
    """Requests a second, and a second of the processor: the median of some rounds."""
    found = []
    for _ in range(ROUNDS):
        began, processor = time.perf_counter(), time.process_time()
        play()
        found.append((count / (time.perf_counter() - began), count / (time.process_time() - processor)))
    wall, own = (median(each) for each in zip(*found, strict=True))
    return wall, own


def main() -> None:
    many, few = drawn(COUNT), drawn(FEW)
    rows = {
        "ours, continuous": timed(lambda: serving.continuous(many, MACHINE), COUNT),
        "ours, static": timed(lambda: serving.static(many, MACHINE), COUNT),
        "a plain loop, iteration by iteration": timed(lambda: serving.stepwise(few, MACHINE), FEW),
    }
    means = {"ours": float((serving.continuous(few, MACHINE).done - few.arrive).mean())}
    means["a plain loop"] = float((serving.stepwise(few, MACHINE).done - few.arrive).mean())
    try:
        with elsewhere(("simpy==4.1.2", "numpy")) as there:
            told = there(
                SIMPY, arrive=few.arrive, out=few.tokens_out, read=few.tokens_in, machine=np.array(MACHINE[:4])
            )
            rows["SimPy 4.1.2, one event an iteration"] = FEW / told["wall"], FEW / told["processor"]
            means["SimPy"] = told["mean"]
    except NotInstalledError as error:
        print(error, file=sys.stderr)
    rows["the limit: its heap alone"] = timed(lambda: heap_alone(many), COUNT)
    print(
        f"\nthousand requests a second; answers of {OUT} tokens, prompts of {IN}, {RATE:g} requests a second come\n"
    )
    print(f"{'':40}{'second':>12}{'of processor':>14}")
    for name, (wall, processor) in rows.items():
        held = ""
        if name == "ours, continuous":
            state = (
                "held" if wall >= GOAL else "MISSED, a quiet machine would hold it" if processor >= GOAL else "MISSED"
            )
            held = f"  ≥ {GOAL / 1000:,.0f}: {state}"
        print(f"{name:40}{wall / 1000:>12,.1f}{processor / 1000:>14,.1f}{held}")
    print("\nmean seconds to the answer: " + ", ".join(f"{name} {mean:.6f}" for name, mean in means.items()))
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
