"""The files know only loans that were given: Bayes' rule says what they tell, a lot tells the truth."""

import numpy as np
import pytest

from mlops_widgets.lifecycle.accepted import GROUPS, Scenario, Waive, simulate, simulation
from mlops_widgets.lifecycle.accepted.world import CHECK, DEFAULT, EARNED, MISTAKEN, in_the_files

MANY = Scenario(applicants=2000, seed=2)
RUNS = {
    "a look at everybody": Scenario(),
    "self-employed unseen, then the retired, some at random": Scenario(
        unseen="self_employed", at_random=0.05, reveal=True
    ).act(Waive(tick=20, group="retired")),
}
every_group = pytest.mark.parametrize("name", GROUPS)


def _near(share, count):
    return pytest.approx(share, abs=4 * np.sqrt(share * (1 - share) / count))


def test_runs_are_as_they_were(golden):
    golden(simulation, "accepted.txt", RUNS, every=10)


@every_group
def test_the_files_say_what_bayes_rule_says(name):
    group = GROUPS[name]
    loans = 2000 * 52 * group.share * (group.default * (1 - group.caught) + (1 - group.default) * (1 - MISTAKEN))
    assert simulate(MANY)[f"files_{name}"][-1] == _near(in_the_files(group), loans)


@every_group
def test_loans_at_random_say_what_is_true_of_all(name):
    group, run = GROUPS[name], simulate(MANY.replace(at_random=0.1))
    assert run[f"random_{name}"][-1] == _near(group.default, 200 * 52 * group.share)
    assert run[f"all_{name}"][-1] == _near(group.default, 2000 * 52 * group.share)
    assert np.isnan(simulate(MANY)[f"random_{name}"]).all()


def test_who_is_watched_best_looks_safe_and_is_not():
    run = simulate(MANY)
    seen = {name: run[f"files_{name}"][-1] for name in GROUPS}
    assert seen["self_employed"] < seen["employees"] < seen["students"]
    assert run["all_self_employed"][-1] == max(run[f"all_{name}"][-1] for name in GROUPS)


@every_group
def test_the_money_is_that_of_the_decision_tree(name):
    group, asked = GROUPS[name], 2000 * 52
    seen = group.default * (1 - group.caught) * DEFAULT + (1 - group.default) * (1 - MISTAKEN) * EARNED + CHECK
    unseen = group.default * DEFAULT + (1 - group.default) * EARNED
    won = simulate(MANY.replace(unseen=name)).summary["earned"] - simulate(MANY).summary["earned"]
    expected = asked * group.share * (unseen - seen) / 1000
    spread = 3.0 * np.sqrt(asked * group.share * group.default)  # thousand €
    assert won == pytest.approx(expected, abs=4 * spread)


def test_to_trust_the_files_costs_more_than_all_it_saves():
    runs = {name: simulate(Scenario(unseen=name)).summary for name in GROUPS}
    assert runs["self_employed"]["earned"] < 0 < runs["students"]["earned"] < runs["retired"]["earned"]
    assert runs["retired"]["earned"] == runs["retired"]["earned_best"]


def test_what_is_decided_changes_nothing_before():
    calm, later = simulate(Scenario()), simulate(Scenario().act(Waive(tick=30, group="students")))
    for name in set(calm.columns) - {"earned_best"}:
        np.testing.assert_array_equal(calm[name][:30], later[name][:30])
    assert later["earned"][-1] < calm["earned"][-1]
