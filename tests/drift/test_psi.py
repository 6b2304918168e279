"""The index is never negative, knows no order and no unit, and refuses what it cannot judge."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlops_widgets.drift import PSI
from mlops_widgets.drift.statistics.bins import shares

whole = st.lists(st.integers(-5, 5).map(float), min_size=2, max_size=60)


def _fed(psi, values):
    for x in values:
        psi.update(x)
    return psi.statistic


def _index(reference, window, bins=10):
    return _fed(PSI(reference=len(reference), window=len(window), bins=bins), [*reference, *window])


@given(whole, whole, st.integers(2, 12))
def test_the_index_is_never_negative_and_never_infinite(reference, window, bins):
    assert 0 <= _index(reference, window, bins) < np.inf


@given(whole, whole, st.randoms(use_true_random=False))
def test_the_order_of_a_window_or_of_the_reference_changes_nothing(reference, window, random):
    before = _index(reference, window)
    random.shuffle(window)
    random.shuffle(reference)
    assert _index(reference, window) == pytest.approx(before, abs=1e-12)


@given(whole)
def test_a_window_like_the_reference_has_no_index(values):
    assert _index(values, values) == 0


@given(whole, whole, st.sampled_from([0.25, 2.0, 1024.0]))  # powers of two: exact, so that no tie is broken
def test_another_unit_of_measure_changes_nothing(reference, window, factor):
    moved = [[factor * x for x in values] for values in (reference, window)]
    assert _index(*moved) == _index(reference, window)


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=20))
def test_shares_sum_to_one_and_none_is_empty(counts):
    told = shares(np.array(counts))
    assert sum(told) == pytest.approx(1)
    assert min(told) > 0


@pytest.mark.parametrize(
    ("options", "words"),
    [({"window": 0}, "window must be at least 1, got 0"), ({"reference": 1}, "reference must be at least 2, got 1"),
     ({"bins": 1}, "bins must be at least 2, got 1")],
)  # fmt: skip
def test_an_impossible_detector_is_refused(options, words):
    with pytest.raises(ValueError, match=words):
        PSI(**options)


@pytest.mark.parametrize("missing", [float("nan"), float("inf"), np.float64("nan")])
def test_a_missing_value_is_refused_before_it_can_spoil_the_bins(missing):
    psi = PSI(reference=2, window=1)
    with pytest.raises(ValueError, match=r"x must be a number, got .*: leave missing values out"):
        psi.update(missing)
    assert _fed(psi, [1.0, 2.0, 1.0]) == pytest.approx(_index([1.0, 2.0], [1.0]))
