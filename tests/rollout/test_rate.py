"""One rate's interval holds the truth at all looks at once, and is no wider than that needs."""

import numpy as np
import pytest

from mlops_widgets.rollout import rate_sequence


@pytest.mark.parametrize("rate", [0.005, 0.05, 0.5])
def test_it_ever_misses_the_truth_as_rarely_as_it_promises(rate):
    hits = np.random.default_rng(0).binomial(40, rate, (2000, 100)).cumsum(axis=1)
    low, high = rate_sequence(hits, 40 * np.arange(1, 101))
    missed = ((low > rate) | (rate > high)).any(axis=1).mean()
    assert missed <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / 2000)
    assert missed > 0.001


def test_its_ends_are_where_the_evidence_reaches_its_line():
    from scipy.stats import betabinom, binom

    low, high = rate_sequence(12, 400, alpha=0.1)
    mixture = betabinom.pmf(12, 400, 0.5, 0.5)
    assert mixture / binom.pmf(12, 400, [low, high]) == pytest.approx([10, 10])


def test_nobody_yet_tells_nothing_and_clean_requests_bound_a_rate():
    low, high = rate_sequence([0, 0, 60], [0, 60, 60])
    assert (low[0], high[0]) == (0, 1)
    assert (low[1], high[2]) == (0, 1)
    assert 1 - 0.05 ** (1 / 60) < high[1] == pytest.approx(1 - low[2])


def test_more_hits_than_users_are_refused():
    with pytest.raises(ValueError, match="hits must lie between 0 and users"):
        rate_sequence(3, 2)
