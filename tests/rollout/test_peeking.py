"""Two hundred watched tests are fooled as often as theory says, by every rule and by a learner's own."""

import numpy as np
import pytest

from mlops_widgets import stage
from mlops_widgets.rollout import false_alarm
from mlops_widgets.rollout.peeking import Scenario, levels, simulate, simulation, watched

RULES = ("peeking", "fixed", "pocock", "obrien_fleming", "msprt", "sequence")


class Nervous:
    def decide(self, look):
        return "stop" if look.pvalue < 0.05 else "go on"


# Truth


@pytest.mark.parametrize("lift", [0.0, 0.1])
@pytest.mark.parametrize("rule", RULES)
def test_four_thousand_tests_stop_as_often_as_the_exact_curve_says(rule, lift):
    scenario = Scenario(rule=rule, lift=lift, base=0.2)
    ever = (np.abs(watched(scenario, tests=4000).z) >= levels(scenario)).any(axis=1).mean()
    exact = simulate(scenario)["exact"][-1]
    assert ever == pytest.approx(exact, abs=3.5 * np.sqrt(exact * (1 - exact) / 4000) + 0.004)


@pytest.mark.parametrize("looks", [1, 2, 28, 100])
def test_the_dashed_curve_is_armitages(looks):
    assert simulate(Scenario(looks=looks))["exact"][-1] == pytest.approx(false_alarm(looks), abs=1e-6)


@pytest.mark.parametrize("rule", RULES[1:])
def test_every_rule_but_peeking_keeps_the_promise(rule):
    assert simulate(Scenario(rule=rule, looks=60))["exact"][-1] <= 0.05 + 1e-4


def test_all_rules_watch_the_same_users_and_a_lift_only_adds_to_them():
    runs = [simulate(Scenario(rule=rule)) for rule in RULES]
    assert all(np.array_equal(each["z7"], runs[0]["z7"], equal_nan=True) for each in runs)
    same, better = watched(Scenario()), watched(Scenario(lift=0.2))
    assert np.array_equal(same.hits, better.hits)
    assert (better.hits_other >= same.hits_other).all()
    assert better.hits_other[:, -1].mean() / same.hits_other[:, -1].mean() == pytest.approx(1.2, abs=0.01)


def test_more_lift_finds_no_less_and_takes_no_more_users():
    runs = [simulate(Scenario(rule="msprt", lift=lift, looks=60)) for lift in (0.1, 0.2, 0.4)]
    assert np.all(np.diff([each["stopped"][-1] for each in runs]) >= 0)
    assert np.all(np.diff([each["users"][-1] for each in runs]) < 0)


# A learner's rule


def test_a_nervous_rule_of_ones_own_is_peeking():
    theirs, ours = simulation.run(rule=Nervous), simulation.run()
    assert np.array_equal(theirs["stopped"], ours["stopped"])
    assert theirs.labels == ours.labels
    assert np.isnan(theirs["exact"][1:]).all()
    assert "your rule had 28 days" in simulation.text(theirs)


def test_each_test_gets_a_fresh_rule_that_sees_growing_counts():
    class Diary:
        def __init__(self):
            self.seen = []

        def decide(self, look):
            assert look.number == len(self.seen) + 1 <= look.planned
            assert not self.seen or look.users > self.seen[-1].users
            assert look.difference == pytest.approx((look.hits_other - look.hits) / look.users)
            assert look.z == pytest.approx(look.difference / look.error if look.error else 0)
            self.seen.append(look)
            return "go on"

    assert simulation.run(Scenario(looks=5, base=0.01, users=50), rule=Diary)["stopped"][-1] == 0


@pytest.mark.parametrize(
    ("build", "words"),
    [
        (type("Clock", (), {}), "a rule needs a method decide.* Clock has none"),
        (type("Shy", (), {"decide": lambda self, look: None}), "decide must return 'go on' or 'stop', got None"),
        (type("Rude", (), {"decide": lambda self, look: 1 / 0}), "your part raised ZeroDivisionError"),
    ],
)
def test_a_rule_that_does_not_answer_is_refused_by_name(build, words):
    with pytest.raises(stage.PartError, match=words):
        simulation.run(rule=build)


def test_a_scenario_that_asks_for_your_rule_says_how_to_pass_it():
    with pytest.raises(stage.PartError, match="pass it, rule=YourClass"):
        simulate(Scenario(rule="yours"))


# Words and picture


@pytest.mark.parametrize("fields", [{}, {"rule": "msprt", "lift": 0.1}, {"lift": 0.02, "looks": 5}, {"looks": 1}])
def test_the_sentence_of_each_day_counts_what_is_drawn(fields):
    trace = simulation.run(Scenario(**fields))
    scene, ends = simulation.scene(trace), np.array(trace.labels)
    for day in range(1, len(trace)):
        said = scene.verdict(day).sentence
        stopped = [int(end) for end in ends if end <= day]
        wrong = sum(trace[f"z{row}"][end] < 0 for row, end in enumerate(ends) if end <= day)
        right = len(stopped) - wrong if trace.scenario.lift else len(stopped)
        assert f"{right or 'none'} of 200 tests" in said
        assert not trace.scenario.lift or bool(wrong) == ("for the worse one" in said)


def test_a_flag_stands_where_twice_the_promise_is_passed():
    trace = simulation.run()
    (event,) = trace.events
    assert trace["stopped"][event.tick] >= 0.1 > trace["stopped"][event.tick - 1]
    assert simulation.run(Scenario(rule="fixed")).events == ()


def test_the_stored_runs_are_what_the_simulation_gives_today(golden):
    runs = {"as it comes": Scenario(), "a lift, by an mSPRT": Scenario(rule="msprt", lift=0.2)}
    golden(simulation, "peeking.txt", runs, every=9)
