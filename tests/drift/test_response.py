"""The year is the same for every policy, money adds up to its closed forms, and nobody beats the oracle."""

import re
import time
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlops_widgets import stage
from mlops_widgets.drift.response import (
    ACTIONS,
    Always,
    Never,
    Order,
    Runbook,
    Scenario,
    Schedule,
    foresee,
    play,
    simulation,
    world,
)

QUIET = Scenario(incidents=0, wear=0.0)


def _lost(scenario, policy):
    return play(world(scenario), scenario, policy).lost.sum()


class Random:
    """Does anything, to look for a response that the oracle forgot."""

    def __init__(self, seed):
        self.rng = np.random.default_rng(seed)

    def decide(self, day):
        return self.rng.choice(list(ACTIONS), p=[0.7, 0.1, 0.05, 0.05, 0.1]).item()


def _scenarios():
    knobs = {}
    for control in Scenario.controls():
        name = control["name"]
        if "min" in control:
            kind = st.integers if Scenario.model_fields[name].annotation is int else st.floats
            knobs[name] = kind(control["min"], control["max"])
    return st.builds(Scenario, guard=st.booleans(), **knobs)


# Closed forms


@settings(max_examples=40, deadline=None)
@given(_scenarios())
def test_nobody_loses_less_than_the_oracle(scenario):
    year = world(scenario)
    least = foresee(year, scenario)[1].sum()
    for policy in (Never(), Always(), Runbook(), Schedule(scenario.every), Random(scenario.seed)):
        assert play(year, scenario, policy).lost.sum() >= least * (1 - 1e-9) - 1e-6


@pytest.mark.parametrize("seed", range(5))
def test_never_costs_what_was_lost_times_the_price(seed):
    scenario = Scenario(seed=seed, incidents=8)
    year = world(scenario)
    broken = np.zeros(365)
    for bug in year.bugs:
        broken[bug.start : bug.end] = 1
    expected = scenario.price * (year.gone - year.gone[0] + scenario.bug * broken)
    assert np.allclose(play(year, scenario, Never()).lost, expected)


def test_where_nothing_ever_changes_the_best_cadence_is_never():
    costs = [_lost(QUIET, Schedule(every)) for every in (1, 7, 30, 90, 180)]
    assert _lost(QUIET, Never()) == foresee(world(QUIET), QUIET)[1].sum() == 0
    assert costs == [QUIET.retraining * (364 // every) for every in (1, 7, 30, 90, 180)]


@pytest.mark.parametrize("wear", [0.5, 1.0, 2.0])
def test_steady_wear_has_its_best_cadence_where_calculus_puts_it(wear):
    scenario = QUIET.replace(wear=wear)
    costs = [_lost(scenario, Schedule(every)) for every in range(1, 181)]
    # A retraining c every T days and wear r a day at price p: c/T + prT/2 is least at T = √(2c/pr).
    best = np.sqrt(2 * scenario.retraining / (scenario.price * wear / 30))
    assert abs(1 + int(np.argmin(costs)) - best) <= 2
    assert min(costs) == pytest.approx(foresee(world(scenario), scenario)[1].sum(), rel=0.02)


def test_the_oracle_mends_a_bug_at_once_and_lets_rules_answer_meanwhile():
    scenario = next(each for each in (Scenario(seed=s, wear=0.0) for s in range(9)) if world(each).bugs)
    year = world(scenario)
    bug = year.bugs[0]
    right, lost = foresee(year, scenario)
    assert right[bug.start] == pytest.approx(0.92 - 0.06)
    assert lost[bug.start] >= scenario.investigation + 6 * scenario.price
    assert right[bug.start + 3] > right[bug.start]


# The guard


def test_without_a_guard_a_retraining_on_damaged_days_poisons_the_model_and_with_one_it_does_not():
    guarded, open_ = (Scenario(seed=2, guard=guard, wear=0.0) for guard in (True, False))
    losses = {each.guard: _lost(each, Always()) for each in (guarded, open_)}
    assert losses[False] > 1.3 * losses[True]


def test_the_guard_saves_money_in_nearly_every_year():
    years = [(_lost(Scenario(seed=s), Runbook()), _lost(Scenario(seed=s, guard=False), Runbook())) for s in range(20)]
    assert sum(with_ < without for with_, without in years) >= 19


def test_the_guard_refuses_while_the_data_are_damaged_and_nothing_is_paid():
    scenario = Scenario(seed=0)
    year = world(scenario)
    bug = year.bugs[0]
    played = play(year, scenario, Never(), {bug.start + 1: "retrain"})
    assert played.action[bug.start + 1] == "refused"
    assert played.lost.sum() == play(year, scenario, Never()).lost.sum()


def test_without_incidents_the_guard_changes_nothing():
    with_, without = (simulation.run(Scenario(incidents=0, guard=guard)) for guard in (True, False))
    assert all(np.array_equal(with_[name], without[name]) for name in with_.columns)


# What actions do


def test_an_investigation_mends_a_bug_in_three_days():
    scenario = Scenario(seed=0)
    year = world(scenario)
    bug = year.bugs[0]
    played = play(year, scenario, Never(), {bug.start + 2: "investigate"})
    assert played.broken.sum() == 5 + sum(each.end - each.start for each in year.bugs[1:])


def test_rules_answer_for_a_day_and_are_as_good_as_they_are():
    played = play(world(QUIET), QUIET, Never(), {50: "fall_back"})
    assert played.right[50] == pytest.approx(0.92 - 0.06)
    assert played.right[[49, 51]] == pytest.approx(0.92)


def test_a_poisoned_model_can_be_rolled_back():
    scenario = Scenario(seed=0, guard=False, wear=0.0, incidents=4, delay=0)
    year = world(scenario)
    bug = year.bugs[0]
    poisoned = play(year, scenario, Never(), {bug.end: "retrain"})
    cured = play(year, scenario, Never(), {bug.end: "retrain", bug.end + 1: "roll_back"})
    clean = play(year, scenario, Never())
    assert poisoned.right[bug.end + 2] < clean.right[bug.end + 2] - 0.03
    assert cured.right[bug.end + 2] == clean.right[bug.end + 2]


def test_a_retraining_knows_only_what_has_a_label():
    scenario = Scenario(incidents=1, wear=0.0, delay=20)  # the first incident is a sudden drift
    year = world(scenario)
    [drift] = year.incidents
    early, late = (play(year, scenario, Never(), {drift.start + after: "retrain"}) for after in (5, 20))
    assert early.right[-1] < 0.92
    assert late.right[-1] == pytest.approx(0.92)


def test_an_order_overrules_the_policy_on_its_day():
    trace = simulation.run(Scenario(policy="never").act(Order(tick=200)))
    assert [event.tick for event in trace.events if event.kind == "retrain"] == [200]
    assert trace["right"][201] > trace["right"][200]


# What a policy sees


def _watched(scenario):
    days = []

    class Watcher:
        def decide(self, day):
            days.append(day)
            return "wait"

    simulation.run(scenario, policy=Watcher)
    return days


def test_a_policy_sees_late_labels_the_guards_finding_and_no_truth():
    scenario = Scenario(seed=0)
    days, year = _watched(scenario), world(scenario)
    assert all(np.isnan(day.measured) for day in days[:7])
    assert not any(np.isnan(day.measured) for day in days[7:])
    bug = year.bugs[0]
    assert [day.day for day in days if day.problem and day.day < bug.end] == list(range(bug.start, bug.end))
    assert not any(day.problem for day in _watched(scenario.replace(guard=False)))


def test_the_estimate_sees_a_data_drift_and_is_blind_to_a_concept_drift():
    scenario = Scenario(seed=0, wear=0.0)
    year, days = world(scenario), _watched(scenario)
    for each in year.incidents:
        if each.kind in ("sudden drift", "concept drift") and each.start < 350:
            before = np.mean([day.estimated for day in days[each.start - 14 : each.start]])
            after = np.mean([day.estimated for day in days[each.end : each.end + 14]])
            assert (before - after > 0.01) == (each.kind == "sudden drift")


def test_the_season_rings_the_index_and_harms_nothing():
    days = _watched(QUIET)
    assert max(day.psi for day in days) > 0.1
    assert simulation.run(QUIET.replace(policy="never")).summary["lost"] == 0


def test_every_policy_meets_the_same_year():
    runs = [simulation.run(Scenario(policy=name)) for name in ("never", "always", "runbook", "schedule")]
    for name in ("lost_never", "lost_always", "lost_oracle", "right_oracle", "drifting"):
        assert len({run[name].tobytes() for run in runs}) == 1
    assert np.array_equal(runs[0]["lost"], runs[0]["lost_never"])
    assert np.array_equal(runs[1]["lost"], runs[1]["lost_always"])


def test_one_more_incident_leaves_the_others_as_they_were():
    few, more = (world(Scenario(incidents=n)).incidents for n in (4, 5))
    assert set(few) <= set(more)


# A learner's policy


@pytest.mark.parametrize(
    ("part", "words"),
    [
        (lambda: 5, "a policy needs a method decide.*int has none: write def decide"),
        (type("Shy", (), {"decide": lambda self, day: None}), "decide must return one of 'wait', .*got None"),
        (type("Loud", (), {"decide": lambda self, day: "panic"}), "got 'panic': return 'wait'"),
        (type("Wrong", (), {"decide": lambda self, day: day.income}), "AttributeError"),
    ],
)
def test_a_policy_that_does_not_fit_is_told_what_is_missing(part, words):
    with pytest.raises(stage.PartError, match=words):
        simulation.run(policy=part)


def test_a_factory_gives_a_fresh_policy_to_every_run():
    built = []
    first, second = (simulation.run(policy=lambda: built.append(1) or Runbook()) for _ in range(2))
    assert len(built) == 2
    assert first == second
    assert first.summary["lost"] == simulation.run().summary["lost"]


def test_a_policy_cannot_change_what_it_is_shown():
    class Forger:
        def decide(self, day):
            day.psi = 0
            return "wait"

    with pytest.raises(stage.PartError, match="AttributeError"):
        simulation.run(policy=Forger)


# Scene and speed


@pytest.mark.parametrize("seed", range(8))
def test_what_is_said_between_events_is_true_at_every_tick(seed):
    trace = simulation.run(Scenario(seed=seed))
    done = {event.tick for event in trace.events if event.kind not in ("drift", "bug")}
    verdicts = simulation.scene(trace).verdicts
    for verdict, following in pairwise(verdicts[1:]):
        days = [int(day) for day in re.findall(r"on day (\d+)", verdict.sentence)]
        assert max(days) <= verdict.tick
        if "nothing has been done about it yet" in verdict.sentence:
            assert not done & set(range(days[0], following.tick))
        else:
            assert days[0] in done


def test_the_last_word_adds_up():
    trace = simulation.run()
    lost, oracle, never = (round(trace.summary[name]) for name in ("lost", "lost_oracle", "lost_never"))
    said = simulation.scene(trace).verdict(364).sentence
    assert said.startswith(f"The runbook lost {lost} thousand € in the year")
    assert abs(never - lost - int(said.rpartition(" and ")[2].split()[0])) <= 1
    assert abs(lost - oracle - int(said.partition(": ")[2].split()[0])) <= 1


def test_who_waits_all_year_is_told_that_doing_nothing_costs_the_same():
    waits = type("Waits", (), {"decide": lambda self, day: "wait"})
    trace = simulation.run(Scenario(policy="yours"), policy=waits)
    assert simulation.scene(trace).verdict(364).sentence.endswith("than an oracle would have, just as doing nothing.")


def test_a_run_is_quick_enough_to_follow_a_knob():
    simulation.run()
    seconds = []
    for _ in range(5):
        began = time.process_time()
        simulation.run()
        seconds.append(time.process_time() - began)
    assert min(seconds) <= 0.1  # 0.05 s on a quiet machine
