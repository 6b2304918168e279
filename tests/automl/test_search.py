"""The race is fair: regret is exact, everybody pays the same, and what is placed later changes nothing before."""

import numpy as np
import pytest

from mlops_widgets.automl import Random, plane, regrets, table
from mlops_widgets.automl.search import MACHINES, Place, Scenario, simulate, simulation
from mlops_widgets.automl.search.simulate import OURS
from mlops_widgets.stage import PartError, ScenarioError

PLACED = (
    Place(tick=2, rate=-3.0, width=4.0),
    Place(tick=2, rate=-2.4, width=6.5),
    Place(tick=8, rate=-0.5, width=7.0),
)
RUNS = {
    "as it is": Scenario(),
    "TPE on all six, by seconds, revealed": Scenario(
        strategy="tpe", space="whole", cost="seconds", reveal=True, seed=3, trials=20
    ),
    "evolution, and three placed by hand": Scenario(strategy="evolution", seed=1, trials=20, interventions=PLACED),
}


class OnlyOne:
    def ask(self):
        return {"rate": 0.01, "width": 64}

    def tell(self, config, score):
        pass


def test_runs_are_as_they_were(golden):
    golden(simulation, "search.txt", RUNS, every=3)


@pytest.mark.parametrize("name", OURS)
def test_the_error_only_falls_and_the_regret_is_exact(name):
    run = simulate(Scenario(strategy=name, trials=50))
    error = run[f"error_{name}"]
    assert (np.diff(error) <= 0).all()
    np.testing.assert_allclose(run["behind"], 100 * (error - (1 - plane().best)), atol=1e-9)
    assert (run["behind"] >= -1e-9).all()
    np.testing.assert_allclose(error, 1 - np.maximum.accumulate(run["score"]))
    assert run["tried"].tolist() == list(range(1, 51))


@pytest.mark.parametrize(("space", "among"), [("plane", plane), pytest.param("whole", table, marks=pytest.mark.slow)])
def test_the_line_of_chance_is_the_mean_of_random_search(space, among):
    run = simulate(Scenario(strategy="random", trials=30, space=space))
    machine = regrets(Random, 30, seeds=range(500), among=among())
    assert run["error_random"][-1] - (1 - among().best) == pytest.approx(machine[0, -1])  # the machine that is shown
    line, sure = run["error_chance"] - (1 - among().best), machine.std(axis=0) / np.sqrt(500)
    assert (np.abs(machine.mean(axis=0) - line) < 4 * sure).all()


def test_by_seconds_there_is_no_line_of_chance():
    assert np.isnan(simulate(Scenario(cost="seconds"))["error_chance"]).all()


def test_by_seconds_nobody_spends_more_than_the_budget():
    for name in OURS:
        run = simulate(Scenario(strategy=name, cost="seconds", trials=20, space="whole"))
        count = int(run["tried"][-1])
        spent = table().seconds[-1].mean() * 20
        assert run.time[-1] == pytest.approx(spent)
        assert 20 * table().seconds[-1].mean() / table().seconds[-1].max() - 1 < count
        dots = sum(np.isfinite(run[f"x_{dot}"]).sum() for dot in range(3))
        assert dots == count


def test_what_is_placed_by_hand_is_the_nearest_network_and_changes_nothing_before():
    bare, placed = simulate(Scenario(trials=20)), simulate(Scenario(trials=20, interventions=PLACED))
    for name in bare.columns:
        np.testing.assert_array_equal(bare[name][:2], placed[name][:2])
        if "you" not in name:
            np.testing.assert_array_equal(bare[name], placed[name])
    expected = max(plane().score[plane().nearest({"rate": 10**p.rate, "width": 2**p.width})] for p in PLACED[:2])
    assert placed["error_you"][2] == pytest.approx(1 - expected)
    assert placed.summary["placed"] == 3
    assert [event.kind for event in placed.events].count("placed") == 3
    assert "You with 3:" in simulation.text(placed)


def test_the_machine_is_compared_after_as_many_networks():
    placed = simulate(Scenario(trials=20, interventions=PLACED))
    assert placed.summary["behind_then"] == pytest.approx(placed["behind"][2])


def test_a_learners_class_is_built_for_every_run_and_is_looked_at():
    run = simulation.run(Scenario(trials=10), strategy=OnlyOne)
    score = plane().score[plane().nearest({"rate": 0.01, "width": 64})]
    assert run.scenario.strategy == "yours"
    np.testing.assert_allclose(run["score"], score)
    assert run.summary["behind_yours"] == pytest.approx(100 * (plane().best - score))
    assert run == simulation.run(Scenario(trials=10), strategy=OnlyOne)


def test_a_class_for_the_plane_runs_in_the_whole_space_too():
    run = simulation.run(Scenario(trials=5, space="whole"), strategy=OnlyOne)
    assert run["score"][0] == table().score[table().nearest({"rate": 0.01, "width": 64})]


def test_random_as_a_part_is_random_search():
    run = simulation.run(Scenario(trials=15, seed=0), strategy=lambda: Random(plane().space, 0))
    np.testing.assert_array_equal(run["error_yours"], run["error_random"])


def test_what_does_not_fit_gets_a_sentence():
    with pytest.raises(ScenarioError, match="pass it too, strategy=YourClass"):
        simulation.run(Scenario(strategy="yours"))
    with pytest.raises(PartError, match="pass it, strategy=YourClass"):
        simulate(Scenario(strategy="yours"))
    with pytest.raises(PartError, match=r"needs ask\(\) and tell"):
        simulation.run(Scenario(), strategy=dict)


def test_every_machine_of_the_menu_is_told_about():
    for name in MACHINES:
        if name != "yours":
            assert "best there is" in simulation.text(simulate(Scenario(strategy=name)))


def test_where_the_best_are_is_told_only_when_asked():
    assert not [name for name in simulate(Scenario()).columns if name.startswith("good_")]
    shown = simulate(Scenario(reveal=True))
    assert "Where the best 5 % are, dots: 10." in simulation.text(shown)
