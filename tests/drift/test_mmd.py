"""The discrepancy is held against its definition, and its p-values against chance."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial.distance import cdist, pdist
from scipy.stats import chisquare

from mlops_widgets import drift
from mlops_widgets.drift.statistics import kernel


def _naive(x, y, sigma):
    """The definition, with every kernel stored."""
    kxx, kyy, kxy = (np.exp(-cdist(a, b, "sqeuclidean") / (2 * sigma**2)) for a, b in ((x, x), (y, y), (x, y)))
    n, m = len(x), len(y)
    return (kxx.sum() - n) / (n * (n - 1)) + (kyy.sum() - m) / (m * (m - 1)) - 2 * kxy.mean()


@pytest.mark.parametrize(("n", "m", "d"), [(2, 2, 1), (40, 30, 3), (300, 411, 10)])
def test_it_is_its_definition(n, m, d):
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(n, d)), rng.normal(0.3, 1.2, size=(m, d))
    found = drift.mmd(x, y, permutations=1)
    assert found.bandwidth == pytest.approx(np.median(pdist(np.r_[x, y])))
    assert found.statistic == pytest.approx(_naive(x, y, found.bandwidth), abs=1e-12)
    assert drift.mmd(x, y, permutations=1, bandwidth=0.5).statistic == pytest.approx(_naive(x, y, 0.5), abs=1e-12)


def test_every_shuffled_labelling_is_its_definition_too():
    rng = np.random.default_rng(1)
    rows = rng.normal(size=(600, 2))  # more than two strips of the kernel
    labels = rng.permuted(np.repeat([[1.0] * 250 + [0.0] * 350], 5, axis=0), axis=1).T
    expected = [_naive(rows[one > 0], rows[one == 0], 1.0) for one in labels.T]
    assert kernel._squared(rows, labels, 250) == pytest.approx(np.array(expected), abs=1e-12)


def test_without_drift_every_p_value_is_as_likely():
    rng = np.random.default_rng(2)
    found = [drift.mmd(*rng.normal(size=(2, 20, 3)), permutations=99, seed=i).pvalue for i in range(300)]
    counted = np.bincount((np.array(found) * 100).round().astype(int), minlength=101)[1:]
    assert chisquare(counted.reshape(10, 10).sum(axis=1)).pvalue > 0.01
    assert 0.02 <= np.mean(np.array(found) <= 0.05) <= 0.085


def test_it_sees_a_correlation_that_no_single_feature_shows():
    rng = np.random.default_rng(7)
    x, y = rng.normal(size=(300, 2)), rng.multivariate_normal([0, 0], [[1, 0.9], [0.9, 1]], size=300)
    assert all(drift.ks(a, b).pvalue > 0.1 for a, b in zip(x.T, y.T, strict=True))
    assert drift.mmd(x, y).pvalue == pytest.approx(1 / 101)


@given(st.integers(1, 8), st.integers(1, 8), st.integers(0, 99))
def test_exchanging_samples_or_rows_changes_nothing(n, m, seed):
    rng = np.random.default_rng(seed)
    x, y = rng.integers(0, 4, (n, 2)), rng.integers(0, 4, (m, 2))
    found = drift.mmd(x, y, bandwidth=1.0).statistic
    assert drift.mmd(y, x, bandwidth=1.0).statistic == pytest.approx(found, abs=1e-12)
    assert drift.mmd(x[::-1], y[::-1], bandwidth=1.0).statistic == pytest.approx(found, abs=1e-12)


def test_far_from_zero_no_digits_are_lost():
    rng = np.random.default_rng(4)
    x, y = rng.normal(size=(100, 2)), rng.normal(0.2, 1, size=(100, 2))
    near, far = drift.mmd(x, y), drift.mmd(x + 1e8, y + 1e8)
    assert far.statistic == pytest.approx(near.statistic, abs=1e-7)


def test_one_wild_value_hides_no_drift():
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(300, 2)), rng.normal(0.5, 1, size=(300, 2))
    y[0, 0] = 1e12
    found = drift.mmd(x, y, bandwidth=2.0, permutations=100)
    assert found.statistic == pytest.approx(_naive(x, y, 2.0), abs=1e-9)
    assert found.pvalue < 0.02


def test_the_same_seed_gives_the_same_and_another_does_not():
    rng = np.random.default_rng(5)
    x, y = rng.normal(size=(2, 600, 2))
    assert drift.mmd(x, y, seed=1) == drift.mmd(x, y, seed=1) != drift.mmd(x, y, seed=2)


def test_equal_rows_are_no_evidence():
    assert drift.mmd(np.ones((20, 2)), np.ones((30, 2))).pvalue == 1
    few = [[0.0]] * 30 + [[1.0]]
    assert 0 < drift.mmd(few, few).pvalue <= 1


def test_memory_grows_with_the_rows_and_not_with_their_square():
    import tracemalloc

    x, y = np.random.default_rng(6).normal(size=(2, 2000, 2))
    drift.mmd(x[:9], y[:9])  # imports
    tracemalloc.start()
    drift.mmd(x, y, permutations=10)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 0.2 * 4000**2 * 8  # of the whole kernel, which has 128 MB
