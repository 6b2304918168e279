"""One seeded run of each kind, stored as short text: a change of behaviour is read here before it is accepted."""

from mlops_widgets.drift.stream import Inject, Reset, Scenario, simulation

RUNS = {
    "flights, as they come": Scenario(),
    "generated, sudden": Scenario(source="generated", change="sudden"),
    "generated, gradual, with a push and a reset": Scenario(source="generated", change="gradual")
    .act(Inject(tick=300))
    .act(Reset(tick=1100)),
    "flights, adwin": Scenario(detector="adwin", measure="delay"),
    "generated, doubled, ddm": Scenario(detector="ddm", source="generated", change="unit"),
}


def test_the_stored_runs_are_what_the_simulation_gives_today(golden):
    golden(simulation, "stream.txt", RUNS, every=97)
