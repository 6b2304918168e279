"""Ten thousand rollouts say what the exact binomial says, and what a single rollout does."""

import numpy as np
import pytest
from scipy import stats

from mlops_widgets import stage
from mlops_widgets.rollout.deliver import deliver
from mlops_widgets.rollout.policies import Baseline, Policy, Sequential, Step, Threshold
from mlops_widgets.rollout.study import study
from mlops_widgets.rollout.world import Version, draw

PER_WINDOW = 20  # requests to the candidate, all of 1 s


def _hasty(failure_limit):
    """Fifty windows of 20 requests, a line at 2 %, and nothing that knows of chance."""
    step = Step(50, min_requests=1, pass_needed=51, failure_limit=failure_limit)
    return Policy("hasty", (step,), (Threshold("errors", above=0.02),), interval=1.0)


def _bad_window():
    """Chance of a failure share above 2 % in a window whose requests are Poisson."""
    n = np.arange(1, 80)
    return float(stats.poisson.pmf(n, PER_WINDOW) @ stats.binom.sf(np.floor(0.02 * n), n, 0.005))


@pytest.mark.parametrize("failure_limit", [0, 3])
def test_a_healthy_version_is_aborted_as_often_as_the_binomial_says(failure_limit):
    found = study(_hasty(failure_limit), requests=2 * PER_WINDOW, windows=50, rollouts=4000)
    exact = stats.binom.sf(failure_limit, 50, _bad_window())
    assert found.rolled_back == pytest.approx(exact, abs=4 * np.sqrt(exact * (1 - exact) / 4000))


def test_argos_default_aborts_nearly_every_healthy_version():
    assert study(_hasty(0), requests=40, windows=50, rollouts=2000).rolled_back > 0.98


@pytest.mark.parametrize("errors", [0.005, 0.02])
def test_many_are_decided_as_often_as_single_ones(errors):
    steps = tuple(Step(share, pass_needed=2, failure_limit=1) for share in (10, 50))
    policy = Policy("p", steps, (Threshold("errors", above=0.02), Baseline("errors", margin=0.05)))
    candidate = Version(errors=errors)
    found = study(policy, candidate=candidate, requests=20, windows=20, rollouts=4000)
    single = [
        deliver(draw(Version(), candidate, requests=20, ticks=20, tick=60.0, seed=seed), policy).outcome
        for seed in range(150)
    ]
    share = single.count("rolled back") / 150
    assert share == pytest.approx(
        found.rolled_back, abs=4 * np.sqrt(found.rolled_back * (1 - found.rolled_back) / 150) + 0.01
    )


def test_evidence_aborts_a_healthy_version_at_most_as_often_as_it_promises():
    steps = tuple(Step(share) for share in (1, 5, 10, 25, 50, 100))
    found = study(Policy("p", steps, (Sequential("errors", alpha=0.05),)), rollouts=4000)
    assert found.rolled_back - 4 * found.error(found.rolled_back) < 0.05
    assert study(Policy("p", steps, (Baseline("errors"),)), rollouts=4000).rolled_back > 0.2  # peeking


class Own:
    """Every rollout has a fresh one."""

    made = 0

    def __init__(self):
        Own.made += 1
        self.looks = 0

    def decide(self, window):
        self.looks += 1
        return "roll back" if window.candidate.error_rate > 0.02 else "advance" if self.looks > 2 else "pass"


def test_a_learners_own_policy_is_judged_with_a_fresh_one_for_each_rollout():
    Own.made = 0
    policy = Policy("p", (Step(50, min_requests=1),), interval=1.0)
    found = study(policy, requests=40, windows=3, rollouts=1000, decider=Own)
    assert Own.made == 1000
    exact = 1 - (1 - _bad_window()) ** 3
    assert found.rolled_back == pytest.approx(exact, abs=4 * np.sqrt(exact * (1 - exact) / 1000))
    assert found.promoted == pytest.approx(1 - found.rolled_back)


def test_a_learners_policy_learns_late_what_it_missed_as_it_does_on_a_day():
    seen = []

    class Diary:
        def decide(self, window):
            seen.append(window)
            return "hold"

    study(Policy("p", (Step(50),)), requests=40, windows=200, rollouts=1, drops=0.4, decider=Diary)
    silent = [each for each in seen if each.candidate is None]
    assert 40 < len(silent) < 120
    assert {(each.seconds, each.stable.requests, each.baseline.requests) for each in silent} == {(0, 0, 0)}
    heard = [each for each in seen if each.candidate is not None]
    assert sum(each.seconds for each in heard) == heard[-1].time
    assert all(each.candidate.requests == pytest.approx(20 * each.seconds, rel=0.25) for each in heard)


def test_a_policy_that_answers_nonsense_gets_a_sentence():
    class Silent:
        def decide(self, window):
            return None

    with pytest.raises(stage.PartError, match="decide must return one of"):
        study(Policy("p", (Step(50),)), rollouts=10, decider=Silent)


def test_no_data_is_counted_by_nobody_and_comes_later():
    policy = Policy("p", (Step(50, pass_needed=3),), (Threshold("errors", above=0.5),))
    assert study(policy, drops=1.0, rollouts=100).undecided == 1.0
    some = study(policy, drops=0.5, rollouts=2000)
    assert some.windows.mean() == pytest.approx(6, abs=0.3)  # three readings, each with chance one half


@pytest.mark.parametrize(
    ("candidate", "check"),
    [
        (Version(errors=0.02, hits=0.02), Threshold("errors", above=0.015)),
        (Version(warm_up=1800), Threshold("slow", above=0.04)),
        (Version(wear=0.05), Threshold("errors", above=0.04)),
    ],
)
def test_a_version_that_fails_few_or_warms_up_is_the_same_in_a_study_as_on_a_day(candidate, check):
    policy = Policy("p", (Step(5, pass_needed=5), Step(40)), (check,))
    found = study(policy, candidate=candidate, windows=20, rollouts=4000).rolled_back
    days = [draw(Version(), candidate, ticks=20, tick=60.0, seed=seed) for seed in range(150)]
    single = np.mean([deliver(day, policy).outcome == "rolled back" for day in days])
    assert single == pytest.approx(found, abs=4 * np.sqrt(found * (1 - found) / 150) + 0.01)


def test_none_of_so_many_rollouts_is_not_never():
    found = study(Policy("p", (Step(50),)), rollouts=1000)
    assert found.rolled_back == 0
    assert found.error(0.0) == pytest.approx((1 - 0.05 ** (1 / 1000)) / 2, rel=0.35)


@pytest.mark.parametrize("wish", [{"rollouts": 0}, {"windows": 0}, {"requests": -1.0}, {"drops": 1.5}])
def test_what_cannot_be_studied_is_refused(wish):
    with pytest.raises(ValueError, match=r"needs rollouts and windows|requests must be 0 or more"):
        study(Policy("p", (Step(50),)), **wish)


def test_the_study_says_its_shares():
    said = repr(study(Policy("p", (Step(50),)), rollouts=50))
    assert said.startswith("Study of 50 rollouts: promoted 100.0%, rolled back 0.0%, undecided 0.0%; 3 looks")
