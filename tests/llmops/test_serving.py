"""Five minutes of a served model: what is full, what is asked twice, and what is idle."""

import numpy as np
import pytest

from mlops_widgets.llmops.serving import Crowd, Scenario, lookups, popularity, scene, simulate, simulation
from mlops_widgets.llmops.serving.theory import kept
from mlops_widgets.llmops.serving.world import world

RUNS = {
    "as it is": Scenario(),
    "static": Scenario(mode="static", rate=2.0),
    "a small memory, reserved, and a crowd": Scenario(reserve="longest", memory=16, rate=6.0).act(Crowd(tick=120)),
    "cached": Scenario(rate=12.0, cache=500, skew=1.0, lengths="two"),
}


def test_runs_are_as_they_were(golden):
    golden(simulation, "serving.txt", RUNS, every=20)


@pytest.mark.parametrize(("capacity", "share"), [(100, 0.3905), (1000, 0.6756)])
def test_a_cache_that_forgets_the_oldest_finds_what_ches_approximation_says(capacity, share):
    weights = 1 / np.arange(1, 10_001)
    shares = weights / weights.sum()
    assert kept(shares, capacity) == pytest.approx(share, abs=5e-4)
    asked = np.random.default_rng(0).choice(10_000, 200_000, p=shares)
    found = lookups(asked, capacity)[20_000:] >= 0
    assert found.mean() == pytest.approx(share, abs=0.005)
    assert kept([0.5, 0.5, 0, 0, 0], 2) == kept([0.5, 0.5, 0, 0, 0], 3) == 1.0  # what nobody asks takes no room
    assert kept(shares, capacity) < shares[:capacity].sum()  # to keep the most popular would be best


def test_an_answer_comes_from_the_request_that_computed_it():
    found = lookups([5, 6, 5, 7, 5, 6], capacity=2).tolist()
    assert found == [-1, -1, 0, -1, 0, -1]
    assert lookups([1, 1, 1], capacity=0).tolist() == [-1, -1, -1]
    assert popularity(0.0) == pytest.approx(np.full(5000, 1 / 5000))


def test_who_comes_is_the_same_whatever_the_machine_does():
    one, other = simulate(Scenario()), simulate(Scenario(mode="static", batch=4, cache=300, memory=60))
    assert one.summary["requests"] == other.summary["requests"]
    np.testing.assert_array_equal(simulate(Scenario(mode="static"))["other_95"], one["done_95"])


def test_a_crowd_changes_nothing_before_it_comes():
    calm, full = Scenario(rate=9.0, cache=200), Scenario(rate=9.0, cache=200).act(Crowd(tick=100, more=20))
    before, after = simulate(calm), simulate(full)
    for name in before.columns:
        np.testing.assert_array_equal(before[name][:101], after[name][:101])
    assert after["waiting"].max() > before["waiting"].max()
    assert [each.kind for each in after.events][:2] == ["crowd", "full"]


def test_reserving_for_the_longest_answer_fills_the_memory_with_nothing():
    needed, longest = (simulate(Scenario(memory=16, reserve=each)) for each in ("needed", "longest"))
    assert longest["waiting"][60:].mean() > 10 > needed["waiting"][60:].mean()
    assert longest["running"].max() <= 16
    assert any("The memory is full" in each.sentence for each in scene(longest).verdicts)


def test_the_same_seconds_of_the_machine_cost_less_the_more_share_them():
    cost = [simulate(Scenario(rate=rate)).summary["cost_tokens"] for rate in (0.5, 2.0, 8.0)]
    assert cost[0] > 2 * cost[1] > 2 * cost[2]
    run = simulate(Scenario(rate=11.0))
    at_least = 2 / 3600 * 1e6 * (0.020 / 32 + 0.0002)  # a batch that is always full, prompts for nothing
    assert at_least < run.summary["cost_tokens"] < 1.5 * at_least + 2 / 3600 * 1e6 * 0.00002 * 2


@pytest.mark.parametrize("rate", [0.5, 8.0])
def test_the_machine_is_paid_by_the_hour_whatever_it_does_in_it(rate):
    run = simulate(Scenario(rate=rate, price=3.6))
    np.testing.assert_allclose((run["cost"] * run["answered"])[60:], np.arange(60, 301))  # € for 1,000, 1 a second


@pytest.mark.parametrize(
    "knobs", [{"reserve": "longest", "memory": 16}, {"memory": 8}, {"memory": 12, "lengths": "two"}, {"memory": 64}]
)
def test_what_a_machine_can_do_counts_the_memory_of_those_who_run(knobs):
    run = simulate(Scenario(rate=20, **knobs))  # far more than it can do
    done = (run["answered"][300] - run["answered"][60]) / 240
    assert run.summary["limit"] == pytest.approx(done, rel=0.05)
    says = scene(run).verdicts[-1].sentence
    assert ("what fits into the memory can do" in says) == (run.summary["places"] < 32) == (knobs != {"memory": 64})


@pytest.mark.parametrize("lengths", ["fixed", "geometric", "two"])
@pytest.mark.parametrize(("prompt", "answer"), [(10, 5), (200, 100), (600, 300)])
def test_lengths_are_on_average_what_the_knobs_say_though_none_is_above_the_longest(lengths, prompt, answer):
    knobs = {"tokens_in": prompt, "tokens_out": answer, "lengths": lengths, "skew": 0.0, "rate": 30}
    drawn = [world(Scenario(seed=seed, **knobs)) for seed in range(8)]
    for expected, columns in (
        (prompt, [each.tokens_in for each in drawn]),
        (answer, [each.tokens_out for each in drawn]),
    ):
        every = np.concatenate(columns)
        assert 1 <= every.min() <= every.max() <= 1000
        assert every.mean() == pytest.approx(expected, rel=0.02)


def test_close_to_the_limit_a_cache_takes_far_more_off_the_wait_than_off_the_work_and_nothing_off_the_bill():
    bare, helped = (simulate(Scenario(rate=12.0, cache=each)).summary for each in (0, 100))
    assert helped["computed"] == pytest.approx((1 - helped["hits"]) * bare["computed"], rel=0.02)
    assert 0.15 < helped["hits"] < 0.25
    assert helped["done_50"] < 0.5 * bare["done_50"]
    assert helped["cost"] > 0.9 * bare["cost"]  # the machine is paid by the hour, however little it computes


def test_a_percentile_of_a_few_is_not_told():
    run = simulate(Scenario(rate=0.5))
    assert np.isnan(run["done_95"][:30]).all()
    early = simulate(Scenario(rate=8.0))
    assert early["answered"][np.flatnonzero(np.isfinite(early["done_95"]))[0]] >= 20


def test_a_full_batch_is_called_so_and_so_is_its_end():
    run = simulate(Scenario(rate=8.0).act(Crowd(tick=60, more=20, seconds=20)))
    said = [each.sentence for each in scene(run).verdicts]
    assert any(each.startswith("The batch is full: ") for each in said)
    assert "Nobody waits any more." in said
    assert "a full batch can do" in said[-1]
