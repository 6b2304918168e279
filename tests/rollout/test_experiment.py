"""An experiment on users counts what every policy costs on the same users, and says when its groups are broken."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from mlops_widgets import stage
from mlops_widgets.rollout.experiment import ABTest, Scenario, Turn, simulate, simulation
from mlops_widgets.rollout.experiment.play import Played, play
from mlops_widgets.rollout.experiment.policies import built
from mlops_widgets.rollout.experiment.scenario import POLICIES
from mlops_widgets.rollout.experiment.simulate import _mismatch
from mlops_widgets.rollout.experiment.world import BUY, CLICK, HOURS, MARGIN, world

BUILT_IN = [each for each in POLICIES if each != "yours"]
every_policy = pytest.mark.parametrize("policy", BUILT_IN)


@cache
def _runs(**fields):
    return [simulate(Scenario(seed=seed, **fields)).summary for seed in range(4)]


def _mean(name, **fields):
    return np.mean([each[name] for each in _runs(**fields)])


# The users


def test_the_users_do_what_the_chances_say():
    users = world(Scenario(users=12, versions=4))
    for segment in (0, 1):
        here = users.segment == segment
        room = 4 * np.sqrt(0.25 / here.sum())
        assert np.abs(users.clicks[here].mean(axis=0) - CLICK[:, segment]).max() < room
        bought = (users.profit[here] > 0).mean(axis=0)
        assert np.abs(bought - (CLICK * BUY)[:, segment]).max() < room
        assert np.abs(users.profit[here].mean(axis=0) - users.expected[here].mean(axis=0)).max() < room * MARGIN.max()


def test_who_is_clicked_most_earns_least_and_the_climates_have_opposite_winners():
    worth = CLICK * BUY * MARGIN[:, None]
    assert CLICK.mean(axis=1).argmax() == 0 == worth.mean(axis=1).argmin()
    assert worth[:3].argmax(axis=0).tolist() == [2, 1]
    assert worth.argmax(axis=0).tolist() == [2, 3]


@every_policy
def test_every_policy_meets_the_same_users(policy):
    trace, other = simulate(Scenario(policy=policy)), simulate(Scenario(policy="thompson"))
    for name in ("lost_uniform", "lost_single", "sold_out"):
        assert np.array_equal(trace[name], other[name])


def test_the_policys_chance_is_none_of_the_users():
    users = world(Scenario(seed=3))
    met = play(users, Scenario(seed=3), built(Scenario(seed=3, policy="fixed", horizon=28), None)).met
    assert abs(np.corrcoef(met, users.segment)[0, 1]) < 4 / np.sqrt(met.size)


# What it counts


@every_policy
def test_shares_are_shares_and_the_loss_never_falls(policy):
    trace = simulate(Scenario(policy=policy, versions=4))
    assert np.allclose(sum(trace[f"share_{each}"] for each in "abcd"), 1)
    assert (np.diff(trace["lost"]) >= 0).all()
    assert trace["lost"][-1] <= 4 * 672 * 12


def test_a_test_that_never_ends_loses_what_equal_shares_lose():
    trace = simulate(Scenario(policy="fixed", horizon=28, users=12))
    assert trace.summary["lost"] == pytest.approx(trace.summary["lost_uniform"], rel=0.02)


def test_learning_from_clicks_loses_more_than_equal_shares():
    assert _mean("lost", goal="clicks") > 1.3 * _mean("lost_uniform")
    assert _mean("lost") < 0.8 * _mean("lost_uniform")
    assert _mean("clicked", goal="clicks") > _mean("clicked")


def test_only_who_knows_the_climate_loses_less_than_the_best_one_for_all():
    assert _mean("lost", policy="linear_thompson") < 0.6 * _mean("lost_single")
    assert _mean("lost", policy="linear_thompson", context=False) > _mean("lost_single")
    assert _mean("lost") > _mean("lost_single")


def test_purchases_that_are_known_late_cost_something():
    assert _mean("lost", delay=168) > _mean("lost")


def test_a_bandit_turns_away_from_what_is_sold_out():
    before = simulate(Scenario(policy="discounted", versions=2, turns=14, users=12))
    assert before["share_b"][14 * 24 - 1] > 0.8
    assert before["share_b"][-1] < before["share_b"][14 * 24 - 1] - 0.2


def test_a_turn_sells_out_and_the_next_one_brings_back():
    trace = simulate(Scenario().act(Turn(tick=100)).act(Turn(tick=300)))
    assert np.flatnonzero(trace["sold_out"]).tolist() == list(range(100, 300))
    assert [event.label for event in trace.events] == ["B sold out", "B is back"]


def test_a_broken_splitter_is_noticed_and_a_sound_one_is_not():
    broken = [simulate(Scenario(policy="fixed", leak=0.4, seed=seed)).summary["mismatch"] for seed in range(10)]
    sound = [simulate(Scenario(policy="fixed", seed=seed)).summary["mismatch"] for seed in range(10)]
    assert np.isfinite(broken).all()
    assert np.isnan(sound).all()


def test_of_many_sound_splits_that_are_looked_at_every_evening_one_in_a_thousand_is_accused():
    chance, scenario = np.random.default_rng(3), Scenario(policy="fixed", horizon=28)
    splits = chance.integers(scenario.versions, size=(1500, HOURS * scenario.users))
    accused = sum(_mismatch(Played(met, None), scenario, HOURS - 1) is not None for met in splits)
    assert accused / 1500 <= 0.001 + 4 * np.sqrt(0.001 / 1500)


def test_what_is_not_known_yet_is_not_believed():
    trace = simulate(Scenario(delay=100))
    assert np.isnan(trace["cold_b"][:99]).all()
    assert np.isfinite(trace["click_b"][24:]).all()
    assert np.isfinite(trace["cold_b"][150:]).all()


def test_beliefs_narrow_around_the_truth():
    trace = simulate(Scenario(policy="fixed", horizon=28, users=12))
    truth = (CLICK * BUY * MARGIN[:, None])[:3]
    for segment, name in enumerate(("cold", "warm")):
        for arm, letter in enumerate("abc"):
            spread = trace[f"{name}_{letter}_spread"][-1]
            assert abs(trace[f"{name}_{letter}"][-1] - truth[arm, segment]) < 4 * spread
            assert spread < 0.2


# Tests that end


def test_a_fixed_test_looks_once_and_at_its_end():
    found = [simulate(Scenario(policy="fixed", versions=2, horizon=10, seed=seed)).summary for seed in range(5)]
    assert {each["decided"] for each in found} == {10 * 24 - 1}
    assert all(each["right"] for each in found)


def _false_winner(rule, seed):
    chance = np.random.default_rng([seed, 1])
    test = ABTest(2, users=1000, every=20, rule=rule, seed=seed)
    while test.winner is None:
        test.learn(test.choose(), float(chance.random() < 0.3))
    return test.winner


def test_of_two_equal_versions_who_peeks_prefers_one_far_more_often_than_who_waits():
    rules = ("fixed", "peeking", "sequential")
    found = {rule: np.mean([_false_winner(rule, seed) for seed in range(80)]) for rule in rules}
    room = 4 * np.sqrt(0.025 / 80)
    assert max(found["fixed"], found["sequential"]) <= 0.025 + room  # only B may win: half of the 5 %
    assert found["peeking"] > 0.1


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        ({"rule": "sequencial"}, "rule must be one of fixed, peeking, sequential"),
        ({"every": 0}, "a test needs 2 arms"),
    ],
)
def test_a_test_that_cannot_be_is_refused(wish, words):
    with pytest.raises(ValueError, match=words):
        ABTest(2, **({"users": 100, "every": 10, "rule": "peeking"} | wish))


# Words


def test_the_sentence_says_what_was_chosen_and_warns_of_broken_groups():
    trace = simulation.run(Scenario(policy="fixed", leak=0.4))
    last = simulation.scene(trace).verdict(HOURS - 1).sentence
    assert last.startswith("The test chose ")
    assert "after 14 days" in last
    assert "the splitter loses users" in last
    assert "A was clicked most" in last


def test_the_sentence_of_a_day_is_true_until_the_next_one_is_over():
    trace = simulation.run(Scenario(turns=9))
    scene = simulation.scene(trace)
    assert scene.verdict(22).sentence == "The first day is not over yet."
    for tick in (23, 46, 216, 400):
        days = (tick + 1) // 24
        lost = stage.written(trace["lost"][24 * days - 1], digits=0)
        assert f"on day {days};" in scene.verdict(tick).sentence
        assert f" {lost} € were lost" in scene.verdict(tick).sentence


def test_before_its_end_a_test_goes_on():
    trace = simulation.run(Scenario(policy="fixed"))
    assert "The test goes on" in simulation.scene(trace).verdict(100).sentence
    assert replace(simulation.scene(trace), panels=()).text(trace, 100).endswith("%.")


def test_the_stored_runs_are_what_the_simulation_gives_today(golden):
    runs = {
        "thompson, as it comes": Scenario(),
        "linear thompson, four versions, late, B sells out": Scenario(
            policy="linear_thompson", versions=4, delay=24
        ).act(Turn(tick=400)),
        "peeking with a broken splitter": Scenario(policy="peeking", leak=0.5),
    }
    golden(simulation, "experiment.txt", runs, every=61)
