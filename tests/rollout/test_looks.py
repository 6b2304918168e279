"""Many looks: the exact chances are the published ones, and simulated tests agree with them."""

import numpy as np
import pytest
from scipy.stats import multivariate_normal, norm

from mlops_widgets.rollout import (
    always_valid,
    boundary,
    confidence_sequence,
    crossing,
    false_alarm,
    mixture_boundary,
    msprt,
    z_scores,
)

TABLE = {1: 5.00, 2: 8.31, 3: 10.73, 5: 14.17, 10: 19.34, 20: 24.79, 50: 32.05, 100: 37.36, 200: 42.43, 500: 48.66}


def _tests(base, other, *, tests=3000, looks=100, users=100):
    """Hits of both versions at each look, and users of each; (tests, looks) and (looks,)."""
    rng = np.random.default_rng(5)
    hits, hits_other = (rng.binomial(users, share, (tests, looks)).cumsum(axis=1) for share in (base, other))
    return hits, hits_other, users * np.arange(1, looks + 1)


def _seen(hits, hits_other, users):
    """Difference and its standard error."""
    shares = hits / users, hits_other / users
    return shares[1] - shares[0], np.sqrt(sum(each * (1 - each) for each in shares) / users)


# Exact


@pytest.mark.parametrize(("looks", "percent"), TABLE.items())
def test_the_chance_to_be_fooled_is_the_published_one(looks, percent):
    assert round(100 * false_alarm(looks), 2) == pytest.approx(percent, abs=0.0101)


def test_it_is_not_that_of_independent_tests():
    assert false_alarm(10) < 1 - 0.95**10 - 0.2


@pytest.mark.parametrize(
    ("shape", "published"),
    [
        ("pocock", {2: 2.178, 3: 2.289, 4: 2.361, 5: 2.413, 10: 2.555}),
        ("obrien_fleming", {2: 1.977, 3: 2.004, 4: 2.024, 5: 2.040, 10: 2.087}),
    ],
)
def test_the_boundaries_are_those_of_jennison_and_turnbull(shape, published):
    assert {looks: boundary(looks, shape)[-1] for looks in published} == pytest.approx(published, abs=6e-4)


@pytest.mark.parametrize("shape", ["pocock", "obrien_fleming"])
@pytest.mark.parametrize(("looks", "alpha"), [(1, 0.05), (7, 0.01), (40, 0.1)])
def test_a_boundary_spends_alpha_and_no_more(shape, looks, alpha):
    levels = boundary(looks, shape, alpha)
    assert levels.shape == (looks,)
    assert crossing(levels)[-1] == pytest.approx(alpha, abs=1e-5)


@pytest.mark.parametrize("drift", [0.0, 1.5, -4.0])
def test_the_recursion_gives_what_the_joint_normal_gives(drift):
    levels, look = np.array([2.5, np.inf, 1.0, 2.2]), np.arange(1, 5)
    joint = np.sqrt(np.minimum.outer(look, look) / np.maximum.outer(look, look))
    kept = [0, 2, 3]  # where one looks
    inside = multivariate_normal(drift * np.sqrt(look[kept] / 4), joint[np.ix_(kept, kept)])
    held = inside.cdf(levels[kept], lower_limit=-levels[kept])
    assert crossing(levels, drift=drift)[-1] == pytest.approx(1 - held, abs=1e-4)


def test_one_look_at_the_end_has_the_power_of_one_test():
    levels = np.full(30, np.inf)
    levels[-1] = 1.96
    assert crossing(levels, drift=2.8)[-1] == pytest.approx(norm.sf(1.96 - 2.8) + norm.cdf(-1.96 - 2.8), abs=1e-9)
    assert crossing(levels)[-2] == pytest.approx(0, abs=1e-9)


def test_whoever_stops_at_anything_has_stopped_at_once():
    assert crossing([0.0, 3.0]).tolist() == [1, 1]
    assert crossing([3.0, 0.0])[1] == 1


# Simulated


def test_peeking_fools_as_often_as_the_recursion_says():
    hits, hits_other, users = _tests(0.05, 0.05)
    fooled = np.abs(z_scores(hits, users, hits_other, users)) >= 1.959964
    ever = np.logical_or.accumulate(fooled, axis=1).mean(axis=0)
    assert ever[[0, 9, 99]] == pytest.approx([0.05, 0.193, 0.374], abs=0.027)


def test_what_is_always_valid_is_fooled_at_most_as_often_as_it_says():
    hits, hits_other, users = _tests(0.05, 0.05)
    difference, error = _seen(hits, hits_other, users)
    ever = (msprt(difference, error, scale=0.01) >= 20).any(axis=1).mean()
    low, high = confidence_sequence(difference, error, users, planned=10_000)
    missed = ((low > 0) | (high < 0)).any(axis=1).mean()
    assert 0.005 < ever < 0.03  # 1.7 % measured on 20,000 tests
    assert 0.005 < missed < 0.03


@pytest.mark.parametrize(
    ("other", "found", "users_needed", "fixed"),
    [(0.055, 0.14, 9430, 0.35), (0.06, 0.64, 7212, 0.88), (0.07, 1.0, 2940, 1.0)],
)
def test_the_price_of_looking_at_will_is_the_measured_one(other, found, users_needed, fixed):
    hits, hits_other, users = _tests(0.05, other)
    reached = msprt(*_seen(hits, hits_other, users), scale=0.01) >= 20
    stopped = np.where(reached.any(axis=1), users[reached.argmax(axis=1)], users[-1])
    once = np.abs(z_scores(hits, users, hits_other, users)[:, -1]) >= 1.959964
    assert reached.any(axis=1).mean() == pytest.approx(found, abs=0.03)
    assert stopped.mean() == pytest.approx(users_needed, abs=200)
    assert once.mean() == pytest.approx(fixed, abs=0.03)


def test_an_interval_leaves_zero_out_exactly_where_the_evidence_is_enough():
    users = np.arange(100, 20_000, 100)
    error = np.sqrt(2 * 0.05 * 0.95 / users)
    level = mixture_boundary(0.01**2 / error**2)
    assert msprt(level * error, error, scale=0.01) == pytest.approx(20)
    low, _ = confidence_sequence(0.02, error, users, planned=5000)
    width = (0.02 - low) / error
    assert width.argmin() == pytest.approx(5000 / 100, abs=5)


def test_an_always_valid_p_value_never_rises():
    assert np.all(np.diff(always_valid(np.random.default_rng(0).exponential(2, (50, 30))), axis=-1) <= 0)


def test_before_anything_varies_there_is_no_evidence_and_no_interval():
    assert msprt([0.0, 0.0], [0.0, 0.0], scale=0.01).tolist() == [1, 1]
    low, high = confidence_sequence(0.0, 1.0, [0, 10], planned=100)
    assert (low[0], high[0]) == (-np.inf, np.inf)
    assert np.isfinite(msprt(1.0, 1e-9, scale=0.01))


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: false_alarm(0), "looks must be at least 1, got 0"),
        (lambda: false_alarm(3, alpha=5), "alpha must lie between 0 and 1, got 5"),
        (lambda: boundary(3, "peto"), "shape must be one of 'pocock', 'obrien_fleming', got 'peto'"),
        (lambda: boundary(0), "looks must be at least 1"),
        (lambda: crossing([]), "levels must be a list of numbers from 0 on"),
        (lambda: crossing([2.0, np.nan]), "levels must be a list"),
        (lambda: crossing([2.0], drift=np.inf), "drift must be a finite number"),
        (lambda: msprt(0.1, 0.1, scale=0), "scale must be above 0"),
        (lambda: confidence_sequence(0.1, 0.1, 10, planned=0), "planned must be above 0 users"),
        (lambda: mixture_boundary(1.0, alpha=1), "alpha must lie"),
    ],
)
def test_what_makes_no_sense_is_refused(call, words):
    with pytest.raises(ValueError, match=words):
        call()
