"""Evidence about errors: never often wrong, whatever traffic and rates do, and soon right about a bad version."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlops_widgets.rollout import RateRatio, rate_ratio

SHARES = np.repeat([0.01, 0.05, 0.10, 0.25, 0.50, 1.00], 8)  # of the traffic, in 48 windows


def _rollouts(stable, worse, *, requests=2000, rollouts=5000, seed=0):
    """Errors and requests of candidate and stable version, each (rollouts, 48)."""
    rng = np.random.default_rng(seed)
    total = rng.poisson(requests, (rollouts, SHARES.size))
    candidate = rng.binomial(total, SHARES)
    rate = np.broadcast_to(stable, SHARES.shape)
    errors = rng.binomial(candidate, rate * worse), rng.binomial(total - candidate, rate)
    return errors[0], candidate, errors[1], total - candidate


def _ever(evidence, alpha=0.05):
    return (evidence >= 1 / alpha).any(axis=-1).mean()


# Truth


@pytest.mark.parametrize("alpha", [0.05, 0.01])
@pytest.mark.parametrize(
    ("stable", "requests"),
    [(0.002, 20), (0.005, 2000), (0.2, 300), (0.005 * (1 + np.sin(np.arange(48) / 7.0) ** 2 * 5), 2000)],
)
def test_a_sound_candidate_is_ever_accused_with_probability_alpha_at_most(stable, requests, alpha):
    accused = _ever(rate_ratio(*_rollouts(stable, 1.0, requests=requests)), alpha)
    assert accused <= alpha + 3 * np.sqrt(alpha * (1 - alpha) / 5000)


def test_a_better_candidate_is_accused_still_less():
    assert _ever(rate_ratio(*_rollouts(0.01, 0.5))) < 0.002


@pytest.mark.parametrize("stable", [0.005, 0.2])
def test_what_is_tolerated_is_not_held_against_it(stable):
    rollouts = _rollouts(stable, 1.5)
    assert _ever(rate_ratio(*rollouts, tolerance=1.5)) <= 0.05
    assert _ever(rate_ratio(*rollouts)) > 0.5


def test_a_share_that_follows_the_evidence_keeps_it_valid():
    rng, test = np.random.default_rng(1), RateRatio()
    ever, share = np.zeros(4000, bool), np.full(4000, 0.01)
    for _ in range(48):
        candidate = rng.binomial(500, share)
        evidence = test.update(
            rng.binomial(candidate, 0.02), candidate, rng.binomial(500 - candidate, 0.02), 500 - candidate
        )
        ever |= evidence >= 20
        share = np.where(evidence > 1, 0.5, 0.01)  # more traffic for whom it begins to suspect
    assert ever.mean() <= 0.05


@given(
    requests=st.integers(1, 8), stable=st.integers(0, 8), rate=st.floats(0, 0.6), tolerance=st.floats(0.3, 1.6),
)  # fmt: skip
def test_its_exact_expectation_over_one_window_is_one_at_most(requests, stable, rate, tolerance):
    from scipy.stats import binom

    x, x_stable = np.arange(requests + 1)[:, None], np.arange(stable + 1)
    chance = binom.pmf(x, requests, rate * tolerance) * binom.pmf(x_stable, stable, rate)
    evidence = rate_ratio(x[..., None], requests, x_stable[:, None], stable, tolerance=tolerance)[..., 0]
    assert (chance * evidence).sum() <= 1 + 1e-9


@pytest.mark.parametrize(
    ("worse", "found", "within"), [(1.5, 0.55, 48), (2.0, 0.99, 26), (5.0, 1.0, 10)]
)  # fmt: skip
def test_a_worse_candidate_is_found_the_sooner_the_worse_it_is(worse, found, within):
    evidence = rate_ratio(*_rollouts(0.005, worse))
    windows = (evidence >= 20).argmax(axis=1)[(evidence >= 20).any(axis=1)] + 1
    assert _ever(evidence) >= found
    assert np.median(windows) <= within


# The pieces


def test_window_by_window_is_the_whole_array_at_once():
    rollouts = _rollouts(0.01, 1.3, rollouts=7)
    test = RateRatio(tolerance=1.2, ratios=(1.5, 4))
    steps = np.stack([test.update(*(each[:, window] for each in rollouts)) for window in range(48)], axis=1)
    assert steps == pytest.approx(rate_ratio(*rollouts, tolerance=1.2, ratios=(1.5, 4)))


def test_a_single_rollout_gives_numbers():
    test = RateRatio()
    assert test.evidence == 1.0
    assert type(test.update(3, 100, 3, 900)) is float
    assert test.evidence > 1


@pytest.mark.parametrize("window", [(0, 0, 0, 0), (0, 50, 0, 50), (0, 0, 7, 50), (7, 50, 0, 0)])
def test_a_window_that_compares_nothing_says_nothing(window):
    assert RateRatio().update(*window) == pytest.approx(1.0)


def test_endless_evidence_is_still_a_number():
    assert np.isfinite(RateRatio().update(10**7, 10**7, 0, 10**7))


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: RateRatio(tolerance=0), "tolerance must be above 0, got 0"),
        (lambda: RateRatio(ratios=(1, 2)), r"ratios must be numbers above 1, at least one, got \(1, 2\)"),
        (lambda: RateRatio(ratios=()), "ratios must be"),
        (lambda: RateRatio().update(3, 2, 0, 5), "errors must lie between 0 and the requests .* got 3.0 of 2.0"),
        (lambda: RateRatio().update(0, 2, -1, 5), "errors_stable must lie .* hand over counts, not rates"),
    ],
)
def test_what_makes_no_sense_is_refused(call, words):
    with pytest.raises(ValueError, match=words):
        call()
