"""Chance, beliefs, ranks and halving are what closed forms, other programs and counting say."""

from itertools import combinations, product
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chisquare, hypergeom, kendalltau, norm
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import Matern

from mlops_widgets.automl import (
    AXES,
    Random,
    Space,
    cells,
    chance_of_top,
    expected_best,
    expected_improvement,
    halving,
    kendall,
    plane,
    posterior,
    regrets,
    table,
    trials_for,
)
from mlops_widgets.automl.gaussian import normal_cdf
from mlops_widgets.stage import StageError

# Chance


@given(st.lists(st.floats(0, 1), min_size=1, max_size=8), st.data())
def test_the_mean_of_the_best_is_that_over_all_draws(scores, data):
    k = data.draw(st.integers(1, len(scores)))
    counted = np.mean([max(each) for each in combinations(scores, k)])
    assert expected_best(scores, k) == pytest.approx(counted, abs=1e-12)


@pytest.mark.parametrize("k", [1, 5, 30])
def test_random_draws_from_the_table_find_what_the_closed_form_says(k):
    rng, score = np.random.default_rng(1), table().score
    played = np.array([score[rng.choice(len(score), k, replace=False)].max() for _ in range(4000)])
    assert played.mean() == pytest.approx(expected_best(score, k), abs=4 * played.std() / np.sqrt(4000))


@given(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 9)), min_size=1, max_size=5), st.integers(1, 4))
def test_with_chances_it_is_the_mean_over_all_that_can_be_drawn_again(drawn, k):
    scores, weights = map(np.array, zip(*drawn, strict=True))
    if not weights.sum():
        return
    chances = weights / weights.sum()
    whole = [np.array(list(product(each, repeat=k))) for each in (scores, chances)]
    counted = (whole[0].max(axis=1) * whole[1].prod(axis=1)).sum()
    assert expected_best(scores, k, chances=chances) == pytest.approx(counted, abs=1e-12)


@pytest.mark.slow
def test_random_search_itself_finds_what_the_cells_of_the_grid_say():
    behind, among = regrets(Random, 30, seeds=range(1500), among=plane()), plane()
    for k in (1, 5, 10, 20, 30):
        played, exact = behind[:, k - 1], among.best - expected_best(among.score, k, chances=among.chances)
        assert played.mean() == pytest.approx(exact, abs=4 * played.std() / np.sqrt(1500))
    drawn_once = among.best - expected_best(among.score, 30)
    assert behind[:, -1].mean() > drawn_once + 3 * behind[:, -1].std() / np.sqrt(1500)  # it draws some twice


def test_the_cells_of_the_grid_are_those_that_random_search_hits():
    among, rng = plane(), np.random.default_rng(5)
    hits = np.bincount([among.nearest(among.space.draw(rng)) for _ in range(40_000)], minlength=len(among))
    assert chisquare(hits, 40_000 * among.chances).pvalue > 0.001
    assert chisquare(hits).pvalue < 1e-9  # the edges are hit more seldom than the middle
    assert among.chances.sum() == pytest.approx(1)


@pytest.mark.slow
def test_cells_that_are_counted_come_near_those_that_are_known():
    among = plane()
    near = cells.counted(among.space, among.places, draws=100_000)
    assert chisquare(100_000 * near, 100_000 * among.chances).pvalue > 0.001
    assert cells.gridded(table().space, table().places) is None
    rng = np.random.default_rng(5)
    hits = np.bincount([table().nearest(table().space.draw(rng)) for _ in range(20_000)], minlength=len(table()))
    spread = np.sqrt(20_000 * table().chances * (1 + 20_000 / 2**17))
    assert np.abs((hits - 20_000 * table().chances) / spread).max() < 5


def test_a_grid_over_choices_has_equal_cells():
    space = Space((AXES[5], AXES[2]))  # three activations, one to four layers
    configs = [{"activation": each, "depth": depth} for each in AXES[5].choices for depth in (1, 2, 3, 4)]
    ends = {1: 1 / 6, 2: 1 / 3, 3: 1 / 3, 4: 1 / 6}  # a number of layers is rounded
    expected = [ends[int(config["depth"])] / 3 for config in configs]
    assert cells.gridded(space, space.cube(configs)) == pytest.approx(expected)


@pytest.mark.parametrize(("networks", "k"), [(192, 10), (704, 60), (20, 20)])
def test_the_chance_of_a_good_one_is_the_hypergeometric(networks, k):
    good = int(np.ceil(0.05 * networks - 1e-9))
    assert chance_of_top(0.05, k, networks=networks) == pytest.approx(1 - hypergeom.pmf(0, networks, good, k))
    assert chance_of_top(0.05, k) == pytest.approx(1 - 0.95**k)
    assert chance_of_top(0.05, k, networks=networks) >= chance_of_top(0.05, k) - 1e-12


def test_sixty_draws_are_the_rule_of_thumb():
    # Bergstra and Bengio 2012: with 60 draws the best 5 % are hit with 95 %.
    assert trials_for(0.05, 0.95) == 59
    assert trials_for(0.2, 0.36) == 2  # 1 - 0.8²
    assert chance_of_top(0.05, 58) < 0.95 <= chance_of_top(0.05, 59)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: chance_of_top(5, 3), r"share must lie in \[0, 1\], got 5"),
        (lambda: chance_of_top(0.5, 30, networks=20), "k must be 0 to 20, got 30"),
        (lambda: expected_best([1, 2], 3), "k must be 1 to 2"),
        (lambda: expected_best([1, 2], 0, chances=[0.5, 0.5]), "k must be 1 or more, got 0"),
        (lambda: expected_best([1, 2], 1, chances=[0.5, 0.4]), "add up to 0.9"),
        (lambda: expected_best([1, 2], 1, chances=[1.0]), "each of the 2 scores"),
        (lambda: trials_for(0.05, 1), "sure must lie between 0 and 1, got 1"),
        (lambda: kendall([1, 2], [1]), "the same two or more networks"),
        (lambda: kendall([1, 1], [1, 2]), "no order to compare"),
        (lambda: halving(table(), []), "halving needs a network at least"),
        (lambda: halving(table(), [1], first=0), "first from 1 to 27"),
    ],
)
def test_what_cannot_be_asked_gets_a_sentence(call, words):
    with pytest.raises(StageError, match=words):
        call()


# Beliefs


def test_the_belief_is_that_of_scikit_learn():
    rng = np.random.default_rng(3)
    tried, places = rng.random((12, 3)), rng.random((30, 3))
    scores = np.sin(5 * tried[:, 0]) + tried[:, 1] + rng.normal(0, 0.1, 12)
    ours = posterior(tried, scores, places)
    spread = scores.std()
    theirs = GaussianProcessRegressor(
        Matern(length_scale=ours.length, nu=2.5), alpha=(ours.noise / spread) ** 2, optimizer=None
    ).fit(tried, (scores - scores.mean()) / spread)
    mean, sd = theirs.predict(places, return_std=True)
    np.testing.assert_allclose(ours.mean, scores.mean() + spread * mean, atol=1e-6)
    np.testing.assert_allclose(ours.sd, spread * sd, atol=1e-6)


def test_it_is_sure_where_it_has_been_and_unsure_far_away():
    tried = np.array([[0.1], [0.3], [0.5]])
    belief = posterior(tried, np.array([0.2, 0.9, 0.4]), np.array([[0.3], [0.31], [0.98]]))
    assert belief.sd[0] <= belief.sd[1] < belief.sd[2]
    assert belief.mean[0] == pytest.approx(0.9, abs=0.1)


def test_equal_scores_are_no_trouble():
    belief = posterior(np.array([[0.1], [0.9]]), np.array([0.5, 0.5]), np.array([[0.5]]))
    assert belief.mean == pytest.approx([0.5])


@given(st.floats(-2, 2), st.floats(0.01, 2), st.floats(-2, 2))
def test_expected_improvement_is_the_formula(mean, sd, best):
    z = (mean - best) / sd
    exact = sd * (z * norm.cdf(z) + norm.pdf(z))
    assert expected_improvement(np.array([mean]), np.array([sd]), best)[0] == pytest.approx(exact, abs=1e-6)


def test_expected_improvement_is_the_mean_of_what_is_gained():
    gains = np.maximum(np.random.default_rng(0).normal(0.8, 0.1, 400_000) - 0.85, 0)
    exact = expected_improvement(np.array([0.8]), np.array([0.1]), 0.85)[0]
    assert exact == pytest.approx(gains.mean(), abs=4 * gains.std() / np.sqrt(gains.size))


def test_the_normal_distribution_is_right_to_seven_digits():
    z = np.linspace(-6, 6, 200)
    np.testing.assert_allclose(normal_cdf(z), [NormalDist().cdf(each) for each in z], atol=1e-7)


# Ranks


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=2, max_size=30))
def test_tau_is_that_of_scipy_ties_included(pairs):
    one, other = np.array(pairs, dtype=float).T
    if np.ptp(one) == 0 or np.ptp(other) == 0:
        return
    assert kendall(one, other) == pytest.approx(kendalltau(one, other).statistic, abs=1e-12)


def test_the_more_epochs_and_the_more_data_the_closer_the_ranking():
    whole = table()
    taus = [[kendall(curves[:, epoch - 1], whole.score) for epoch in (1, 3, 9, 27)] for curves in whole.curves]
    assert (np.diff(taus, axis=0) > 0).all()
    assert (np.diff(taus, axis=1) > 0).all()
    assert taus[2][3] == 1


def test_among_the_best_cheap_estimates_rank_worse():
    whole = table()
    best = np.argsort(-whole.score)[:140]
    for epochs in (1, 3, 9):
        early = whole.curves[-1, :, epochs - 1]
        assert kendall(early[best], whole.score[best]) < kendall(early, whole.score) - 0.1


# Halving


def test_a_bracket_spends_what_counting_says():
    bracket = halving(table(), np.arange(81))
    assert [(rung.epochs, rung.numbers.size) for rung in bracket.rungs] == [(1, 81), (3, 27), (9, 9), (27, 3)]
    assert bracket.epochs == 81 * 1 + 27 * 2 + 9 * 6 + 3 * 18


def test_each_round_keeps_the_best_of_the_one_before():
    bracket = halving(table(), np.arange(100, 181))
    for before, after in zip(bracket.rungs, bracket.rungs[1:], strict=False):
        kept = np.isin(before.numbers, after.numbers)
        assert before.score[kept].min() >= before.score[~kept].max()
    last = bracket.rungs[-1]
    assert bracket.winner == last.numbers[last.score.argmax()]
    assert bracket.killed == (table().score[100:181].max() > table().score[bracket.winner])


def test_begun_at_the_last_round_nothing_is_killed():
    bracket = halving(table(), np.arange(20), first=27)
    assert len(bracket.rungs) == 1
    assert not bracket.killed
    assert bracket.epochs == 20 * 27


@pytest.mark.parametrize("keep", [0.5, 0.67, 0.7, 0.9, 0.99])
def test_it_ends_however_many_go_on_and_every_round_is_longer(keep):
    bracket = halving(table(), np.arange(20), keep=keep)
    epochs = [rung.epochs for rung in bracket.rungs]
    assert (np.diff(epochs) > 0).all()
    assert epochs[-1] == 27
