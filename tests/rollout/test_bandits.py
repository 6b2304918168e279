"""Every bandit keeps the protocol, refuses what it cannot learn from, and is the same alone as among many."""

import inspect

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlops_widgets.rollout import bandits
from mlops_widgets.rollout.bandits import (
    KLUCB,
    UCB1,
    Bandit,
    DiscountedThompson,
    EpsilonGreedy,
    LinearThompson,
    LinUCB,
    Split,
    Thompson,
    regret,
)
from mlops_widgets.rollout.bandits.kl_ucb import _highest_mean, highest_mean

CLASSES = [each for each in vars(bandits).values() if inspect.isclass(each) and each is not Bandit]
PLAIN = [each for each in CLASSES if "features" not in inspect.signature(each).parameters]
LINEAR = [each for each in CLASSES if each not in PLAIN]
every_class = pytest.mark.parametrize("kind", CLASSES)
ONE = np.ones(1)


def _lived(bandit, rewards):
    chosen = []
    for reward in rewards:
        chosen.append(bandit.choose(ONE))
        bandit.learn(chosen[-1], float(reward[chosen[-1]]), ONE)
    return chosen


@pytest.fixture
def rewards():
    return (np.random.default_rng(7).random((400, 3)) < [0.2, 0.5, 0.4]).astype(float)


@every_class
def test_it_is_a_bandit_and_chooses_a_version_that_is_there(kind, rewards):
    bandit = kind(3)
    assert isinstance(bandit, Bandit)
    assert set(_lived(bandit, rewards)) <= {0, 1, 2}


@every_class
def test_the_same_seed_and_the_same_rewards_give_the_same_choices(kind, rewards):
    assert _lived(kind(3, seed=4), rewards) == _lived(kind(3, seed=4), rewards)


@every_class
def test_one_alone_is_one_replica(kind):
    alone, among = kind(3, seed=2), kind(3, seed=2)
    for user in np.random.default_rng(6).random((400, 3)) * [0.4, 1.0, 0.8]:
        arm = alone.choose(ONE)
        assert among.choose_all(ONE[None])[0] == arm
        alone.learn(arm, user[arm], ONE)
        among.learn_all(np.array([arm]), user[[arm]], ONE[None])


@every_class
def test_replicas_know_nothing_of_each_other(kind):
    users = np.random.default_rng(3)
    shared, alone = kind(2, replicas=2), kind(2, replicas=2)
    x = np.ones((2, 1))
    for _ in range(50):
        rewards = users.random(2).round()
        shared.learn_all(np.array([0, 1]), rewards, x)
        alone.learn_all(np.array([0, 0]), rewards, x)
    name = next(each for each in ("means", "weights", "alpha") if hasattr(shared, each))
    assert np.array_equal(getattr(shared, name)[0], getattr(alone, name)[0])
    assert not np.array_equal(getattr(shared, name)[1], getattr(alone, name)[1])


def test_a_belief_fades_with_its_own_rewards_only():
    bandit = DiscountedThompson(2, memory=10, replicas=2)
    bandit.learn_all(np.array([0, 0]), np.array([1.0, 1.0]))
    bandit.learn(1, 1.0)
    assert bandit.alpha.tolist() == [[1.9, 2.0], [2.0, 1.0]]


@pytest.mark.parametrize("kind", LINEAR)
def test_the_linear_ones_are_the_same_alone_and_among_many(kind):
    chance = np.random.default_rng(1)
    alone, among = kind(3, features=4), kind(3, features=4, replicas=2)
    for _ in range(60):
        x, arm, reward = chance.standard_normal(4), int(chance.integers(3)), float(chance.random())
        alone.learn(arm, reward, x)
        among.learn_all(np.array([arm, 0]), np.array([reward, 0.0]), np.stack([x, -x]))
    assert np.allclose(alone.weights[0], among.weights[0])
    assert np.allclose(alone.inverse[0], among.inverse[0])


# What each of them is


def test_a_belief_counts_successes_and_failures():
    bandit = Thompson(2)
    for reward in (1, 1, 0, 0.5):
        bandit.learn(1, reward)
    assert (bandit.alpha[0].tolist(), bandit.beta[0].tolist()) == ([1, 3.5], [1, 2.5])


def test_a_fading_belief_forgets_a_version_that_is_not_asked_any_more():
    bandit = DiscountedThompson(2, memory=100)
    for _ in range(300):
        bandit.learn(0, 1.0)
    for _ in range(300):
        bandit.learn(1, 0.0)
    assert bandit.alpha[0, 0] == pytest.approx(1 + 100 * 0.99**300, rel=0.05)
    assert bandit.beta[0, 1] == pytest.approx(101, rel=0.06)


def test_fading_beliefs_find_the_new_best_version_sooner():
    found = {}
    for kind in (Thompson, DiscountedThompson):
        bandit, users = kind(2, replicas=100), np.random.default_rng(0)
        for user in range(2500):
            arms = bandit.choose_all()
            chances = np.array([0.6, 0.4] if user < 1500 else [0.2, 0.4])
            bandit.learn_all(arms, (users.random(100) < chances[arms]).astype(float))
        found[kind] = (bandit.choose_all() == 1).mean()
    assert found[DiscountedThompson] > found[Thompson] + 0.2


def test_constant_exploration_never_sends_everybody_to_one_version():
    bandit = EpsilonGreedy(4, epsilon=0.1, replicas=500)
    regret(bandit, [0.1, 0.1, 0.1, 0.9], after=[1000])
    late = np.mean([bandit.choose_all() == 3 for _ in range(200)])
    assert late == pytest.approx(1 - 0.1 + 0.1 / 4, abs=4 * np.sqrt(0.925 * 0.075 / 100_000))


def test_optimism_tries_everything_first():
    bandit = EpsilonGreedy(6, epsilon=0, start=5, step=0.1)
    assert sorted(_lived(bandit, np.zeros((6, 6)))) == [0, 1, 2, 3, 4, 5]


def test_a_split_is_even_until_its_end_and_has_one_version_afterwards():
    bandit = Split(2, users=2000, replicas=50)
    lost = regret(bandit, [0.3, 0.5], after=[2000, 4000])
    assert lost[:, 0].mean() == pytest.approx(0.2 * 1000, rel=0.02)
    assert np.array_equal(lost[:, 0], lost[:, 1])


@given(st.floats(0, 1), st.floats(0, 5))
def test_the_upper_bound_is_where_the_divergence_uses_up_its_room(p, room):
    q = float(highest_mean(np.array([p]), np.array([room]))[0])
    assert _highest_mean(p, room) == pytest.approx(q, abs=1e-9)
    p = min(max(p, 1e-12), 1 - 1e-12)
    assert p <= q < 1
    divergence = p * np.log(p / q) + (1 - p) * np.log((1 - p) / (1 - q))
    assert divergence == pytest.approx(room, abs=1e-9 + 1e-15 / (1 - q)) or q > 1 - 1e-9  # near 1, q has few digits


def test_linear_weights_are_those_of_ridge_regression():
    chance = np.random.default_rng(5)
    x, rewards = chance.standard_normal((200, 6)), chance.random(200)
    bandit = LinUCB(1, features=6, ridge=2.0)
    for context, reward in zip(x, rewards, strict=True):
        bandit.learn(0, reward, context)
    assert np.allclose(bandit.weights[0, 0], np.linalg.solve(x.T @ x + 2 * np.eye(6), x.T @ rewards))
    assert np.allclose(bandit.inverse[0, 0], np.linalg.inv(x.T @ x + 2 * np.eye(6)))


@pytest.mark.parametrize("kind", LINEAR)
def test_a_context_may_be_a_list(kind):
    bandit = kind(2, features=2)
    bandit.learn(1, 1.0, [0, 3])
    assert bandit.weights[0, 1].tolist() == pytest.approx([0, 0.3])
    assert bandit.choose([0, 1]) in (0, 1)


@pytest.mark.parametrize("kind", LINEAR)
def test_with_a_context_opposite_winners_are_both_found(kind):
    bandit, chance = kind(2, features=2), np.random.default_rng(2)
    for _ in range(3000):
        user = int(chance.integers(2))
        arm = bandit.choose(np.eye(2)[user])
        bandit.learn(arm, float(chance.random() < (0.7 if arm == user else 0.3)), np.eye(2)[user])
    assert np.abs(bandit.weights[0] - [[0.7, 0.3], [0.3, 0.7]])[np.eye(2) == 1].max() < 0.05


# Refusals


@every_class
def test_a_version_that_is_not_there_is_refused(kind):
    with pytest.raises(ValueError, match="arm must lie between 0 and 1, got -1"):
        kind(2).learn(-1, 1.0, ONE)


@every_class
@pytest.mark.parametrize("reward", [np.nan, np.inf])
def test_a_reward_that_is_no_number_is_refused(kind, reward):
    with pytest.raises(ValueError, match=f"reward must be a number.*got {reward}"):
        kind(2).learn(0, reward, ONE)
    with pytest.raises(ValueError, match="reward must be a number"):
        kind(2, replicas=2).learn_all(np.array([0, 0]), np.array([0.5, reward]), np.ones((2, 1)))


@pytest.mark.parametrize("kind", [Thompson, DiscountedThompson, KLUCB])
def test_a_profit_in_euros_is_sent_back_where_only_shares_are_learned(kind):
    with pytest.raises(ValueError, match="between 0 and 1, say a profit over the largest one, got 12"):
        kind(2).learn(0, 12.0)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: UCB1(0), "arms must be at least 1, got 0"),
        (lambda: Thompson(2, replicas=0), "replicas must be at least 1"),
        (lambda: EpsilonGreedy(2, epsilon=10), "use 0.1 for a tenth"),
        (lambda: EpsilonGreedy(2, step=0), "step must lie"),
        (lambda: UCB1(2, exploration=-1), "exploration must not be negative"),
        (lambda: DiscountedThompson(2, memory=1), "memory must be more than 1"),
        (lambda: LinUCB(2, alpha=-1), "alpha must not be negative"),
        (lambda: LinUCB(2, ridge=0), "ridge above 0"),
        (lambda: LinearThompson(2, noise=0), "noise must be above 0"),
        (lambda: Split(3, users=2), "at least one for each of the 3 versions"),
        (lambda: LinUCB(2, features=3).choose(), "got none: pass the user's 3 numbers"),
        (lambda: LinUCB(2, features=3).choose(np.ones(2)), r"got the shape \(2,\)"),
        (lambda: LinUCB(2, features=2).learn(0, 1.0, np.array([1.0, np.nan])), r"got array\(\[ 1., nan\]\)"),
        (lambda: LinearThompson(2).choose_all(np.full((1, 1), np.inf)), "context must be finite numbers"),
        (lambda: regret(Thompson(2), [0.5], after=[10]), "chances must be 2 numbers"),
        (lambda: regret(Thompson(2), [0.5, 0.4], after=[10, 10]), "after must be numbers of users that rise"),
    ],
)
def test_what_cannot_work_is_said_in_a_sentence(make, words):
    with pytest.raises(ValueError, match=words):
        make()
