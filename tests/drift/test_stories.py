"""The lecture's two stories end as the lecture says, with a model that is really trained."""

import numpy as np
import pytest

from mlops_widgets.data import credit, fraud
from mlops_widgets.drift.runbook import StableTest, State, learn
from mlops_widgets.drift.runbook.stories import CREDIT, credit_story, fraud_story


@pytest.fixture(scope="module")
def loans():
    return credit_story()


@pytest.fixture(scope="module")
def cards():
    return fraud_story()


def test_credit_goes_from_the_alarm_to_the_new_model(loans):
    assert loans.responder.log.states() == (State.ALERTED, State.RETRAINING, State.SHADOW, State.SERVING)
    alarm, _, shadow, serving = loans.responder.log.entries
    assert 105 * 24 < alarm.time < 106 * 24
    assert serving.time - shadow.time == 48
    assert loans.responder.answering == "model 2"
    assert len(loans.responder.sinks.snapshots.taken) == len(loans.responder.sinks.alerts.sent) == 1


def test_credit_alarms_in_the_first_hour_above_the_line(loans):
    alarm = loans.responder.log.entries[0].time
    assert loans.hour[loans.psi > 0.25][0] == alarm
    assert loans.psi[loans.hour <= 105 * 24].max() < 0.05


def test_the_retrained_model_knows_no_newcomer_because_labels_take_thirty_days(loans):
    alarm = loans.responder.log.entries[0].time
    learned = loans.truth.between(alarm - 90 * 24, alarm).known(alarm)
    assert len(learned) > 40_000
    assert learned.newcomer.sum() == 0


def test_without_a_drift_nothing_happens():
    calm = credit_story(drift=credit.Drift(day=200))
    assert calm.responder.log.entries == ()


def test_fraud_is_answered_by_rules_and_nothing_is_learned_while_amounts_are_doubled(cards):
    assert cards.responder.log.states() == (
        State.ALERTED, State.FALLBACK, State.RECOVERING, State.SHADOW, State.SERVING
    )  # fmt: skip
    alarm, refused, recovering, *_ = cards.responder.log.entries
    assert alarm.time == 961
    assert refused.reason.startswith("no retraining: amount must be told in the unit")
    assert recovering.time == 1008 + 6
    assert {cards.answering[i] for i in np.flatnonzero((cards.hour > 960) & (cards.hour < 1014))} == {"rules"}


def test_fraud_shows_the_index_that_the_lecture_names(cards):
    doubled = (cards.hour > 960) & (cards.hour <= 1008)
    assert np.median(cards.psi[doubled]) == pytest.approx(0.8, abs=0.06)
    assert cards.psi[~doubled].max() < 0.25


def test_the_model_that_comes_back_has_seen_no_doubled_amount_and_is_as_good(cards):
    test = cards.truth.between(1016, 1104)
    judge = StableTest(test.features, test.label)
    old, new = (judge(model) for _, model in cards.responder._models)
    assert new != old
    assert new == pytest.approx(old, abs=0.003)


def test_without_the_guard_a_model_learns_the_doubled_amounts_and_is_worse_once_they_are_right():
    rows = fraud.payments(days=40, per_hour=300, fault=fraud.Fault(hour=240, until=720))
    test = rows.between(720, 960)
    judge = StableTest(test.features, test.label)
    columns = {**rows.features, "fraud": rows.label}
    losses = []
    for first in (0, 240):
        part = (rows.hour >= first) & (rows.hour < first + 240)
        losses.append(judge(learn({k: v[part] for k, v in columns.items()}, features=rows.FEATURES, label="fraud")))
    assert losses[1] > losses[0] + 0.002


def test_a_story_can_be_told_with_another_policy():
    story = credit_story(policy=CREDIT.replace("above: 0.25", "above: 5.0"))
    assert story.responder.log.entries == ()
    assert set(story.answering) == {"model 1"}
