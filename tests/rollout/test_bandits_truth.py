"""Bandits lose what textbooks and an independent simulation say that they lose."""

import numpy as np
import pytest

from mlops_widgets.rollout.bandits import UCB1, EpsilonGreedy, Thompson, regret

TWO, TEN, CLICKS = [0.5, 0.6], [0.5, *[0.4] * 9], [0.04, 0.045, 0.05, 0.055, 0.06]
RUNS = 600


class InOrder(EpsilonGreedy):
    """Of several that look best it takes the first, as ``argmax`` does."""

    def _best_all(self, scores):
        return scores.argmax(axis=1)


def _agrees(values, published, error=0.0):
    """Within four standard errors, ours and theirs together."""
    ours = values.std() / np.sqrt(values.size)
    return abs(values.mean() - published) <= 4 * np.hypot(ours, error) + 0.05


# Cumulative regret after 1,000 users, and after 10,000, of an independent prototype


@pytest.mark.parametrize(
    ("kind", "chances", "published"),
    [
        (Thompson, TWO, 11.5),
        (Thompson, TEN, 65.6),
        (Thompson, CLICKS, 8.3),
        (UCB1, TWO, 24.9),
        (UCB1, TEN, 83.2),
        (UCB1, CLICKS, 9.6),
        (InOrder, TWO, 22.1),
        (InOrder, TEN, 35.9),
        (InOrder, CLICKS, 11.7),
    ],
)
def test_regret_after_a_thousand_users(kind, chances, published):
    lost = regret(kind(len(chances), replicas=RUNS), chances, after=[1000])[:, 0]
    assert _agrees(lost, published, error=lost.std() / np.sqrt(RUNS))


@pytest.mark.parametrize(("kind", "published"), [(Thompson, 19.3), (UCB1, 87.9), (InOrder, 71.0)])
def test_regret_after_ten_thousand_users(kind, published):
    lost = regret(kind(2, replicas=150), TWO, after=[10_000])[:, 0]
    assert _agrees(lost, published, error=lost.std() / np.sqrt(150))


def test_who_breaks_ties_by_number_gains_when_the_best_one_comes_first():
    lost = {
        (kind, place): regret(kind(10, replicas=RUNS), np.roll(TEN, place), after=[1000])[:, 0].mean()
        for kind in (EpsilonGreedy, InOrder)
        for place in (0, 9)
    }
    assert lost[InOrder, 0] < 0.65 * lost[InOrder, 9]
    assert lost[EpsilonGreedy, 0] == pytest.approx(lost[EpsilonGreedy, 9], rel=0.15)


# Sutton and Barto (2018), section 2.3: ten versions, normal rewards; over the last 100 of 1,000 steps


def _testbed(bandit, *, steps=1000):
    chance, runs = np.random.default_rng(0), bandit.replicas
    values, rows = chance.standard_normal((runs, 10)), np.arange(runs)
    best, earned, right = values.argmax(axis=1), np.zeros((steps, runs)), np.zeros((steps, runs))
    for step in range(steps):
        arms = bandit.choose_all()
        earned[step] = values[rows, arms] + chance.standard_normal(runs)
        bandit.learn_all(arms, earned[step])
        right[step] = 100.0 * (arms == best)
    return earned, right


@pytest.mark.parametrize(
    ("settings", "reward", "optimal"),
    [
        ({"epsilon": 0.0}, 1.026, 36.8),
        ({"epsilon": 0.01}, 1.305, 59.8),
        ({"epsilon": 0.1}, 1.362, 80.5),
        ({"epsilon": 0.0, "start": 5.0, "step": 0.1}, 1.494, 86.0),
    ],
)
def test_the_testbed_of_the_book(settings, reward, optimal):
    earned, right = (each[-100:].mean(axis=0) for each in _testbed(EpsilonGreedy(10, replicas=1000, **settings)))
    assert _agrees(earned, reward, error=0.006)
    assert _agrees(right, optimal, error=0.5)


def test_ucb_has_the_books_spike_at_the_eleventh_step():
    earned, right = _testbed(UCB1(10, exploration=2.0, replicas=1000))
    assert _agrees(earned[-100:].mean(axis=0), 1.483, error=0.006)
    assert _agrees(right[-100:].mean(axis=0), 85.9, error=0.5)
    assert _agrees(right[10], 43.0, error=0.5)
    assert right[10].mean() > 1.2 * max(right[9].mean(), right[11].mean())
