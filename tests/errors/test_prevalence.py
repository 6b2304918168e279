"""A year of inspections meets its closed forms, and a moved threshold changes nothing before."""

import numpy as np
import pytest
from scipy import stats

from mlops_widgets.errors.prevalence import NEVER, Move, Scenario, expected, scene, simulate, simulation

RUNS = {
    "as it is": Scenario(),
    "rare, moved in summer": Scenario(prevalence="0.003", seed=1).act(Move(tick=180, to=0.5)),
    "nothing is stopped": Scenario(threshold=NEVER, parts=40),
}


def test_runs_are_as_they_were(golden):
    golden(simulation, "prevalence.txt", RUNS, every=60)


@pytest.mark.parametrize("prevalence", ["0.003", "0.02", "0.1", "0.5"])
@pytest.mark.parametrize("threshold", [0.5, 1.8])
def test_a_year_meets_bayes_rule(prevalence, threshold):
    scenario = Scenario(prevalence=prevalence, threshold=threshold, parts=1000, seed=2)
    run = simulate(scenario)
    precision, recall, false = expected(scenario)
    pi = float(prevalence)
    assert recall == pytest.approx(stats.norm.sf(threshold - 3))
    assert precision == pytest.approx(pi * recall / (pi * recall + (1 - pi) * stats.norm.sf(threshold)))
    alarms, cases = run["tp"][-1] + run["fp"][-1], run["tp"][-1] + run["fn"][-1]
    assert run.summary["precision"] == pytest.approx(precision, abs=4 * np.sqrt(precision * (1 - precision) / alarms))
    assert run.summary["recall"] == pytest.approx(recall, abs=4 * np.sqrt(recall * (1 - recall) / cases))
    assert run.summary["accuracy"] == pytest.approx(pi * recall + (1 - pi) * (1 - false), abs=0.003)
    assert run.summary["never"] == pytest.approx(1 - pi, abs=0.004)


def test_the_rarer_a_case_the_less_an_alarm_is_worth_though_the_model_is_the_same():
    runs = [expected(Scenario(prevalence=each)) for each in ("0.003", "0.02", "0.1", "0.5")]
    assert [precision for precision, _, _ in runs] == sorted(precision for precision, _, _ in runs)
    assert len({(recall, false) for _, recall, false in runs}) == 1


def test_a_good_model_can_be_less_accurate_than_one_that_stops_nothing():
    run = simulate(Scenario(prevalence="0.003"))
    assert run.summary["accuracy"] < run.summary["never"]
    assert run.summary["recall"] > 0.8
    assert "less than the" in scene(run).verdicts[-1].sentence


def test_where_nothing_is_stopped_nothing_is_invented():
    run = simulate(Scenario(threshold=NEVER))
    assert np.isnan(run["precision"]).all()
    np.testing.assert_array_equal(run["accuracy"], run["never"])
    assert "no part was ever stopped" in scene(run).verdicts[-1].sentence


def test_a_move_changes_nothing_before_and_the_parts_stay_the_same():
    plain, moved = simulate(Scenario()), simulate(Scenario().act(Move(tick=100, to=0.0)))
    for name in plain.columns:
        np.testing.assert_array_equal(plain[name][:100], moved[name][:100])
    np.testing.assert_array_equal(plain["never"], moved["never"])
    assert moved["recall"][-1] > plain["recall"][-1]


def test_the_drawn_parts_end_where_their_judgement_says():
    run = simulate(Scenario(prevalence="0.25", parts=20))
    for slot in range(8):
        stopped = run[f"way_{slot}"] < 2
        assert (run[f"place_{slot}"][stopped] >= 1 - run["stopped"][stopped] - 1e-12).all()
        assert (run[f"place_{slot}"][~stopped] <= run["passed"][~stopped] + 1e-12).all()
