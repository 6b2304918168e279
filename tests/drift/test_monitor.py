"""Each level sees what the others miss, the diagnosis names the cause, and calm data stay calm."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import ttest_ind

from mlops_widgets.data import credit, fraud
from mlops_widgets.drift.monitor import Monitor
from mlops_widgets.drift.monitor.performance import losses, worse


def _draw(seed, *, n=1000, together=0.3, shift=0.0):
    rng = np.random.default_rng(seed)
    x, y = rng.multivariate_normal([0, 0], [[1, together], [together, 1]], n).T
    return {"x": x + shift, "y": y}


def _score(table, *, bias=-1.0, turn=1.0):
    return 1 / (1 + np.exp(-(bias + turn * (table["x"] - table["y"]))))


def _happened(seed, chances):
    return (np.random.default_rng([seed, 1]).random(chances.size) < chances).astype(float)


@pytest.fixture(scope="module")
def monitor():
    reference = _draw(0, n=4000)
    return Monitor.fit(reference, _score(reference), labels=_happened(0, _score(reference)))


def _check(monitor, batch, *, seed=1, answers=_score, truth=_score):
    return monitor.check(batch, answers(batch), labels=_happened(seed, truth(batch)))


def test_calm_data_are_ok_nearly_always(monitor):
    verdicts = [_check(monitor, _draw(seed), seed=seed).verdict for seed in range(1, 13)]
    assert verdicts.count("ok") >= 11


def test_features_and_answers_moved_is_data_drift(monitor):
    found = _check(monitor, _draw(1, shift=0.3))
    assert {"features", "predictions"} <= set(found.moved)
    assert found.drifted == ("x",)
    assert "data drift in x" in found.sentence


def test_a_large_data_drift_asks_to_act_and_a_small_one_to_look(monitor):
    assert _check(monitor, _draw(1, shift=0.25), truth=_score).verdict == "look"
    assert _check(monitor, _draw(1, shift=0.8)).verdict == "act"


def test_answers_alone_moved_points_at_the_model(monitor):
    found = _check(monitor, _draw(1), answers=lambda table: _score(table, bias=-0.6))
    assert (found.verdict, found.moved) == ("look", ("predictions",))
    assert found.sentence.startswith("Look: the answers changed and their inputs did not")


def test_an_interaction_that_turned_is_seen_by_the_model_level_alone(monitor):
    found = monitor.check(_draw(1, together=-0.4), _score(_draw(2)))
    assert (found.moved, found.drifted) == (("model",), ())
    assert found.sentence == (
        "Look: an interaction changed: the features moved together, none alone; look at pairs of features."
    )


def test_performance_alone_fell_is_concept_drift(monitor):
    found = _check(monitor, _draw(1), truth=lambda table: _score(table, turn=-1.0))
    assert (found.verdict, found.moved) == ("act", ("performance",))
    assert "concept drift" in found.sentence


def test_without_labels_nothing_is_said_of_performance(monitor):
    found = monitor.check(_draw(1), _score(_draw(1)), labels=np.full(1000, np.nan))
    assert found.verdict == "ok"
    assert next(sign for sign in found.signs if sign.level == "performance").chance == 1


def test_damaged_data_come_before_any_drift_and_name_the_column():
    cards = fraud.payments(days=12, fault=fraud.Fault(hour=240))
    reference, batch = cards.between(0, 240), cards.between(240, 264)
    monitor = Monitor.fit(reference.features, reference.probability)
    found = monitor.check(batch.features, batch.probability)
    assert found.verdict == "act"
    assert found.sentence.startswith("Act: data bug: amount must be told in the unit of the reference")
    assert found.sentence.endswith("; do not retrain.")
    psi = next(sign.value for sign in found.signs if (sign.name, sign.measure) == ("amount", "psi"))
    assert psi == pytest.approx(0.8, abs=0.06)


def test_incomes_that_drift_are_no_data_bug():
    loans = credit.applications(days=40, drift=credit.Drift(day=38))
    reference, batch = loans.between(0, 720), loans.between(38 * 24, 40 * 24)
    found = Monitor.fit(reference.features, reference.probability).check(batch.features, batch.probability)
    assert found.problems == ()
    assert (found.verdict, found.drifted) == ("act", ("income",))
    assert "data drift in income that reaches the answers" in found.sentence


def test_a_table_that_lost_a_column_gets_a_verdict_too(monitor):
    found = monitor.check({"x": np.zeros(5)}, np.full(5, 0.5))
    assert found.sentence.startswith("Act: data bug: y must be there")
    assert found.signs == ()


def test_every_number_has_a_chance_that_knows_the_number_of_rows(monitor):
    few, many = (_check(monitor, _draw(1, n=n, shift=0.15)) for n in (60, 6000))
    for found in (few, many):
        assert all(0 <= sign.chance <= 1 for sign in found.signs)
    assert (few.verdict, many.verdict) == ("ok", "look")
    assert list(many.frame()["level"].unique()) == ["features", "predictions", "model", "performance"]


def test_texts_and_gaps_are_watched_as_well():
    rng = np.random.default_rng(0)
    table = pd.DataFrame(
        {"x": np.where(rng.random(3000) < 0.1, np.nan, rng.random(3000)), "city": ["Rome", "Oslo"] * 1500}
    )
    answers = np.full(3000, 0.3) + 0.1 * rng.random(3000)
    monitor = Monitor.fit(table, answers)
    assert monitor.check(table[:800], answers[:800]).verdict == "ok"
    oslo = table[:800].assign(city="Oslo")
    assert monitor.check(oslo, answers[:800]).drifted == ("city",)


@pytest.mark.parametrize(
    ("predictions", "labels", "words"),
    [
        (np.full(3, 0.5), None, r"predictions must be one chance for each of 1000 rows, got shape \(3,\)"),
        (np.full(1000, 7.0), None, "predictions must lie between 0 and 1, got 7"),
        (np.full(1000, 0.5), np.zeros(3), "labels must be one for each of 1000 rows"),
        (np.full(1000, 0.5), np.full(1000, 2), "labels must be 0, 1 or NaN, got 2"),
    ],
)
def test_what_does_not_fit_gets_a_sentence(monitor, predictions, labels, words):
    with pytest.raises(ValueError, match=words):
        monitor.check(_draw(1), predictions, labels=labels)


def test_an_alpha_that_shuffles_cannot_tell_gets_a_sentence():
    with pytest.raises(ValueError, match=r"alpha must lie between 0\.004 and 1, got 0\.001"):
        Monitor.fit(_draw(0), _score(_draw(0)), alpha=0.001)


def test_columns_may_be_called_by_numbers():
    table = pd.DataFrame(np.random.default_rng(0).normal(size=(500, 2)))
    answers = np.random.default_rng(1).random(500)
    assert Monitor.fit(table, answers).check(table, answers).verdict == "ok"


def test_a_table_without_columns_gets_a_sentence():
    with pytest.raises(ValueError, match="at least one column, got none"):
        Monitor.fit({}, [])


@pytest.mark.parametrize("known", [2, 3, 10])
def test_few_labels_cry_no_more_often_than_alpha_allows(known):
    rng = np.random.default_rng(known)
    cries = 0
    for _ in range(2000):
        chances = rng.beta(2, 6, 1000 + known)
        lost = losses(chances, rng.random(chances.size) < chances, "labels")
        cries += worse(lost[:1000], lost[1000:])[1] <= 0.01
    assert cries <= 40  # 20 are to be expected


def test_the_chance_of_a_fall_is_that_of_welchs_test():
    before, now = np.random.default_rng(0).exponential(1, 50), np.random.default_rng(1).exponential(1.5, 8)
    expected = ttest_ind(now, before, equal_var=False, alternative="greater").pvalue
    assert worse(before, now)[1] == pytest.approx(expected)
