"""The release that a learner plays: every strategy on the same users, their own policy, and what a hand may do."""

import time

import numpy as np
import pytest
from scipy import stats

from mlops_widgets import stage
from mlops_widgets.rollout import STRATEGIES, Policy, Step, Threshold
from mlops_widgets.rollout.delivery import Fault, Order, Scenario, policy_of, simulation
from mlops_widgets.rollout.delivery.sample import SLOTS
from mlops_widgets.rollout.delivery.scenario import TICKS

HEALTHY = Scenario(candidate_errors=0.005)


RUNS = {
    "as it comes": Scenario(),
    "a shadow of a slower version": Scenario(strategy="shadow", latency=240.0, seed=1),
    "evidence, and metrics that fail": Scenario(policy="sequential", drops=0.3, delay=120, seed=2),
}


def test_runs_are_as_they_were(golden):
    golden(simulation, "delivery.txt", RUNS, every=20)


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_every_strategy_meets_the_same_users_whom_an_equal_version_fails_as_well(strategy):
    trace = simulation.run(HEALTHY.replace(strategy=strategy, requests=500.0, min_requests=1, hold=0))
    assert trace.summary["exposed"] > 0
    assert not trace["errors"].any()
    assert not trace["errors_at_once"].any()


def test_a_shadow_harms_nobody_however_bad():
    trace = simulation.run(Scenario(strategy="shadow", candidate_errors=0.5))
    assert trace.summary["outcome"] == -1
    assert trace.summary["errors"] == trace.summary["exposed"] == 0


@pytest.mark.slow
def test_looking_often_crosses_the_line_that_the_evidence_keeps():
    """Of sixty healthy releases the naive test accuses many at some look, the e-value hardly any."""
    slow = {"hold": 60, "failure_limit": 100, "requests": 100.0}
    runs = [simulation.run(HEALTHY.replace(seed=seed, **slow)) for seed in range(60)]
    naive, evidence = (
        np.mean([np.nanmax(run[name]) >= -np.log10(0.05) for run in runs]) for name in ("naive", "evidence")
    )
    assert naive > 0.15
    assert evidence < 0.05 + 4 * np.sqrt(0.05 * 0.95 / 60)


def test_no_traffic_decides_nothing_and_harms_nobody():
    trace = simulation.run(Scenario(requests=0.0))
    assert trace.summary["outcome"] == 0
    assert simulation.scene(trace).verdict(TICKS - 1).sentence.startswith("Undecided after 60 minutes")


def test_evidence_too_small_for_a_number_is_still_drawn():
    trace = simulation.simulate(Scenario(requests=5000.0, workers=4, candidate_errors=0.005))
    assert np.isfinite(trace["evidence"][:9]).any()


def test_late_metrics_cost_users():
    soon, late = (simulation.run(Scenario(candidate_errors=0.2, delay=delay)) for delay in (0, 600))
    assert late.summary["errors"] > 3 * soon.summary["errors"]


def test_a_fault_shows_on_its_flag_and_in_the_harm():
    broken = simulation.run(HEALTHY.act(Fault(tick=130, share=0.5, minutes=5)))
    assert (130, "fault") in [(event.tick, event.kind) for event in broken.events]
    assert broken.summary["errors"] > 0 == simulation.run(HEALTHY).summary["errors"]


def test_a_person_rolls_back_after_the_promotion():
    promoted = simulation.run(HEALTHY.replace(strategy="blue_green"))
    back = simulation.run(HEALTHY.replace(strategy="blue_green").act(Order(tick=170, action="roll back")))
    assert (promoted.summary["outcome"], back.summary["outcome"]) == (1, -1)
    assert back["asked"][171] == 0


def test_the_policy_of_a_scenario_can_be_written_down():
    policy = policy_of(Scenario(policy="burn", strategy="canary", hold=5))
    assert Policy.from_yaml(policy.to_yaml()) == policy
    assert [step.share for step in policy.steps] == [1, 5]


# Requests on their way


def _ways(trace, name="way"):
    return np.array([trace[f"{name}_{slot}"] for slot in range(SLOTS)])


def test_the_requests_shown_go_where_all_go_and_fail_as_often():
    trace = simulation.run(Scenario(candidate_errors=0.3, above=0.5, stable_errors=0.1))
    ways = _ways(trace)[:, trace["asked"] == 0.5]
    ways = ways[np.isfinite(ways)]
    assert ways.size > 300
    assert (ways >= 2).mean() == pytest.approx(0.5, abs=4 * 0.5 / np.sqrt(ways.size))
    for version, rate in ((ways[ways < 2], 0.1), (ways[ways >= 2], 0.3)):
        assert (version % 2).mean() == pytest.approx(rate, abs=4 * np.sqrt(rate * (1 - rate) / version.size))


def test_a_user_who_comes_back_meets_the_same_version():
    trace = simulation.run(HEALTHY)
    for tick in range(TICKS):
        places, ways = (
            np.array([trace[f"{name}_{slot}"][tick] for slot in range(SLOTS)]) for name in ("place", "way")
        )
        assert np.array_equal(ways[~np.isnan(ways)] >= 2, places[~np.isnan(ways)] < trace["by_candidate"][tick])


def test_a_shadow_copies_every_request_shown_and_answers_none():
    trace = simulation.run(Scenario(strategy="shadow", candidate_errors=0.0, latency=360.0))
    shadow, shown = trace["shadow"] == 1, np.isfinite(_ways(trace))
    assert np.nanmax(_ways(trace)[:, shadow]) < 2
    assert np.array_equal(np.isfinite(_ways(trace, "copy")), shown & shadow)
    slow, usual = (np.nanmedian(_ways(trace, name)[:, shadow]) for name in ("copy_pace", "pace"))
    assert slow / usual == pytest.approx(3, abs=0.6)


def test_fewer_are_shown_when_fewer_come_and_a_full_queue_shows_as_failures():
    bursts = simulation.run(Scenario(pattern="burst"))
    shown = np.isfinite(_ways(bursts)).sum(axis=0)
    assert (shown.max(), np.median(shown)) == (SLOTS, SLOTS / 4)
    full = _ways(simulation.run(HEALTHY.replace(workers=1, strategy="canary")))
    assert (full[np.isfinite(full)] % 2).mean() > 0.3


# The error budget


def test_a_version_that_fails_as_often_as_the_budget_allows_just_lasts():
    trace = simulation.run(Scenario(stable_errors=0.01, candidate_errors=0.01, requests=1000.0, above=0.5))
    assert trace["budget"][-1] == pytest.approx(0, abs=0.03)
    assert trace["burn"][20:].mean() == pytest.approx(1, abs=0.05)


def test_the_budget_counts_what_users_saw_and_no_copies():
    trace = simulation.run(Scenario(strategy="shadow", candidate_errors=0.5, stable_errors=0.0))
    assert trace["budget"][-1] == 1
    assert trace["budget_at_once"][-1] < 0


# Rewards


def test_a_version_may_earn_more_of_some_and_lose_by_others():
    some = {"strategy": "blue_green", "frequent": 0.25, "earns_frequent": 6.0}
    gain, even = (simulation.run(HEALTHY.replace(earns=earns, **some)).summary for earns in (2.0, 2 / 3))
    assert gain["money"] < -100
    assert even["money"] == pytest.approx(0, abs=0.01)
    assert gain["errors"] == even["errors"]


# A learner's own policy


class Hasty:
    """Eight lines that a learner may write."""

    def decide(self, window):
        if window.candidate is None or window.candidate.requests < 50:
            return "hold"
        return "roll back" if window.candidate.error_rate > 0.01 else "advance"


def test_a_learners_policy_goes_through_the_strategys_steps():
    trace = simulation.run(HEALTHY.replace(candidate_errors=0.0), policy=Hasty)
    assert [event.label for event in trace.events] == ["25 %", "50 %", "100 %", "promoted"]
    assert trace.scenario.policy == "yours"


def test_a_whole_policy_may_be_handed_over_as_a_strategy():
    mine = Policy("mine", (Step(33, pass_needed=1), Step(66, pass_needed=1)), (Threshold("errors", above=0.5),))
    trace = simulation.run(HEALTHY, strategy=lambda: mine)
    assert sorted(set(np.round(100 * trace["asked"]).tolist())) == [33, 66, 100]
    assert trace.scenario.strategy == "yours"
    decided = simulation.run(HEALTHY.replace(candidate_errors=0.0), strategy=lambda: mine, policy=Hasty)
    assert [event.label for event in decided.events] == ["66 %", "promoted"]


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"policy": lambda: Policy("mine", (Step(5),))}, "a whole Policy is a strategy: pass strategy="),
        ({"strategy": Hasty}, "must be a rollout.Policy, got Hasty: write strategy=lambda"),
    ],
)
def test_a_plan_and_a_decider_are_told_apart(parts, words):
    with pytest.raises(stage.PartError, match=words):
        simulation.run(HEALTHY, **parts)


def test_a_strategy_of_ones_own_has_no_other_knobs_of_a_strategy():
    spec = Scenario.model_json_schema()["properties"]
    of_a_strategy = {name for name, each in spec.items() if "strategy" in each.get("knob", {}).get("when", {})}
    assert of_a_strategy == {
        "policy", "above", "interval", "hold", "min_requests", "pass_needed", "failure_limit"
    }  # fmt: skip


def test_slowness_has_a_lane_where_it_matters():
    slow, usual = (simulation.run(HEALTHY.replace(latency=latency)) for latency in (240.0, 120.0))
    assert "slow" in slow.labels[-1].reason
    assert ["Slow answers" in [lane.title for lane in simulation.scene(each).lanes] for each in (slow, usual)] == [
        True,
        False,
    ]
    for knobs in ({"warm_up": 30.0}, {"workers": 3}):
        lanes = simulation.scene(simulation.run(HEALTHY.replace(**knobs))).lanes
        assert "Slow answers" in [lane.title for lane in lanes]
    candidate = stats.norm.sf(np.log(300 / 240) / 0.5)
    assert slow["slow_candidate"][-1] == pytest.approx(candidate, abs=0.05)
    assert slow["slow_stable"][-1] == pytest.approx(stats.norm.sf(np.log(300 / 120) / 0.5), abs=0.01)


def test_no_line_is_drawn_that_ones_own_strategy_does_not_know():
    slower = HEALTHY.replace(latency=200.0)
    strict = Policy("mine", (Step(5, failure_limit=9), Step(50)), (Threshold("errors", above=0.5),))

    def lines(**parts):
        scene = simulation.scene(simulation.run(slower, **parts))
        marks = (mark for lane in scene.lanes for mark in lane.marks)
        return [
            mark.at for mark in marks if getattr(mark, "label", "") == "line"
        ], "make a window bad" in scene.sources

    assert lines(strategy=lambda: strict) == lines(policy=Hasty) == ([], False)
    assert lines() == ([0.02, 0.1], True)


def test_at_once_is_judged_as_strictly_as_the_last_step():
    steps = Step(5, failure_limit=0), Step(50, failure_limit=10**6)
    lax = Policy("mine", steps, (Threshold("errors", above=0.001),))
    assert simulation.run(Scenario(candidate_errors=0.3), strategy=lambda: lax).summary["outcome_at_once"] != -1


def test_looks_within_a_minute_have_their_own_times_and_a_promotion_is_called_one():
    run = simulation.run(HEALTHY.replace(candidate_errors=0.0, interval=20, hold=0, requests=100.0))
    said = [verdict.sentence for verdict in simulation.scene(run).verdicts]
    assert [each.split(":")[0] for each in said[:3]] == [
        "Released; nothing is measured yet." if run.labels[0].tick else "Good at 0.3 min",
        "Good at 0.7 min",
        "Good, and on at 1 min",
    ]
    assert sum(each.startswith("Promoted at ") for each in said) == 1


def test_an_order_stands_among_the_verdicts_and_a_better_version_has_fewer_failures():
    better = Scenario(candidate_errors=0.0, stable_errors=0.05).act(Order(tick=90, action="roll back"))
    said = [verdict.sentence for verdict in simulation.scene(simulation.run(better)).verdicts]
    assert "You rolled it back at 30.3 min, whatever the policy wanted." in said
    assert " fewer failed; released at once, −" in said[-1]


def test_an_interval_that_the_picture_has_no_ticks_for_is_refused():
    odd = Policy("mine", (Step(5),), interval=30.0)
    with pytest.raises(
        stage.PartError, match="interval must be a multiple of 20 s in this picture, got 30: write 40"
    ):
        simulation.run(HEALTHY, strategy=lambda: odd)


def test_a_shadow_of_a_better_version_says_how_many_fewer():
    better = Scenario(strategy="shadow", candidate_errors=0.0, stable_errors=0.05, pass_needed=100)
    last = simulation.scene(simulation.run(better)).verdicts[-1].sentence
    assert "no user met the candidate; released at once, " in last
    assert last.endswith(" requests fewer would have failed.")


class Silent:
    def decide(self, window):
        return "hold"


class Raising:
    def decide(self, window):
        return window.candidate.eror_rate


class Dumb:
    pass


class Mistaken:
    def decide(self, window):
        return True


@pytest.mark.parametrize(
    ("policy", "words"),
    [
        (Raising, "eror_rate"),
        (Dumb, r"a policy needs a method decide\(window\)"),
        (Mistaken, "decide must return one of 'pass', 'warn', .* got True"),
    ],
)
def test_a_policy_that_fails_gets_a_sentence(policy, words):
    with pytest.raises(stage.PartError, match=words):
        simulation.run(HEALTHY, policy=policy)


def test_a_policy_that_never_decides_leaves_it_undecided_and_says_so():
    trace = simulation.run(HEALTHY, policy=Silent)
    assert trace.summary["outcome"] == 0
    assert "Undecided" in simulation.text(trace)


def test_a_policy_that_never_returns_is_stopped():
    class Endless:
        def decide(self, window):
            while True:
                time.sleep(0.01)

    with pytest.raises(stage.PartError, match="did not come back"):
        simulation.run(HEALTHY, policy=Endless)


def test_a_verdict_speaks_at_every_look():
    trace = simulation.run(HEALTHY)
    spoken = simulation.scene(trace).verdicts
    assert len(spoken) > 30
    assert all(each.sentence.endswith(".") for each in spoken)
