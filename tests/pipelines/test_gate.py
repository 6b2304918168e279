"""A gate is mistaken as often as the binomial law says, and a test set that is used for ever is mistaken for ever."""

import numpy as np
import pytest
from scipy.stats import binom

from mlops_widgets import stage
from mlops_widgets.pipelines.gate import Scenario, rates, simulate, simulation

RUNS = {
    "a bar, 500 rows": Scenario(),
    "surely above, on the same rows": Scenario(gate="sure", rows=1500, same=True, seed=3),
    "beside the one in service": Scenario(gate="beside", rows=1000, slack=0.01, seed=5),
}
SEEDS = range(40)


def over_seeds(scenario, **parts):
    runs = [simulate(scenario.replace(seed=seed), **parts).summary for seed in SEEDS]
    return {name: np.mean([run[name] for run in runs]) for name in ("blocked", "passed", "service")}


def test_runs_are_as_they_were(golden):
    golden(simulation, "gate.txt", RUNS, every=20)


@pytest.mark.parametrize(("rows", "slack", "harm"), [(100, 0.02, 0.05), (400, 0.015, 0.03), (2000, 0.01, 0.02)])
def test_on_average_a_bar_is_mistaken_as_the_binomial_law_says(rows, slack, harm):
    scenario = Scenario(rows=rows, slack=slack, harm=harm, broken=0.5)
    blocked, passed = rates(scenario)
    least = int(np.ceil(rows * (0.85 - slack) - 1e-9))
    assert blocked == pytest.approx(binom.cdf(least - 1, rows, 0.85))
    assert passed == pytest.approx(binom.sf(least - 1, rows, 0.85 - harm))
    found = over_seeds(scenario)
    spread = 4 * np.sqrt(0.25 / (100 * len(SEEDS)))
    assert found["blocked"] == pytest.approx(blocked, abs=spread)
    assert found["passed"] == pytest.approx(passed, abs=spread)


def test_to_be_sure_costs_healthy_commits_and_lets_fewer_than_one_broken_one_in_twenty_pass():
    for rows in (400, 1000, 4000):
        at_the_bar = Scenario(rows=rows, gate="sure", slack=0.03, harm=0.03)  # what is broken lies on the bar itself
        assert 0.03 < rates(at_the_bar)[1] <= 0.05
    assert rates(Scenario(gate="sure"))[0] > rates(Scenario(gate="bar"))[0]


def test_beside_a_healthy_model_on_the_same_rows_the_normal_law_holds():
    scenario = Scenario(gate="beside", rows=1000, slack=0.01, harm=0.2, broken=0.05)  # what is broken never passes
    assert rates(scenario)[1] < 1e-9
    assert over_seeds(scenario)["blocked"] == pytest.approx(rates(scenario)[0], abs=0.01)


def test_two_models_on_the_same_rows_are_told_apart_with_fewer_of_them():
    paired, alone = (rates(Scenario(gate=gate, rows=1000)) for gate in ("beside", "bar"))
    assert sum(paired) < sum(alone)


@pytest.mark.parametrize("broken", [0.2, 0.8])
def test_beside_what_is_in_service_the_bar_sinks_with_every_broken_commit_that_passed(broken):
    scenario = Scenario(gate="beside", broken=broken)
    blocked, passed = rates(scenario)
    found = over_seeds(scenario)
    assert found["passed"] == pytest.approx(passed, abs=0.025)
    assert found["blocked"] == pytest.approx(blocked, abs=0.025)
    rare = rates(Scenario(gate="beside", broken=0.05))
    assert passed > rare[1]
    assert blocked < rare[0]


def test_more_rows_mistake_fewer_commits_of_both_kinds():
    found = np.array([rates(Scenario(rows=rows)) for rows in (100, 400, 1600, 4000)])
    assert (np.diff(found, axis=0) < 0).all()


def test_the_same_rows_for_ever_are_mistaken_in_the_same_way_for_ever():
    spread = {
        same: np.std([simulate(Scenario(same=same, seed=seed)).summary["blocked"] for seed in SEEDS])
        for same in (False, True)
    }
    assert spread[True] > 3 * spread[False]


def test_another_gate_sees_the_same_commits():
    runs = [simulate(Scenario(gate=gate)) for gate in ("bar", "sure", "beside")]
    for name in ("sound", "faulty"):
        assert all(np.array_equal(run[name], runs[0][name], equal_nan=True) for run in runs)


def test_a_learners_gate_takes_the_menus_place():
    class Bar:
        def decide(self, look):
            return look.right / look.rows >= look.bar - 1e-9

    mine, menu = simulate(Scenario(), gate=Bar), simulate(Scenario())
    assert np.array_equal(mine["service"], menu["service"])
    assert np.isnan(mine["exact_passed"]).all()


@pytest.mark.parametrize(("gate", "says"), [(object, "needs a method decide"), ("none", "must return True or False")])
def test_a_gate_that_does_not_answer_is_told_so(gate, says):
    class Silent:
        def decide(self, look):
            return None

    with pytest.raises(stage.PartError, match=says):
        simulate(Scenario(), gate=Silent if gate == "none" else gate)
