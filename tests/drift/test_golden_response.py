"""One seeded run of each kind, stored as short text: a change of behaviour is read here before it is accepted."""

from mlops_widgets.drift.response import Order, Scenario, simulation

RUNS = {
    "the runbook": Scenario(),
    "always, without a guard": Scenario(policy="always", guard=False, seed=2),
    "on a schedule, with two orders": Scenario(policy="schedule", incidents=9)
    .act(Order(tick=40))
    .act(Order(tick=90, action="roll_back")),
}


def test_the_stored_runs_are_what_the_simulation_gives_today(golden):
    golden(simulation, "response.txt", RUNS, every=31)
