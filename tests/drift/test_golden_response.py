"""One seeded run of each kind, stored as short text: a change of behaviour is read here before it is accepted."""

import difflib
import os
from pathlib import Path

import pytest

from mlops_widgets.drift.response import Order, Scenario, simulation

STORED = Path(__file__).parent / "golden" / "response.txt"
EVERY = 31  # ticks between the rows that are stored

RUNS = {
    "the runbook": Scenario(),
    "always, without a guard": Scenario(policy="always", guard=False, seed=2),
    "on a schedule, with two orders": Scenario(policy="schedule", incidents=9)
    .act(Order(tick=40))
    .act(Order(tick=90, action="roll_back")),
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
