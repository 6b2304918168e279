"""One seeded run of each kind, stored as short text: a change of behaviour is read here before it is accepted."""

import difflib
import os
from pathlib import Path

import pytest

from mlops_widgets.drift.stream import Inject, Reset, Scenario, simulation

STORED = Path(__file__).parent / "golden" / "stream.txt"
EVERY = 97  # ticks between the rows that are stored

RUNS = {
    "flights, as they come": Scenario(),
    "generated, sudden": Scenario(source="generated", change="sudden"),
    "generated, gradual, with a push and a reset": Scenario(source="generated", change="gradual")
    .act(Inject(tick=300))
    .act(Reset(tick=1100)),
    "flights, adwin": Scenario(detector="adwin", measure="delay"),
    "generated, doubled, ddm": Scenario(detector="ddm", source="generated", change="unit"),
}


def _text(scenario):
    trace = simulation.run(scenario)
    scene = simulation.scene(trace)
    yield f"scenario {scenario.to_json()}"
    yield " ".join(["tick", "time", *trace.columns])
    for tick in range(0, len(trace), EVERY):
        yield " ".join([str(tick), *(f"{values[tick]:.6g}" for values in (trace.time, *trace.columns.values()))])
    yield from (f"event {event.tick} {event.kind}: {event.label}" for event in trace.events)
    yield "summary " + ", ".join(f"{name} {value:.6g}" for name, value in trace.summary.items())
    yield from (f"from {verdict.tick}: {verdict.sentence}" for verdict in scene.verdicts)
    yield simulation.text(trace)


def _written():
    return "\n".join(line for name, each in RUNS.items() for line in (f"# {name}", *_text(each), ""))


def test_the_stored_runs_are_what_the_simulation_gives_today():
    text = _written()
    if os.environ.get("UPDATE_GOLDEN") == "1":
        STORED.write_text(text, encoding="utf-8", newline="\n")
    stored = STORED.read_text("utf-8")
    changed = "\n".join(difflib.unified_diff(stored.split("\n"), text.split("\n"), "stored", "now", n=1, lineterm=""))
    if changed:
        pytest.fail(
            f"{changed}\n\nIf every line of this is meant, store it: "
            f"UPDATE_GOLDEN=1 python -m pytest tests/drift/{Path(__file__).name}",
            pytrace=False,
        )
