"""A policy means what the field says it means: how windows are counted, and what they lead to."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlops_widgets.rollout.engines import NOBODY, Side
from mlops_widgets.rollout.metrics import Window
from mlops_widgets.rollout.policies import (
    STRATEGIES,
    VERDICTS,
    Baseline,
    Burn,
    Policy,
    PolicyError,
    Sequential,
    Step,
    Threshold,
)
from mlops_widgets.rollout.policies.judges import Judges, Many, Tally

LINE = (Threshold("errors", above=0.02),)


def _window(errors, requests=1000, *, number=1, stable=(5, 1000), data=True, slow=0):
    """A minute; the policy's own step and share are not looked at by its judge."""
    side = Side(requests, errors, slow) if data else None
    rest = Side(stable[1], stable[0], 0)
    return Window(60.0 * number, 0, 5, False, 60.0, side, rest if data else NOBODY, rest if data else NOBODY, 300.0)


def _verdicts(policy, *windows):
    judge = policy.judge()
    return [judge.decide(window._replace(time=60.0 * (index + 1))) for index, window in enumerate(windows)]


GOOD, BAD, NOTHING = _window(0), _window(50), _window(0, data=False)


def test_enough_good_windows_in_a_row_lead_on():
    policy = Policy("p", (Step(5, pass_needed=3), Step(50, pass_needed=1)), LINE)
    assert _verdicts(policy, GOOD, GOOD, GOOD, GOOD) == ["pass", "pass", "advance", "advance"]


def test_a_bad_window_sets_the_good_ones_back():
    policy = Policy("p", (Step(5, pass_needed=2, failure_limit=1),), LINE)
    assert _verdicts(policy, GOOD, BAD, GOOD, GOOD) == ["pass", "warn", "pass", "advance"]


def test_rolled_back_is_who_exceeds_the_limit_not_who_reaches_it():
    policy = Policy("p", (Step(5, pass_needed=9, failure_limit=2),), LINE)
    assert _verdicts(policy, BAD, GOOD, BAD, BAD) == ["warn", "pass", "warn", "roll back"]


def test_argos_default_forgives_nothing():
    assert Step(5).failure_limit == 0
    assert _verdicts(Policy("p", (Step(5),), LINE), BAD) == ["roll back"]


def test_a_new_step_begins_with_no_bad_window():
    policy = Policy("p", (Step(5, pass_needed=1, failure_limit=1), Step(50, pass_needed=2, failure_limit=1)), LINE)
    assert _verdicts(policy, BAD, GOOD, BAD, BAD) == ["warn", "advance", "warn", "roll back"]


def test_a_step_lasts_as_long_as_it_must():
    policy = Policy("p", (Step(5, pass_needed=1, hold=180),), LINE)
    assert _verdicts(policy, GOOD, GOOD, GOOD) == ["pass", "pass", "advance"]


def test_a_step_lasts_from_its_beginning_though_the_first_readings_are_missing():
    policy = Policy("p", (Step(5, pass_needed=1, hold=240),), LINE)
    assert _verdicts(policy, NOTHING, NOTHING, GOOD, GOOD) == ["hold", "hold", "pass", "advance"]


def test_too_few_requests_count_neither_way_until_they_are_enough():
    policy = Policy("p", (Step(5, min_requests=100, pass_needed=1),), LINE)
    few = _window(1, requests=40)  # 2.5 %, above the line; three of them make 120 requests
    assert _verdicts(policy, few, few, few) == ["hold", "hold", "roll back"]
    assert _verdicts(policy, few, _window(0, requests=60)) == ["hold", "advance"]


@pytest.mark.parametrize(("on_no_data", "verdict"), [("hold", "hold"), ("fail", "roll back"), ("pass", "advance")])
def test_no_data_counts_as_the_step_says(on_no_data, verdict):
    policy = Policy("p", (Step(5, pass_needed=1, on_no_data=on_no_data),), LINE)
    assert _verdicts(policy, NOTHING) == [verdict]


def test_one_bad_check_makes_a_bad_window_and_says_so():
    policy = Policy("p", (Step(5, failure_limit=3),), (Threshold("errors"), Threshold("slow", above=0.1)))
    judge = policy.judge()
    assert judge.decide(_window(0, slow=200)) == "warn"
    assert judge.reason == "slow 20.00 % of 1,000, above 10.00 %"


def test_a_policy_without_checks_goes_by_the_clock():
    assert _verdicts(Policy("p", (Step(5, pass_needed=2),)), BAD, BAD) == ["pass", "advance"]


# The four kinds of check


def test_against_a_baseline_it_is_unsure_until_it_has_seen_enough():
    policy = Policy("p", (Step(5, pass_needed=1),), (Baseline("errors", margin=0.01),))
    alike = [_window(1, requests=200, stable=(1, 200))] * 2
    assert _verdicts(policy, *alike) == ["inconclusive", "advance"]
    assert _verdicts(policy, _window(20, requests=200, stable=(1, 200))) == ["roll back"]


def test_a_bad_hour_for_both_is_no_fault_of_the_candidate():
    stormy = _window(100, stable=(100, 1000))
    assert _verdicts(Policy("p", (Step(5),), LINE), stormy) == ["roll back"]
    assert _verdicts(Policy("p", (Step(5),), (Baseline("errors", margin=0.05),)), stormy) == ["pass"]


def test_evidence_gathers_over_windows_and_steps():
    policy = Policy("p", (Step(5, pass_needed=1), Step(50, pass_needed=9)), (Sequential("errors"),))
    worse = _window(12, requests=500, stable=(95, 9500))
    assert _verdicts(policy, worse, worse, worse)[-1] == "roll back"
    assert _verdicts(policy, worse)[0] == "advance"


def test_with_nobody_left_to_compare_with_what_was_known_stands():
    alone = _window(0, stable=(0, 0))
    for check in (Baseline("errors", margin=0.01), Sequential("errors")):
        policy = Policy("p", (Step(50, pass_needed=1), Step(100, pass_needed=1)), (check,))
        assert _verdicts(policy, GOOD, alone) == ["advance", "advance"]


def test_a_budget_burns_only_if_it_still_does():
    policy = Policy("p", (Step(5, pass_needed=99, failure_limit=99),), (Burn("errors", target=0.99, slow=3),))
    assert _verdicts(policy, BAD, GOOD, GOOD, BAD) == ["warn", "pass", "pass", "pass"]


@pytest.mark.parametrize(
    "check", [Threshold(), Baseline(), Sequential(), Burn()], ids=lambda each: type(each).__name__
)
@given(
    draws=st.lists(st.tuples(st.integers(0, 30), st.integers(0, 400), st.integers(0, 9), st.booleans()), max_size=25)
)
def test_many_side_by_side_are_judged_as_one_by_one(check, draws):
    steps = (
        Step(5, min_requests=150, pass_needed=2, failure_limit=1),
        Step(50, pass_needed=2, hold=300, on_no_data="fail"),
    )
    policy = Policy("p", steps, (check,))
    judge, judges = policy.judge(), Judges(policy, 2)  # the second is never anything but good
    step, pending = 0, [NOBODY] * 3
    for number, (errors, requests, usual, data) in enumerate(draws, 1):
        sides = [Side(requests, min(errors, requests), 0), Side(500, usual, 0), Side(500, usual, 0)]
        tallies = [
            Tally(*(np.array([each, fine]) for each, fine in zip(side[:3], (900, 0, 0), strict=True)))
            for side in sides
        ]
        judges.decide(60.0 * number, Many(*tallies), data=np.array([data, True]))
        pending = [old.plus(new) for old, new in zip(pending, sides, strict=True)]  # a reading brings what was missed
        if step in (0, 1):
            window = Window(60.0 * number, step, 5, False, 60.0, pending[0] if data else None, *pending[1:], 300.0)
            verdict = judge.decide(window)
            step = -1 if verdict == "roll back" else step + (verdict == "advance")
        pending = [NOBODY] * 3 if data else pending
        assert judges.step[0] == step


# What cannot be followed, and the text


@pytest.mark.parametrize("name", STRATEGIES)
def test_a_policy_survives_its_own_text(name):
    policy = STRATEGIES[name]((Baseline("slow", margin=0.02), Burn(rate=3.0)), hold=600.0, on_no_data="fail")
    assert Policy.from_yaml(policy.to_yaml()) == policy


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("steps: [{share: 5}]", "the policy must have a name"),
        ("policy: p\nsteps: []", "steps must hold at least one step"),
        ("policy: p\nstep: []", "the policy has no step: it has policy, interval"),
        ("policy: p\nsteps: [{share: 0}]", "share must be a whole number from 1 to 100, got 0: write 5"),
        ("policy: p\nsteps: [{share: 5.5}]", "share must be a whole number from 1 to 100, got 5.5"),
        ("policy: p\nsteps: [{hold: 5}]", "a step must say share"),
        ("policy: p\nsteps: [{share: 5, wait: 3}]", "a step has no wait"),
        ("policy: p\nsteps: [5]", "a step must be keys and values, got 5"),
        ("policy: p\nsteps: 5", "steps must be a list, got 5"),
        ("policy: p\nsteps: [{share: 50}, {share: 5}]", "the shares of steps must rise, got 50, 5"),
        (
            "policy: p\nsteps: [{share: 5}, {share: 9, mirrored: true}]",
            "a mirrored step must come before all live ones",
        ),
        ("policy: p\nsteps: [{share: 5, on_no_data: wait}]", "on_no_data must be hold, fail or pass, got 'wait'"),
        ("policy: p\nsteps: [{share: 5, hold: -1}]", "hold must be seconds from 0 on, got -1"),
        ("policy: p\ninterval: 0\nsteps: [{share: 5}]", "interval must be seconds from 1 on, got 0"),
        ("policy: p\nsteps: [{share: 5}]\nchecks: [{limit: errors}]", "a check must name one of threshold, baseline"),
        ("policy: p\nsteps: [{share: 5}]\nchecks: [{threshold: clicks}]", "metric must be one of errors, slow"),
        ("policy: p\nsteps: [{share: 5}]\nchecks: [{threshold: errors, below: 1}]", "threshold has no below"),
        ("policy: p\nsteps: [{share: 5}]\nchecks: [{threshold: errors, above: 2}]", "above must lie between 0 and 1"),
        (
            "policy: p\nsteps: [{share: 5}]\nchecks: [{burn: errors, fast: 9}]",
            "fast must be a whole number from 1 to 5, got 9",
        ),
        ("policy: p\nsteps: [{share: 5}]\nchecks: [{burn: errors, fast: 1.5}]", "fast must be a whole number"),
        ("policy: p\nsteps: [{share: 5}]\nchecks: [{burn: errors, slow: '5'}]", "slow must be a whole number"),
        (
            "policy: p\nsteps: [{share: 5}]\nchecks: [{burn: errors, rate: fast}]",
            "rate must be a number above 0, got 'f",
        ),
        (
            "policy: p\nsteps: [{share: 5}]\nchecks: [{burn: errors, rate: .inf}]",
            "rate must be a number above 0, got inf",
        ),
        ("policy: [", "the policy must be YAML"),
        ("canary", "the policy must be keys and values, got 'canary'"),
    ],
)
def test_a_text_that_cannot_be_followed_is_answered_by_a_sentence(text, words):
    with pytest.raises(PolicyError, match=words.replace("(", r"\(")):
        Policy.from_yaml(text)


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"steps": Step(5)}, "steps must be a tuple of Step, got Step"),
        ({"steps": (5,)}, "steps must be a tuple of Step, got .5,."),
        ({"steps": (Step(5),), "checks": Threshold()}, "checks must be a tuple of Check, got Threshold"),
    ],
)
def test_a_comma_that_was_forgotten_is_asked_for(parts, words):
    with pytest.raises(PolicyError, match=f"{words}.*: mind its comma"):
        Policy("p", **parts)


def test_a_key_that_stands_twice_is_no_policy():
    with pytest.raises(PolicyError, match="interval"):
        Policy.from_yaml("policy: p\ninterval: 60\ninterval: 600\nsteps: [{share: 5}]")


def test_every_verdict_is_explained():
    assert set(VERDICTS) == {"pass", "warn", "hold", "inconclusive", "advance", "roll back"}
