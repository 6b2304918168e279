"""Do the exercises on detecting change know the truth that they check against?"""

import warnings

import pytest
from scipy.stats import ks_2samp

from mlops_widgets.course.practice.drift import correction, widest_gap


@pytest.mark.parametrize("case", range(len(widest_gap._cases())))
def test_the_widest_gap_is_the_statistic_of_scipy(case):
    reference, current = widest_gap._cases()[case]
    with warnings.catch_warnings():  # scipy tells when ties keep it from an exact p-value
        warnings.simplefilter("ignore", RuntimeWarning)
        assert widest_gap._widest(reference, current) == pytest.approx(ks_2samp(reference, current).statistic)


def test_only_bonferroni_and_holm_keep_the_promise_and_holm_finds_more():
    found, innocent = zip(*map(correction._judged, ("none", "benjamini-hochberg", "bonferroni", "holm")), strict=True)
    assert max(innocent[2:]) <= 0.05 < min(innocent[:2])
    assert found[2] < found[3] < found[1] < found[0]
