"""How long does an import keep a learner waiting? Ours beside its peers, and beside numpy alone."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from statistics import median

RUNS = 9
GOAL = 0.35  # seconds, numpy included

LIMIT = ("numpy",)
OURS = (
    "mlops_widgets.drift",
    "mlops_widgets.stage",
    "mlops_widgets.drift.stream",
    "mlops_widgets.drift.stream as s; s.simulation.widget()",
)
PEERS = (
    "river.drift",
    "ipywidgets",
    "anywidget",
    "plotly.graph_objects",
    "plotly.graph_objects as go; go.FigureWidget()",  # the import alone loads next to nothing
    "evidently",
    "nannyml",
)

CLOCK = "import time; began = time.perf_counter(); import {}; print(time.perf_counter() - began)"


def seconds(what: str) -> float:
    """One import in a fresh process, the interpreter's own start left out."""
    done = subprocess.run([sys.executable, "-c", CLOCK.format(what)], capture_output=True, text=True, check=True)
    return float(done.stdout.splitlines()[-1])


def main() -> None:
    missing = [what for what in PEERS if find_spec(what.partition(".")[0]) is None]
    runs: dict[str, list[float]] = {what: [] for what in (*LIMIT, *OURS, *PEERS) if what not in missing}
    for what in runs:
        seconds(what)  # once for the byte code and the file cache
    for turn in range(RUNS):
        print(f"round {turn + 1} of {RUNS}", file=sys.stderr, flush=True)
        for what, times in runs.items():
            times.append(seconds(what))

    print(f"\nimport in a fresh process, seconds: median and slowest of {RUNS} interleaved runs\n")
    print(f"{'':7}{'import …':<58}{'median':>8}{'slowest':>9}  goal")
    for what, times in runs.items():
        side = "limit" if what in LIMIT else "ours" if what in OURS else "peer"
        goal = f"≤ {GOAL}: {'held' if median(times) <= GOAL else 'MISSED'}" if what == OURS[0] else ""
        print(f"{side:7}{what:<58}{median(times):>8.3f}{max(times):>9.3f}  {goal}".rstrip())
    if missing:
        print(f"\nnot measured, because not installed: {', '.join(missing)}")


if __name__ == "__main__":
    main()
