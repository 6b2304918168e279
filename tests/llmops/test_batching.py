"""The machine keeps to arithmetic: throughput, limit, sharing, and what is jumped over is what is walked."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlops_widgets.llmops import serving
from mlops_widgets.llmops.serving import Machine, continuous, requests, static, stepwise
from mlops_widgets.llmops.serving.theory import harmonic, infinite, limit, sharing, throughput


def _poisson(rate, count, seed=0):
    return np.cumsum(np.random.default_rng(seed).exponential(1 / rate, count))


@pytest.mark.parametrize(("batch", "expected"), [(8, 370.4), (32, 1212.1), (512, 4183.0)])
def test_a_full_batch_decodes_as_the_formula_says(batch, expected):
    machine = Machine(0.020, 0.0002, 0.0, batch)
    assert throughput(machine) == pytest.approx(expected, abs=0.1)
    many = 60 * batch
    played = continuous(requests(np.zeros(many), 0, 100), machine)  # equal lengths: the batch is always full
    assert many * 100 / played.done.max() == pytest.approx(throughput(machine), rel=1e-9)


def test_with_unequal_lengths_only_the_last_answers_leave_places_empty():
    machine, count = Machine(0.020, 0.0002, 0.0, 32), 200 * 32
    out = np.random.default_rng(1).geometric(0.01, count)
    played = continuous(requests(np.zeros(count), 0, out), machine)
    assert out.sum() / played.done.max() == pytest.approx(throughput(machine), rel=0.03)


@pytest.mark.parametrize("batch", [8, 32])
def test_continuous_batching_gains_about_the_harmonic_number_for_geometric_lengths(batch):
    """H_B is exact for exponential lengths; geometric ones of mean 100 and the last batch stay within 5 %."""
    machine, count = Machine(0.020, 0.0, 0.0, batch), 400 * batch
    asked = requests(np.zeros(count), 0, np.random.default_rng(2).geometric(0.01, count))
    gain = static(asked, machine).done.max() / continuous(asked, machine).done.max()
    assert gain == pytest.approx(harmonic(batch), rel=0.05)


def test_where_answers_are_equally_long_nothing_is_gained():
    asked = requests(np.zeros(320), 10, 50)
    times = [way(asked, Machine()).done.max() for way in (static, continuous)]
    assert times[0] == pytest.approx(times[1], rel=1e-9)


@pytest.mark.parametrize("law", ["fixed", "geometric", "two"])
@pytest.mark.parametrize("load", [0.5, 0.8])
def test_where_passes_are_free_the_machine_is_shared_and_only_the_mean_length_counts(law, load):
    """Processor sharing: E[S] / (1 - load), insensitive to the law of the work."""
    b, mean, count = 0.0002, 100, 40_000
    rng = np.random.default_rng([3, int(10 * load)])
    drawn = {
        "fixed": np.full(count, mean),
        "geometric": rng.geometric(1 / mean, count),
        "two": np.where(rng.random(count) < 0.1, 550, 50),
    }[law]
    played = continuous(
        asked := requests(_poisson(load / (b * drawn.mean()), count, 4), 0, drawn), Machine(0.0, b, 0.0, 10**6)
    )
    waited = (played.done - asked.arrive)[count // 20 :].mean()
    assert waited == pytest.approx(sharing(b * drawn.mean(), load), rel=0.06)


def test_where_others_cost_nothing_nobody_waits_but_half_an_iteration():
    a, count = 0.020, 20_000
    out = np.random.default_rng(5).geometric(0.01, count)
    asked = requests(_poisson(20, count, 6), 0, out)
    played = continuous(asked, Machine(a, 0.0, 0.0, 10**6))
    assert (played.done - asked.arrive).mean() == pytest.approx(infinite(out.mean(), a), rel=0.005)
    span = asked.arrive[-1]
    held = (np.minimum(played.done, span) - np.minimum(played.start, span)).sum() / span
    assert held == pytest.approx(20 * a * out.mean(), rel=0.02)  # Little: λ a E[length]


@pytest.mark.parametrize(("share", "slow"), [(0.8, False), (1.1, True)])
def test_below_its_limit_the_queue_ends_and_above_it_grows(share, slow):
    machine, count = Machine(0.020, 0.0002, 0.00002, 32), 30_000
    rng = np.random.default_rng(7)
    out, read = rng.geometric(0.01, count), rng.geometric(0.005, count)
    most = limit(machine, tokens_in=read.mean(), tokens_out=out.mean())
    asked = requests(_poisson(share * most, count, 8), read, out)
    played = continuous(asked, machine)
    last = np.percentile((played.first - asked.arrive)[-count // 10 :], 95)
    assert (last > 30) == slow
    if slow:
        assert count / played.done.max() == pytest.approx(most, rel=0.02)  # what it gets done is its limit


lengths = st.lists(st.tuples(st.floats(0, 3), st.integers(0, 30), st.integers(1, 25)), min_size=1, max_size=25)


@given(lengths, st.integers(1, 6), st.integers(55, 200))
def test_jumping_is_walking(rows, batch, memory):
    arrive, read, out = (np.array(column) for column in zip(*sorted(rows), strict=True))
    asked, machine = requests(arrive, read, out), Machine(0.02, 0.003, 0.0004, batch, memory)
    jumped, walked = continuous(asked, machine), stepwise(asked, machine)
    assert jumped.iterations == walked.iterations
    for name in ("start", "first", "done", "busy"):
        np.testing.assert_allclose(getattr(jumped, name), getattr(walked, name), rtol=0, atol=1e-9)


@given(lengths, st.integers(1, 6), st.integers(55, 200))
def test_never_more_run_or_are_held_than_fit_and_nobody_overtakes(rows, batch, memory):
    arrive, read, out = (np.array(column) for column in zip(*sorted(rows), strict=True))
    asked = requests(arrive, read, out)
    for way in (continuous, static):
        played = way(asked, Machine(0.02, 0.003, 0.0004, batch, memory))
        assert (np.diff(played.start) >= 0).all()
        assert (played.start >= asked.arrive).all()
        assert (played.first > played.start).all()
        assert (played.done >= played.first - 1e-12).all()
        for moment in played.start:
            inside = (played.start <= moment) & (played.done > moment)
            assert inside.sum() <= batch
            assert asked.held[inside].sum() <= memory


def test_clients_who_wait_for_their_answers_find_what_the_batch_allows():
    machine = Machine(0.002, 0.0005, 0.0, batch=4)
    alone, four, eight = (serving.closed(clients, 5, machine, tokens_in=3, tokens_out=20) for clients in (1, 4, 8))
    assert (alone.done - alone.start).mean() == pytest.approx(20 * 0.0025)
    assert (four.done - four.start).mean() == pytest.approx(20 * 0.004)
    waits = (eight.done - eight.start)[8:-8]
    assert waits.mean() == pytest.approx(2 * 20 * 0.004, rel=0.01)  # twice as many as fit
    assert len(eight.done) == 40


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: requests([1.0, 0.5], 1, 1), "arrive must rise"),
        (lambda: requests([0.0], 1, 0), "tokens_out must be 1 or more"),
        (lambda: continuous(requests([0.0], 100, 100), Machine(memory=150)), "memory must hold the largest request"),
        (lambda: static(requests([0.0], 1, 1), Machine(batch=0)), "batch must be 1 or more"),
    ],
)
def test_what_cannot_be_served_is_refused(make, words):
    with pytest.raises(ValueError, match=words):
        make()
