"""One look at the end: as many users as published tables ask for, and intervals that hold what they promise."""

import numpy as np
import pytest
from scipy.stats import binom, norm

from mlops_widgets.rollout import power, sample_ratio, sample_size, two_proportions, welch, z_scores


def _outcomes(share, users):
    """The counts that matter and their chances."""
    counts = np.arange(users + 1)
    chance = binom.pmf(counts, users, share)
    return counts[chance > 1e-9], chance[chance > 1e-9]


def _exactly(base, other, users, users_base):
    """The chance that the z-test finds a difference, over every pair of outcomes."""
    (hits, chance), (hits_other, chance_other) = _outcomes(base, users_base), _outcomes(other, users)
    z = z_scores(hits[:, None], users_base, hits_other, users)
    return chance @ (np.abs(z) >= norm.isf(0.025)) @ chance_other


# Power


def test_shares_need_as_many_users_as_power_prop_test_of_r_says():
    assert sample_size(0.5, 0.75, power=0.9) == 77  # its own example: 76.65
    assert power(0.5, 0.75, 50) == pytest.approx(0.7401659, abs=1e-5)


@pytest.mark.parametrize(("effect", "users"), [(0.2, 394), (0.5, 64), (0.8, 26)])
def test_means_need_as_many_users_as_cohens_table_says(effect, users):
    assert abs(sample_size(10, 10 + 2 * effect, spread=2) - users) <= 1  # 393 in his table, by an approximation


@pytest.mark.parametrize(
    ("base", "other", "ratio"), [(0.05, 0.06, 1), (0.1, 0.2, 1), (0.005, 0.01, 1), (0.02, 0.06, 9)]
)
def test_the_power_of_shares_is_that_of_every_outcome_counted(base, other, ratio):
    users = sample_size(base, other, ratio=ratio)
    assert _exactly(base, other, users, users * ratio) == pytest.approx(0.8, abs=0.03 if ratio > 1 else 0.01)
    assert _exactly(base, base, users, users * ratio) == pytest.approx(0.05, abs=0.012)


def test_the_power_of_means_is_what_many_t_tests_find():
    rng = np.random.default_rng(0)
    a, b = rng.normal(0, 1, (4000, 30)), rng.normal(0.7, 1, (4000, 15))
    spread = (29 * a.var(axis=1, ddof=1) + 14 * b.var(axis=1, ddof=1)) / 43
    t = (b.mean(axis=1) - a.mean(axis=1)) / np.sqrt(spread * (1 / 30 + 1 / 15))
    assert (np.abs(t) > 2.0167).mean() == pytest.approx(power(0, 0.7, 15, spread=1, ratio=2), abs=0.025)


def test_without_a_difference_the_power_is_alpha():
    assert power(0.1, 0.1, 500, alpha=0.03) == pytest.approx(0.03)
    assert power(3, 3, 20, spread=2) == pytest.approx(0.05)


def test_half_the_difference_needs_four_times_the_users():
    assert sample_size(0.2, 0.21) / sample_size(0.2, 0.22) == pytest.approx(4, rel=0.05)


# Tests and intervals


@pytest.mark.parametrize(
    ("counts", "low", "high"),
    [((48, 80, 56, 70), 0.0524, 0.3339), ((3, 10, 9, 10), 0.1705, 0.8090), ((0, 20, 0, 10), -0.1611, 0.2775)],
)
def test_the_interval_of_shares_is_the_published_one(counts, low, high):
    found = two_proportions(*counts)
    assert (found.low, found.high) == pytest.approx((low, high), abs=2e-4)


@pytest.mark.parametrize(("share", "other"), [(0.05, 0.05), (0.02, 0.1), (0.5, 0.6)])
def test_the_interval_of_shares_holds_the_truth_about_as_often_as_it_says(share, other):
    (hits, chance), (hits_other, chance_other) = _outcomes(share, 60), _outcomes(other, 40)
    held = np.array(
        [
            [
                found.low <= other - share <= found.high
                for found in (two_proportions(a, 60, b, 40) for b in hits_other)
            ]
            for a in hits
        ]
    )
    assert 0.93 < chance @ held @ chance_other < 0.99


def test_the_z_test_is_pearsons_chi_squared():
    found = two_proportions(48, 80, 56, 70)
    assert found.statistic**2 == pytest.approx(150 * (48 * 14 - 32 * 56) ** 2 / (80 * 70 * 104 * 46))


def test_where_nobody_did_it_there_is_no_evidence():
    assert z_scores([0, 10, 0], [10, 10, 10], [0, 20, 1], [20, 20, 20]).tolist()[:2] == [0, 0]
    assert two_proportions(0, 100, 0, 100).pvalue == 1


def test_welch_holds_the_truth_although_spreads_and_sizes_differ():
    rng = np.random.default_rng(1)
    held = [
        found.low <= 1 <= found.high
        for found in (welch(rng.normal(0, 5, 8), rng.normal(1, 1, 40), alpha=0.1) for _ in range(400))
    ]
    assert np.mean(held) == pytest.approx(0.9, abs=0.045)


# Sample ratio


def test_the_published_mismatch_is_found():
    found = sample_ratio([821_588, 815_482])
    assert found.pvalue == pytest.approx(1.8e-6, rel=0.02)
    assert found.found
    assert found.expected == (818_535, 818_535)


def test_a_split_as_planned_is_thrown_away_as_seldom_as_alpha_says():
    rng = np.random.default_rng(2)
    groups = rng.multinomial(50_000, (0.9, 0.05, 0.05), 20_000)
    found = np.mean([sample_ratio(each, (0.9, 0.05, 0.05), alpha=0.01).found for each in groups[:4000]])
    assert found == pytest.approx(0.01, abs=0.006)


# Refusals


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: sample_size(0.05, 0.05), "other must differ from base, got 0.05 twice"),
        (lambda: sample_size(5, 6), "base must lie between 0 and 1, a share, got 5; for means, pass spread too"),
        (lambda: sample_size(0.1, 0.2, power=1), "power must lie above alpha, 0.05, and below 1, got 1"),
        (lambda: sample_size(1, 2, spread=0), "spread must be above 0, got 0"),
        (lambda: sample_size(0.1, 0.2, ratio=0), "ratio must be above 0"),
        (lambda: power(0.1, 0.2, 1), "users must be at least 2, got 1"),
        (lambda: power(0.1, 0.2, 9, alpha=5), "alpha must lie between 0 and 1, got 5: use 0.05 for 5 %"),
        (lambda: two_proportions(3, 2, 0, 1), "hits must lie between 0 and the users, at least one, got 3 of 2"),
        (lambda: two_proportions(0, 2, 0, 0), "hits_other must lie .* got 0 of 0"),
        (lambda: welch([1.0], [1, 2]), "base must hold at least two values"),
        (lambda: welch([1, 2], [1, float("nan")]), "other must hold .* got 1 of 2: drop the missing ones"),
        (lambda: welch([1, 1], [2, 2]), "base and other must vary"),
        (lambda: sample_ratio([5]), "counts must hold the users of two groups"),
        (lambda: sample_ratio([50, 50], (0.5, 0.6)), r"shares must be 2 numbers above 0 that sum to 1, got \(0"),
        (lambda: sample_ratio([4, 5]), "every group must expect at least 5 users, got 4.5"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_with_the_way_out(call, words):
    with pytest.raises(ValueError, match=words):
        call()
