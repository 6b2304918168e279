"""A recommender that learns from its own clicks locks in, never beats the oracle, and is rescued by chance alone."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlops_widgets import stage
from mlops_widgets.drift.loop import ITEMS, SLOTS, Ranked, Scenario, Turn, simulate, simulation, world

STILL = {"turn": 371}  # tastes that never change
LONG = {"days": 364, "memory": 364, "every": 56, **STILL}

RUNS = {
    "as it comes": Scenario(),
    "one page in ten at random": Scenario(explore=0.1),
    "by looks, tastes change twice": Scenario(explore=0.1, policy="looks", bias=1).act(Turn(tick=40)),
}


def test_the_stored_runs_are_what_the_simulation_gives_today(golden):
    golden(simulation, "loop.txt", RUNS, every=7)


def _kinds(trace, kind):
    return [event.tick for event in trace.events if event.kind == kind]


# Truth


scenarios = st.builds(
    Scenario,
    seed=st.integers(0, 999),
    explore=st.floats(0, 1),
    every=st.integers(1, 56),
    users=st.integers(20, 60),
    bias=st.floats(0, 2),
    policy=st.sampled_from(["showings", "looks"]),
    memory=st.integers(7, 364),
    days=st.integers(28, 100),
    turn=st.integers(7, 371),
    interventions=st.lists(st.builds(Turn, tick=st.integers(0, 120)), max_size=3),
)


@settings(max_examples=40)
@given(scenarios)
def test_nobody_earns_more_than_the_best_items_at_the_best_places(scenario):
    trace = simulation.run(scenario)
    assert trace["share"].max() <= 1 + 1e-12
    assert trace["earned"].min() > 0
    assert (trace["items"] >= SLOTS - 1e-9).all()
    assert (trace["items"] <= ITEMS).all()
    assert ((trace["best_shown"] >= 0) & (trace["best_shown"] <= 1)).all()
    assert simulation.scene(trace).picture(trace)["verdicts"][0]["tick"] == 0


@pytest.mark.parametrize("bias", [0.0, 1.0])
def test_pages_at_random_earn_the_average_appeal(bias):
    scenario = Scenario(explore=1, bias=bias, users=500, **STILL)
    trace, truth = simulation.run(scenario), world(scenario)
    assert truth.bounds.random == pytest.approx(truth.appeal[0].mean() * sum(k**-bias for k in range(1, SLOTS + 1)))
    assert trace["earned"].mean() == pytest.approx(truth.bounds.random, rel=0.005)
    assert trace["clicks"].mean() == pytest.approx(truth.bounds.random, rel=0.01)
    n = 500 * SLOTS  # 1 / Σ share² of n showings at random is about items / (1 + (items − 1) / n)
    assert trace["items"].mean() == pytest.approx(ITEMS / (1 + (ITEMS - 1) / n), rel=0.01)


def test_a_policy_that_knows_the_truth_earns_the_best_possible():
    scenario = Scenario(**STILL)
    order = np.argsort(-world(scenario).appeal[0])

    class Knows:
        def learn(self, shown, clicks):
            pass

        def page(self):
            return order

    trace = simulation.run(scenario, policy=Knows)
    assert trace["share"][1:] == pytest.approx(1)
    assert trace.summary["best_shown"] == 1


def _log(scenario):
    """All that is seen in a year of pages at random: showings, clicks, true appeals."""
    seen = []

    class Listens(Ranked):
        def __init__(self):
            super().__init__(np.ones(SLOTS))

        def learn(self, shown, clicks):
            super().learn(shown, clicks)
            seen.append((shown, clicks))

    simulation.run(scenario, policy=Listens)
    return [(shown, clicks, world(scenario).appeal[0]) for shown, clicks in seen]


def test_without_bias_and_with_full_exploration_estimates_come_closer_by_the_root_of_the_showings():
    scores = []
    for seed in range(16):
        log = _log(Scenario(explore=1, bias=0, users=20, seed=seed, **LONG))
        for shown, clicks, appeal in (log[1], log[-1]):  # two months and eleven
            n = shown.sum(axis=1)
            scores.append((n.mean(), np.mean(n * (clicks.sum(axis=1) / n - appeal) ** 2 / (appeal * (1 - appeal)))))
    (early, late), scale = np.reshape(scores, (16, 2, 2)).mean(axis=0).T
    assert late > 5 * early
    assert scale == pytest.approx([1, 1], abs=0.12)  # a miss is of the size √(p(1 − p)/n), early and late


def test_counting_looks_instead_of_showings_undoes_the_position_bias():
    shown, clicks, appeal = _log(Scenario(explore=1, bias=1, users=200, **LONG))[-1]
    looked = 1 / np.arange(1, SLOTS + 1)
    naive, fair = (clicks.sum(axis=1) / (shown @ weights) for weights in (np.ones(SLOTS), looked))
    assert fair == pytest.approx(appeal, abs=0.04)
    assert naive == pytest.approx(appeal * looked.mean(), abs=0.04)


# The loop


def test_without_exploration_it_locks_in_and_a_change_of_tastes_ruins_it():
    shares = np.array([simulation.run(Scenario(seed=seed))["share"] for seed in range(12)])
    assert 0.8 < shares[:, 60:84].mean() < 0.97
    assert shares[:, -28:].mean() < 0.7
    for seed in range(4):
        assert simulation.run(Scenario(seed=seed))["items"][1:] == pytest.approx(SLOTS)


def test_a_little_exploration_rescues_it_and_much_costs_more_than_it_brings():
    def late(explore):
        return np.mean([simulation.run(Scenario(seed=s, explore=explore)).summary["share"] for s in range(12)])

    none, little, much = late(0), late(0.1), late(0.6)
    assert little > none + 0.2
    assert little > much + 0.1


def test_retraining_less_often_finds_the_best_item_later():
    def found(every):
        traces = [simulation.run(Scenario(seed=seed, explore=0.2, every=every)) for seed in range(8)]
        return np.mean([min([day for day in _kinds(trace, "found") if day > 84], default=168) for trace in traces])

    assert found(28) > found(1)


def test_users_and_their_luck_are_the_same_whatever_the_policy():
    one, other = (world(Scenario(explore=share, policy=name)) for share, name in ((0, "looks"), (0.5, "showings")))
    for name in ("appeal", "drawn", "curious", "luck"):
        assert getattr(one, name).tobytes() == getattr(other, name).tobytes()


def test_a_page_holds_no_item_twice_and_every_item_has_the_same_chance():
    drawn = world(Scenario(users=500, days=336)).drawn
    assert (np.diff(np.sort(drawn, axis=-1), axis=-1) > 0).all()
    counts = np.bincount(drawn[:, :, 0].ravel(), minlength=ITEMS)
    assert counts == pytest.approx(np.full(ITEMS, counts.mean()), rel=0.08)


def test_tastes_change_in_order_only_so_the_best_possible_stays():
    truth = world(Scenario(turn=50).act(Turn(tick=90)))
    assert not np.array_equal(truth.appeal[49], truth.appeal[50])
    assert not np.array_equal(truth.appeal[89], truth.appeal[90])
    assert np.array_equal(np.sort(truth.appeal[0]), np.sort(truth.appeal[-1]))


def test_an_item_is_forgotten_when_nobody_saw_it_for_four_weeks():
    trace = simulation.run()
    (day,) = _kinds(trace, "unseen")
    assert (trace["best_shown"][day - 27 : day + 1] == 0).all()
    assert trace["best_shown"][day - 28] > 0 or day - 28 < trace.scenario.turn
    assert "nobody had seen the best item for 28 days" in simulation.scene(trace).verdict(day).sentence


def test_the_last_word_says_what_was_earned():
    trace = simulation.run(Scenario(explore=0.1))
    share = trace["share"][-28:].mean()
    assert f"earned {share * 100:.0f} % of what is possible" in simulation.text(trace)


# A learner's policy


class First:
    """The least that fits: always the first items."""

    def learn(self, shown, clicks):
        assert shown.shape == clicks.shape == (ITEMS, SLOTS)
        shown[:] = clicks[:] = -1  # its own copies

    def page(self):
        return range(SLOTS)


def test_the_least_that_fits_shows_its_items_and_cannot_spoil_the_log():
    scenario = Scenario(**STILL)
    trace = simulation.run(scenario, policy=First)
    assert trace["leader"][1:] == pytest.approx(world(scenario).appeal[0, 0])
    assert trace["leader_belief"][1:].min() >= 0
    assert trace == simulate(scenario, policy=First)


def test_ranking_by_showings_oneself_is_the_same_as_by_name():
    theirs = simulation.run(Scenario(explore=0.1), policy=lambda: Ranked(np.ones(SLOTS)))
    ours = simulation.run(Scenario(explore=0.1))
    assert all(theirs[name].tobytes() == ours[name].tobytes() for name in ours.columns)


def _showing(what):
    return type("Mine", (First,), {"page": lambda self: what})


@pytest.mark.parametrize(
    "what", [None, 5, [], [0, 1, 2, 3], [0, 1, 2, 3, 3], [0, 1, 2, 3, 40], [-1, 0, 1, 2, 3], np.arange(5.0), "abcde"]
)
def test_a_page_that_cannot_be_shown_is_told(what):
    with pytest.raises(stage.PartError, match="page of Mine must give 5 different items or more, whole numbers"):
        simulation.run(policy=_showing(what))


def test_a_policy_that_lacks_a_word_or_breaks_is_told_and_the_widget_lives_on():
    with pytest.raises(stage.PartError, match=r"a policy needs two methods.*Half lacks one"):
        simulation.run(policy=type("Half", (), {"learn": lambda self, shown, clicks: None}))
    widget = simulation.widget(policy=type("Mine", (First,), {"page": lambda self: 1 / 0}))
    assert "your part raised ZeroDivisionError" in widget.answer["error"]
    widget.set(policy="looks")
    assert widget.answer["error"] == ""
    widget.close()
