"""A day has the law that its versions say, and is the same whoever is released into it."""

import numpy as np
import pytest

from mlops_widgets.rollout.world import PATTERNS, Version, draw, rate

BAD = Version(errors=0.05)


def test_the_same_users_come_whatever_is_released():
    one, other = draw(Version(), Version(), seed=3), draw(Version(), BAD, seed=3)
    assert np.array_equal(one.users, other.users)
    assert np.array_equal(one.failed_by_stable, other.failed_by_stable)


def test_whom_an_equal_version_fails_are_the_same_users():
    day = draw(Version(), Version(latency=500))
    assert np.array_equal(day.failed_by_stable, day.failed_by_candidate)


def test_a_worse_version_fails_all_whom_the_better_one_fails_and_more():
    day = draw(Version(), BAD, seed=1)
    single = np.diff(day.failed_by_candidate - day.failed_by_stable, axis=1)
    assert single.min() == 0
    assert single.sum() > 0


def test_a_better_version_spares_some_and_hurts_nobody():
    day = draw(BAD, Version(), seed=1)
    assert np.diff(day.failed_by_stable - day.failed_by_candidate, axis=1).min() >= 0


@pytest.mark.parametrize("version", [BAD, Version(errors=0.05, hits=0.1), Version(errors=0.001)])
def test_failures_are_as_many_as_the_version_says(version):
    day = draw(Version(errors=0.02), version, requests=200, seed=2)
    users, failed = day.users[:, -1].sum(), day.failed_by_candidate[:, -1].sum()
    assert failed / users == pytest.approx(version.errors, abs=4 * np.sqrt(version.errors / users) * 1.1)


def test_a_fault_that_hits_few_spares_the_others():
    day = draw(Version(errors=0.0), Version(errors=0.05, hits=0.1), requests=200)
    failed = np.diff(day.failed_by_candidate, axis=1).sum(axis=0)
    assert (failed > 0).sum() == 10


@pytest.mark.parametrize(("errors", "hits"), [(0.05, 0.01), (0.025, 0.025), (0.3, 0.07)])
def test_of_those_hit_no_more_than_all_fail_and_the_day_says_how_many_that_are(errors, hits):
    day = draw(Version(errors=0.0), Version(errors=errors, hits=hits), requests=500, seed=2)
    assert day.failing[:, 1].max() == min(errors, hits)
    assert (day.struck[1] * day.failing[0, 1]).max() <= 1 + 1e-12
    users, failed = day.users[:, -1].sum(), day.failed_by_candidate[:, -1].sum()
    assert failed / users == pytest.approx(min(errors, hits), rel=0.03)


def test_a_fault_lasts_from_its_first_tick_to_its_last():
    day = draw(Version(errors=0.0), Version(errors=0.0), faults=[(10, 20, 0.5)])
    failed = day.failed_by_candidate[:, -1]
    assert failed[10:20].min() > 0
    assert failed.sum() == failed[10:20].sum()


def test_wear_grows_with_the_hours():
    assert Version(errors=0.01, wear=0.02).failing(np.array([0.0, 3600.0, 36e6])).tolist() == [0.01, 0.03, 1.0]


def test_a_day_has_the_mean_it_was_given():
    times = np.arange(0, 86_400, 60.0)
    assert rate("daily", 40, times).mean() == pytest.approx(40)
    assert rate("burst", 40, times).max() == 160
    assert set(PATTERNS) == {"constant", "daily", "burst"}


def test_users_come_as_a_poisson_process():
    day = draw(Version(), Version(), requests=50, ticks=2000, tick=1.0, seed=5)
    users = day.users[:, -1]
    assert users.mean() == pytest.approx(50, abs=4 * np.sqrt(50 / 2000))
    assert users.var() / users.mean() == pytest.approx(1, abs=4 * np.sqrt(2 / 2000))


def test_rewards_are_weighed_by_segments():
    assert Version(reward=(1.0, 3.0)).earns((0.25, 0.75)) == 2.5
    assert Version(reward=0.5).earns((0.25, 0.75)) == 0.5


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Version(errors=-0.1), "errors must be 0 to 1, got -0.1: write 0.005"),
        (lambda: Version(latency=0), "latency must be 0.1 to 60000, got 0: write 120"),
        (lambda: Version(spread=True), "spread must be 0 to 3, got True"),
        (lambda: Version(hits=0), "hits must be 0.01 to 1, got 0"),
        (lambda: Version(errors=(0.1, 0.2)), "errors must be 0 to 1, got (0.1, 0.2"),
        (lambda: Version(reward=float("inf")), r"reward must be -1e\+09 to 1e\+09, got inf"),
        (lambda: Version(warm_up=float("nan")), r"warm_up must be 0 to 1e\+09, got nan"),
        (lambda: Version(reward=(1.0, "much")), r"reward must be -1e\+09 to 1e\+09, got 'much'"),
        (lambda: draw(Version(), Version(), segments=(0.5, 0.4)), "segments must be shares that sum to 1"),
        (lambda: draw(Version(reward=(1.0, 2.0)), Version()), "reward must hold one number for each of 1 segments"),
        (lambda: draw(Version(), Version(), ticks=0), "a day needs ticks of some seconds, got 0"),
        (lambda: draw(Version(), Version(), limit=0), "limit must be milliseconds above 0, got 0"),
        (lambda: draw(Version(), Version(), requests=-1), "requests must be 0 or more a second, got -1"),
        (lambda: draw(Version(), Version(), pattern="weekly"), "pattern must be one of constant, daily, burst"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(make, words):
    with pytest.raises(ValueError, match=words.replace("(", r"\(")):
        make()
