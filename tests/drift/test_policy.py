"""A policy reads like a runbook, comes back from YAML as it went, and a wrong one is answered with a sentence."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlops_widgets.drift.runbook import Policy, PolicyError, Recovery, Rule, Step, When
from mlops_widgets.drift.runbook.stories import CREDIT, FRAUD

ALERT = Step("alert")
LEARN = (Step("retrain", 2160), Step("shadow", 48), Step("promote"))
times = st.floats(0.01, 1e5, allow_nan=False)
names = st.text(min_size=1, max_size=12)
lines = st.floats(allow_nan=False, allow_infinity=False)


@st.composite
def _steps(draw):
    first = [Step(name) for name in draw(st.sets(st.sampled_from(["alert", "snapshot"])))]
    learn = [
        Step("retrain", draw(times)),
        *draw(st.sampled_from([[], [Step("shadow", draw(times))]])),
        Step("promote"),
    ]
    end = draw(st.sampled_from([[Step("roll_back")], [Step("fall_back")], learn]))
    return (*first, *end)


@st.composite
def _policies(draw):
    side = draw(st.sampled_from(["above", "below"]))
    rules = [
        Rule(When(draw(names), draw(names), **{side: draw(lines)}), draw(_steps()))
        for _ in range(draw(st.integers(1, 3)))
    ]
    learn = (Step("retrain", draw(times)), Step("promote"))
    recover = Recovery(draw(times), draw(st.sampled_from([(), learn])))
    fallback = draw(st.sampled_from(["rules", "model"]))
    return Policy(draw(names), tuple(rules), fallback, recover, draw(times), draw(st.floats(0, 1)))


@settings(max_examples=40, deadline=None)
@given(_policies())
def test_every_policy_comes_back_from_yaml_as_it_went(policy):
    assert Policy.from_yaml(policy.to_yaml()) == policy


@pytest.mark.parametrize("text", [CREDIT, FRAUD])
def test_the_lectures_policies_are_written_as_one_would_write_them_by_hand(text):
    assert Policy.from_yaml(text).to_yaml().split() == text.split()


def test_the_lectures_rule_is_the_lectures_rule():
    [rule] = Policy.from_yaml(CREDIT).rules
    assert rule.when == When("income", "psi", above=0.25)
    assert rule.do == (ALERT, Step("snapshot"), *LEARN)


def test_what_is_left_out_has_a_default():
    policy = Policy.from_yaml("policy: p\nrules: [{when: {feature: x, measure: psi, above: 0.1}, do: [alert]}]")
    assert (policy.fallback, policy.cooldown, policy.margin) == ("rules", 24, 0.01)
    assert policy.recover == Recovery(after=6, do=())


def test_a_line_is_crossed_on_its_own_side_and_by_nothing_unknown():
    above, below = When("x", "psi", above=0.25), When("performance", "auc", below=0.7)
    assert [above.crossed(x) for x in (0.2, 0.25, 0.26, float("nan"))] == [False, False, True, False]
    assert [below.crossed(x) for x in (0.6, 0.7, 0.8, float("nan"))] == [True, False, False, False]
    assert above.say(0.314) == "psi of x is 0.314, above 0.25"


RULE = "{when: {feature: income, measure: psi, above: 0.25}, do: [alert]}"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("policy: [", "a policy must be YAML, and this is not"),
        (f"policy: p\nrules: [{RULE}]\nmargin: 0.1\nmargin: 0.2", "must have margin once in a mapping, .* line 4"),
        (f"policy: p\nrules: [{RULE.replace('feature', 'measure: ks, feature')}]", "must have measure once"),
        ("policy: {[a]: b}", "a policy must be YAML, and this is not"),
        ("", "the policy must hold policy, rules, .*got None"),
        ("policy: p", "the policy must hold 'rules', got only policy"),
        (f"policy: p\nrules: [{RULE}]\ncool_down: 3", "got 'cool_down': did you mean 'cooldown'"),
        (f"policy: 5\nrules: [{RULE}]", "policy must be a name, got 5"),
        ("policy: p\nrules: alert", "rules must be a list, got 'alert'"),
        ("policy: p\nrules: []", "rules must hold at least one rule, got none"),
        ("policy: p\nrules: [{do: [alert]}]", "rule 1 must hold 'when', got only do"),
        (f"policy: p\nrules: [{RULE}, {RULE.replace('measure', 'mesure')}]", "rule 2, when .*did you mean 'mea"),
        (f"policy: p\nrules: [{RULE.replace('0.25', 'high')}]", "rule 1: above must be a number, got 'high'"),
        (f"policy: p\nrules: [{RULE.replace('0.25', '.nan')}]", "rule 1: above must be a number, got nan"),
        (f"policy: p\nrules: [{RULE.replace(', above: 0.25', '')}]", "rule 1: a rule must say above or below"),
        (f"policy: p\nrules: [{RULE.replace('income', '7')}]", "rule 1: feature must be a name, got 7"),
        (f"policy: p\nrules: [{RULE.replace('alert', 'shout')}]", "rule 1: a step must be one of .*got 'shout'"),
        (f"policy: p\nrules: [{RULE.replace('alert', '3')}]", "rule 1: a step must be written like .*got 3"),
        (f"policy: p\nrules: [{RULE.replace('alert', '')}]", "rule 1: do must hold at least one step"),
        (f"policy: p\nrules: [{RULE.replace('alert', 'alert, alert')}]", "each step once, got alert twice"),
        (f"policy: p\nrules: [{RULE.replace('alert', 'retrain')}]", "retrain must say how long.*last 90 days"),
        (f"policy: p\nrules: [{RULE.replace('alert', 'retrain(lots)')}]", "retrain must be a time .*got 'lots'"),
        (f"policy: p\nrules: [{RULE.replace('alert', 'alert(3 days)')}]", "alert must stand alone"),
        (f"policy: p\nrules: [{RULE.replace('alert', 'promote')}]", "do must retrain, then .*got promote"),
        (f"policy: p\nrules: [{RULE.replace('alert', 'roll_back, alert')}]", "do must end with one of promote"),
        (f"policy: p\nrules: [{RULE}]\nfallback: hope", "fallback must be rules or model, got 'hope'"),
        (f"policy: p\nrules: [{RULE}]\ncooldown: 3", "cooldown must be a time like 48 hours or 7 days, got 3"),
        (f"policy: p\nrules: [{RULE}]\ncooldown: -3 days", "cooldown must be a time"),
        (f"policy: p\nrules: [{RULE}]\nmargin: wide", "margin must be a number from 0 on, got 'wide'"),
        (f"policy: p\nrules: [{RULE}]\nrecover: {{after: soon}}", "recover: after must be a time .*got 'soon'"),
        (f"policy: p\nrules: [{RULE}]\nrecover: {{do: [alert]}}", "recover: do must retrain, or be left out"),
    ],
)  # fmt: skip
def test_a_policy_that_cannot_be_followed_gets_a_sentence_that_names_the_place(text, words):
    with pytest.raises(PolicyError, match=words):
        Policy.from_yaml(text)


def test_a_policy_cannot_be_changed_behind_the_machines_back():
    policy = Policy.from_yaml(CREDIT)
    with pytest.raises(AttributeError):
        policy.margin = 5
