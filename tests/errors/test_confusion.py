"""Precision, recall and F1 are the lecture's, and an alarm is worth what Bayes' rule says."""

from math import isnan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlops_widgets.errors import Confusion, precision_at

COUNTS = st.integers(0, 1000)


def test_the_lectures_matrix():
    cells = Confusion(tp=68, fp=9, fn=18, tn=905)
    assert f"{cells.precision:.1%} {cells.recall:.1%} {cells.f1:.1%}" == "88.3% 79.1% 83.4%"


def test_the_lectures_second_model_does_not_shine():
    precision, recall = 0.970, 0.073
    cells = Confusion(tp=1, fp=1 / precision - 1, fn=1 / recall - 1)
    assert f"{cells.f1:.1%}" == "13.6%"


def test_the_lazy_classifier_is_as_accurate_as_cases_are_rare_and_finds_none():
    lazy = Confusion.of(np.arange(1000) < 3, np.zeros(1000))
    assert lazy.accuracy == 0.997
    assert (lazy.recall, lazy.f1) == (0, 0)
    assert isnan(lazy.precision)


@given(COUNTS, COUNTS, COUNTS, COUNTS)
def test_bayes_rule_gives_the_counted_precision(tp, fp, fn, tn):
    cells = Confusion(tp, fp, fn, tn)
    if not (tp + fp and tp + fn and fp + tn):
        return
    given_rates = precision_at((tp + fn) / cells.total, cells.recall, fp / (fp + tn))
    assert given_rates == pytest.approx(cells.precision)
    low, high = sorted((cells.precision, cells.recall))
    assert low - 1e-12 <= (cells.f1 if tp else 0) <= high + 1e-12
    if tp:
        assert cells.f1 == pytest.approx(2 / (1 / cells.precision + 1 / cells.recall))


def test_cells_are_counted_from_answers():
    assert Confusion.of([1, 1, 0, 0, 0], [1, 0, 1, 0, 0]) == Confusion(tp=1, fp=1, fn=1, tn=2)


def test_what_is_no_count_gets_a_sentence():
    with pytest.raises(ValueError, match="fp must be a count"):
        Confusion(fp=-1)
    with pytest.raises(ValueError, match="same length"):
        Confusion.of([1, 0], [1])
    with pytest.raises(ValueError, match=r"use 0\.03 for 3 %"):
        precision_at(3, 0.9, 0.1)
    assert isnan(precision_at(0.1, 0, 0))
    assert isnan(Confusion().accuracy)
