"""Waiting follows Erlang and Pollaczek–Khinchine, in the closed form and in the queue itself."""

import numpy as np
import pytest

from mlops_widgets.rollout.queueing import erlang_c, mean_wait, waits

RHO = 0.8
WORK = {  # mean 1; squared coefficient of variation, draw
    "always the same": (0.0, lambda rng, n: np.ones(n)),
    "exponential": (1.0, lambda rng, n: rng.exponential(1.0, n)),
    "lognormal": (np.exp(1.0) - 1, lambda rng, n: rng.lognormal(-0.5, 1.0, n)),
}


def _simulated(workers, draw, runs=60, requests=20_000):
    """Mean waits of independent runs, the first fifth left out while the queue still fills."""
    found = []
    for seed in range(runs):
        rng = np.random.default_rng([7, seed])
        arrivals = np.cumsum(rng.exponential(1 / (RHO * workers), requests))
        found.append(waits(arrivals, draw(rng, requests), workers)[requests // 5 :].mean())
    return np.mean(found), np.std(found, ddof=1) / np.sqrt(runs)


@pytest.mark.parametrize(("workers", "load", "chance"), [(1, 0.8, 0.8), (2, 1.0, 1 / 3), (10, 8.0, 0.40918)])
def test_the_chance_of_a_wait_is_erlangs(workers, load, chance):
    assert erlang_c(workers, load) == pytest.approx(chance, abs=1e-5)


def test_more_than_can_be_carried_waits_for_ever():
    assert erlang_c(3, 3.0) == 1.0
    assert mean_wait(3.0, 1.0, 3) == np.inf


@pytest.mark.parametrize("law", WORK)
def test_one_worker_waits_as_pollaczek_and_khinchine_say(law):
    variation, draw = WORK[law]
    closed = RHO / (1 - RHO) * (1 + variation) / 2
    assert mean_wait(RHO, 1.0, variation=variation) == pytest.approx(closed)
    mean, error = _simulated(1, draw, runs=30)
    assert mean == pytest.approx(closed, abs=4 * error)


@pytest.mark.parametrize("workers", [2, 10])
def test_many_workers_wait_as_erlang_says(workers):
    mean, error = _simulated(workers, WORK["exponential"][1], runs=30)
    assert mean == pytest.approx(mean_wait(RHO * workers, 1.0, workers), abs=4 * error)


def test_workers_are_found_as_the_last_requests_left_them():
    rng = np.random.default_rng(1)
    arrivals, work = np.cumsum(rng.exponential(0.5, 400)), rng.exponential(1.0, 400)
    free = [-np.inf] * 3
    halves = [waits(arrivals[part], work[part], 3, free=free) for part in (slice(0, 150), slice(150, 400))]
    assert np.array_equal(np.concatenate(halves), waits(arrivals, work, 3))


def test_a_crew_of_nobody_is_refused():
    with pytest.raises(ValueError, match="needs workers and a load of 0 or more, got 0"):
        erlang_c(0, 1.0)
