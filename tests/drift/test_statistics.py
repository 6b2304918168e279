"""The statistics on one column are held against closed forms, scipy and the mistakes that other tools make."""

import warnings
from itertools import pairwise
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from scipy.spatial import distance

from mlops_widgets import drift
from mlops_widgets.drift.statistics.bins import counts, edges, shares
from mlops_widgets.drift.statistics.counted import compare_counts
from mlops_widgets.drift.statistics.ranked import largest_gap

NORMAL = NormalDist()
GRID = np.array([NORMAL.inv_cdf((i + 0.5) / 20_000) for i in range(20_000)])  # a sample without sampling error

columns = st.lists(st.floats(-1e6, 1e6) | st.integers(-3, 3).map(float), min_size=1, max_size=50)
words = st.lists(st.sampled_from("abcdefg"), min_size=1, max_size=60)


def _stepwise(reference, current):
    """The index as the detector counts it, value by value."""
    detector = drift.PSI(reference=len(reference), window=len(current))
    for x in [*reference, *current]:
        detector.update(x)
    return detector.statistic


# The stability index, and Jensen and Shannon's divergence


@pytest.mark.parametrize(("d", "published"), [(0.1, 0.00959), (0.25, 0.05982), (0.5, 0.23775), (1.0, 0.92614)])
def test_a_shifted_normal_has_the_index_of_the_closed_form(d, published):
    assert drift.psi(GRID, GRID + d) == pytest.approx(published, rel=0.004)


@given(st.lists(st.integers(-9, 9).map(float), min_size=2, max_size=60), columns)
def test_the_index_is_that_of_the_detector(reference, current):
    assert drift.psi(reference, current) == pytest.approx(_stepwise(reference, current), abs=1e-12)


@pytest.mark.parametrize(("n", "above", "far_above"), [(100, 0.834, 0.187), (200, 0.351, 0.003), (500, 0.003, 0.0)])
def test_noise_has_the_published_probabilities(n, above, far_above):
    noise = drift.psi_noise(n, n)
    assert noise.above(0.1) == pytest.approx(above, abs=6e-4)
    assert noise.above(0.25) == pytest.approx(far_above, abs=6e-4)
    assert noise.level(noise.above(0.1)) == pytest.approx(0.1)


def test_without_drift_the_index_exceeds_its_level_as_often_as_promised():
    rng = np.random.default_rng(1)
    level = drift.psi_noise(2000, 500).level(0.05)
    found = [drift.psi(rng.normal(size=2000), rng.normal(size=500)) for _ in range(1000)]
    assert np.mean(found) == pytest.approx(drift.psi_noise(2000, 500).mean, rel=0.05)
    assert 0.03 <= np.mean(np.array(found) > level) <= 0.07


@given(columns, columns)
def test_the_index_is_never_negative_and_never_infinite(reference, current):
    assert 0 <= drift.psi(reference, current) < np.inf


@given(columns, columns, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(reference, current, random):
    before = [f(reference, current) for f in (drift.psi, drift.jensen_shannon, drift.ks)]
    random.shuffle(reference)
    random.shuffle(current)
    assert [f(reference, current) for f in (drift.psi, drift.jensen_shannon, drift.ks)] == before


@given(columns, columns, st.sampled_from([2.0, np.e, 10.0]))
def test_the_divergence_is_scipys_distance_squared_and_at_most_a_bit(reference, current, base):
    found = drift.jensen_shannon(reference, current, base=base)
    inner = edges(np.array(reference))
    p, q = (shares(counts(np.array(each), inner)) for each in (current, reference))
    assert found.distance == pytest.approx(distance.jensenshannon(p, q, base=base), abs=1e-7)
    assert found.statistic == found.divergence == pytest.approx(found.distance**2)
    assert 0 <= drift.jensen_shannon(reference, current).divergence <= 1
    assert found.base == base


@given(columns, columns)
def test_disjoint_samples_stay_finite_and_are_far_apart(reference, current):
    beyond = np.abs(current) + 2e6
    assert 0 < drift.psi(reference, beyond) < np.inf
    assert 0 < drift.jensen_shannon(reference, beyond).divergence < 1
    assert drift.ks(reference, beyond).statistic == 1


def test_one_outlier_does_not_hide_a_drift():
    rng = np.random.default_rng(2)
    reference, current = rng.normal(size=5000), rng.normal(0.5, 1, size=5000)
    clean = drift.psi(reference, current)
    assert clean > 0.2
    assert drift.psi(np.r_[reference, 1e6], current) == pytest.approx(clean, rel=0.01)
    assert drift.psi(reference, np.r_[current, 1e6]) == pytest.approx(clean, rel=0.01)


def test_an_empty_bin_does_not_explode():
    reference = np.arange(1000.0)
    current = reference[reference > 99]  # the lowest decile is gone
    truth = 0.1 * np.log(1 / 0.9) + 0.1 * np.log(0.1 * 1000 / 0.5)  # what is left moves up; the empty bin
    assert drift.psi(reference, current) == pytest.approx(truth, rel=0.15)
    assert drift.psi(reference, current) < 0.7


# Kolmogorov and Smirnov, Wasserstein


@given(columns, columns)
def test_ranks_say_what_scipy_says_and_are_symmetric(reference, current):
    found = drift.ks(reference, current)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # theirs, where it cannot count exactly
        theirs = stats.ks_2samp(reference, current)
    assert (found.statistic, found.pvalue) == (theirs.statistic, theirs.pvalue)
    assert found.statistic == pytest.approx(drift.ks(current, reference).statistic)
    assert drift.wasserstein(reference, current) == stats.wasserstein_distance(reference, current)
    assert drift.wasserstein(reference, current) == pytest.approx(drift.wasserstein(current, reference))


@given(columns, columns)
def test_the_gap_of_sorted_samples_is_that_of_the_test(reference, current):
    found = largest_gap(np.sort(reference), np.sort(current))
    assert found == pytest.approx(drift.ks(reference, current).statistic, abs=1e-12)


def test_where_scipy_warns_nobody_is_warned():
    assert drift.ks([0.0] * 7, [0.0] * 6 + [1.0]).pvalue == pytest.approx(1, abs=1e-4)


def test_a_shift_moves_every_value_by_itself():
    assert drift.wasserstein(GRID, GRID + 0.7) == pytest.approx(0.7)
    d = NORMAL.cdf(0.35) - NORMAL.cdf(-0.35)  # the gap of two normals is largest half way
    assert drift.ks(GRID, GRID + 0.7).statistic == pytest.approx(d, abs=1e-3)
    assert drift.ks(GRID, GRID + 0.7).location == pytest.approx(0.35, abs=0.02)


# Chi-squared


@given(words, words)
def test_counts_say_what_scipy_says_and_are_symmetric(reference, current):
    levels = sorted({*reference, *current})
    table = [[each.count(level) for level in levels] for each in (reference, current)]
    found = drift.chi_squared(reference, current, rare=0)
    theirs = stats.chi2_contingency(table, correction=False)
    assert found.statistic == pytest.approx(theirs.statistic, abs=1e-9)
    assert found.pvalue == pytest.approx(theirs.pvalue)
    assert found.freedom == theirs.dof
    other = drift.chi_squared(current, reference)
    assert other.pvalue == pytest.approx(drift.chi_squared(reference, current).pvalue)


@given(words, words)
def test_merging_leaves_no_rare_level_or_an_exact_test(reference, current):
    found = drift.chi_squared(reference, current)
    levels = {*reference, *current}
    groups = [{*found.merged}, *({level} for level in levels if level not in found.merged)]
    groups = [group for group in groups if group]
    share = min(len(reference), len(current)) / len(reference + current)
    least = min(share * sum((reference + current).count(level) for level in group) for group in groups)
    assert len(groups) == found.freedom + 1
    assert found.exact == (len(groups) == 2 and least < 5)
    assert least >= 5 or len(groups) <= 2


def test_a_level_never_seen_before_counts():
    found = drift.chi_squared(["a"] * 500, ["a"] * 400 + ["new"] * 100)
    assert found.unseen == ("new",)
    assert found.pvalue < 1e-20


def test_a_rare_level_that_becomes_common_is_not_merged_away():
    found = drift.chi_squared([True] * 3 + [False] * 9997, [True] * 3 + [False] * 97)
    assert found.exact
    assert found.pvalue == stats.fisher_exact([[9997, 3], [97, 3]]).pvalue < 1e-4


def test_a_single_level_says_nothing():
    found = drift.chi_squared(["a"] * 3, ["a"])
    assert (found.statistic, found.pvalue, found.freedom, found.effect) == (0, 1, 0, 0)


def test_the_effect_is_cramers():
    reference, current = ["a"] * 30 + ["b"] * 70, ["a"] * 60 + ["b"] * 40
    expected = stats.contingency.association([[30, 70], [60, 40]], method="cramer")
    assert drift.chi_squared(reference, current).effect == pytest.approx(expected)


@pytest.mark.parametrize("shares", [[0.5, 0.3, 0.2], [0.9, 0.06, 0.03, 0.01], [0.1] * 10])
def test_chi_squared_rings_falsely_as_often_as_promised(shares):
    rng = np.random.default_rng(5)
    tables = rng.multinomial(500, shares, size=(2000, 2))
    found = [compare_counts(*(dict(enumerate(each.tolist())) for each in table)).pvalue for table in tables]
    assert 0.03 <= np.mean(np.array(found) <= 0.05) <= 0.07


# Several tests at once


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_adjusted_p_values_lie_between_the_raw_ones_and_bonferroni(raw):
    p = np.array(raw)
    stepped, false_share = drift.holm(raw), drift.benjamini_hochberg(raw)
    assert np.all(p <= false_share + 1e-15)
    assert np.all(false_share <= stepped + 1e-15)
    assert np.all(stepped <= np.minimum(p * p.size, 1))


def test_holm_is_its_definition():
    rng = np.random.default_rng(3)
    p = rng.random(20) ** 4
    for alpha in (0.01, 0.05, 0.2):
        fails = [k for k, each in enumerate(np.sort(p)) if each > alpha / (20 - k)]
        rejected = np.argsort(p)[: fails[0] if fails else 20]
        assert set(np.flatnonzero(drift.holm(p) <= alpha)) == set(rejected)


def test_the_edges_rise():
    rng = np.random.default_rng(4)
    assert all(low < high for low, high in pairwise(edges(rng.integers(0, 5, 300).astype(float))))
