"""Performance without labels: closed forms, unbiased if calibrated, NannyML's values, and what it cannot see."""

from dataclasses import FrozenInstanceError, astuple

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import metrics
from sklearn.exceptions import NotFittedError

from mlops_widgets.drift.unlabelled import EstimatedPerformance
from mlops_widgets.drift.unlabelled.expected import METRICS, tally


def _batch(seed, rows, *, shift=0.0, steep=1.0):
    """Chances and labels: calibrated if steep is 1, too sure of themselves above."""
    rng = np.random.default_rng(seed)
    score = rng.normal(shift, 1.5, rows)
    label = (rng.random(rows) < 1 / (1 + np.exp(-score))).astype(int)
    return (1 / (1 + np.exp(-steep * score))).round(6), label


def _values(estimate):
    return np.array([getattr(estimate, name).value for name in METRICS])


# Closed forms


def test_the_expected_accuracy_is_the_mean_of_the_larger_chance():
    p, y = _batch(0, 2000)
    estimate = EstimatedPerformance(calibration="none").fit(p, y).estimate(p)
    assert estimate.accuracy.value == pytest.approx(np.maximum(p, 1 - p).mean(), abs=1e-12)
    assert estimate.confusion.sum() == pytest.approx(2000)
    assert estimate.confusion[1].sum() == pytest.approx(p.sum())
    entropy = -(p * np.log(p) + (1 - p) * np.log(1 - p))
    assert estimate.log_loss.value == pytest.approx(entropy.mean(), abs=1e-12)


@settings(max_examples=30)
@given(st.lists(st.tuples(st.sampled_from([0.1, 0.3, 0.5, 0.8]), st.booleans()), min_size=2, max_size=30))
def test_what_labels_prove_is_what_scikit_learn_says(rows):
    p, y = np.array([chance for chance, _ in rows]), np.array([label for _, label in rows], dtype=float)
    found = dict(zip(METRICS, tally(p, 0.5).of_labels(y), strict=True))
    assert found["accuracy"] == pytest.approx(np.mean((p >= 0.5) == y))
    assert found["log_loss"] == pytest.approx(metrics.log_loss(y, p, labels=[0, 1]))
    if 0 < y.sum() < y.size:
        assert found["auc"] == pytest.approx(metrics.roc_auc_score(y, p))
        assert found["recall"] == pytest.approx(metrics.recall_score(y, p >= 0.5))
        if (p >= 0.5).any():
            assert found["precision"] == pytest.approx(metrics.precision_score(y, p >= 0.5))
            assert found["f1"] == pytest.approx(metrics.f1_score(y, p >= 0.5))


def test_the_area_under_the_curve_is_that_of_all_pairs_of_two_rows():
    p = np.array([0.2, 0.4, 0.4, 0.9])
    value, _ = tally(p, 0.5).of_chances(p)
    pairs = [(i, j) for i in range(4) for j in range(4) if i != j]
    weight = np.array([p[i] * (1 - p[j]) for i, j in pairs])
    won = np.array([(p[i] > p[j]) + 0.5 * (p[i] == p[j]) for i, j in pairs])
    assert value[METRICS.index("auc")] == pytest.approx(weight @ won / weight.sum(), abs=1e-12)


# A calibrated stream


def test_on_a_calibrated_stream_it_is_unbiased_and_its_band_holds_what_it_says():
    performance = EstimatedPerformance(level=0.9).fit(*_batch(0, 50_000))
    assert performance.calibration_ == "none"
    gaps, inside = [], []
    for seed in range(1, 401):
        p, y = _batch(seed, 500, shift=-0.5 + seed / 400)  # rows change, their meaning does not
        compared = performance.compare(performance.estimate(p), y)
        gaps.append([row.proven - row.estimated for row in compared])
        inside.append([row.inside for row in compared])
    error = np.std(gaps, axis=0) / np.sqrt(400)
    assert (np.abs(np.mean(gaps, axis=0)) < 4 * error).all()
    assert np.mean(inside, axis=0) == pytest.approx(0.9, abs=4 * np.sqrt(0.09 / 400))


def test_a_small_reference_makes_the_band_wide_enough_for_its_own_chance():
    inside = []
    for seed in range(150):
        performance = EstimatedPerformance(calibration="platt").fit(*_batch(seed, 300, steep=2))
        p, y = _batch(seed + 1000, 300, steep=2)
        inside.append(performance.compare(performance.estimate(p), y)[0].inside)
    assert np.mean(inside) == pytest.approx(0.95, abs=4 * np.sqrt(0.05 * 0.95 / 150))


def test_more_rows_make_a_narrower_band():
    performance = EstimatedPerformance().fit(*_batch(0, 100_000))
    wide, narrow = (performance.estimate(_batch(1, rows)[0]).accuracy for rows in (400, 6400))
    assert (wide.upper - wide.lower) / (narrow.upper - narrow.lower) == pytest.approx(4, rel=0.06)


# Calibration


def test_chances_that_keep_their_word_are_left_alone_and_others_are_mended():
    honest, boastful = (EstimatedPerformance().fit(*_batch(0, 5000, steep=steep)) for steep in (1, 2))
    assert honest.calibration_ == "none"
    assert honest.reason_.startswith("skipped: out of fold, ")
    assert boastful.calibration_ == "platt"
    p, y = _batch(1, 20_000, steep=2, shift=0.5)
    raw = EstimatedPerformance(calibration="none").fit(*_batch(0, 5000, steep=2))
    truth = np.mean((p >= 0.5) == y)
    assert raw.estimate(p).accuracy.value > truth + 0.05
    assert boastful.estimate(p).accuracy.value == pytest.approx(truth, abs=0.015)


# NannyML 0.13.1, in an environment of its own: pip install nannyml==0.13.1 statsmodels "pandas<3", then
#   NML_DISABLE_USAGE_LOGGING=1 python reference.py, where reference.py builds _batch(0, 5000, shift=-1) and
#   _batch(1, 2000, shift=-0.3), both with steep 1 and then 1.7, as frames of p, pred = p >= 0.5 and y, and prints
#   CBPE(y_pred_proba="p", y_pred="pred", y_true="y", problem_type="classification_binary", chunk_number=1,
#        metrics=["accuracy", "precision", "recall", "f1", "roc_auc", "confusion_matrix"]).fit(first).estimate(second)
NANNYML = {
    1.0: [0.73889554, 0.7209398250303767, 0.6697704438664291, 0.6944137789312763, 0.8137516162374043],
    1.7: [0.7454741901542755, 0.7353919049785154, 0.6750953907869964, 0.7039548487441310, 0.8212088069420902],
}
CONFUSION = {
    1.0: [884.457604, 229.666524, 292.542396, 593.333476],
    1.7: [885.7208425112335, 217.77246220268242, 291.27915749, 605.2275377973176],
}


@pytest.mark.parametrize("steep", NANNYML)
def test_it_agrees_with_nannyml(steep):
    calibration = "none" if steep == 1 else "isotonic"  # what NannyML chose
    performance = EstimatedPerformance(calibration=calibration).fit(*_batch(0, 5000, shift=-1, steep=steep))
    estimate = performance.estimate(_batch(1, 2000, shift=-0.3, steep=steep)[0])
    assert _values(estimate)[:4] == pytest.approx(NANNYML[steep][:4], abs=1e-8)
    assert estimate.auc.value == pytest.approx(NANNYML[steep][4], abs=2e-4)  # NannyML pairs each row with itself too
    assert estimate.confusion.ravel() == pytest.approx(CONFUSION[steep], abs=1e-5)


def test_its_noise_is_that_which_nannyml_learned_from_the_reference():
    performance = EstimatedPerformance(calibration="none").fit(*_batch(0, 5000, shift=-1))
    p, _ = _batch(1, 2000, shift=-0.3)
    _, noise = tally(p, performance.threshold).of_chances(p)
    assert noise[0] == pytest.approx(0.009395717109406817, rel=0.05)  # of the accuracy, 2000 rows


# What it cannot see


def test_it_is_blind_when_the_same_rows_come_to_mean_something_else():
    performance = EstimatedPerformance().fit(*_batch(0, 5000))
    p, y = _batch(1, 5000)
    before, after = (
        performance.compare(performance.estimate(p), y),
        performance.compare(performance.estimate(p), 1 - y),
    )
    assert [row.estimated for row in before] == [row.estimated for row in after]
    assert before[0].inside
    assert after[0].proven == pytest.approx(1 - before[0].proven)
    assert not after[0].inside


def test_it_does_see_what_other_rows_cost():
    performance = EstimatedPerformance().fit(*_batch(0, 20_000, shift=2))
    p, y = _batch(1, 20_000, shift=0)
    easy, hard = performance.estimate(_batch(2, 20_000, shift=2)[0]).accuracy, performance.estimate(p).accuracy
    assert hard.value < easy.value - 0.05
    assert hard.lower < np.mean((p >= 0.5) == y) < hard.upper


# Borders


def test_an_estimate_is_frozen_and_a_comparison_is_a_table():
    p, y = _batch(0, 500)
    performance = EstimatedPerformance().fit(p, pd.Series(y))
    estimate = performance.estimate(pd.Series(p))
    with pytest.raises(FrozenInstanceError):
        estimate.rows = 3
    table = pd.DataFrame(performance.compare(estimate, y))
    assert table["metric"].tolist() == list(METRICS)
    assert np.isfinite(astuple(estimate.accuracy)).all()


def test_where_nothing_is_predicted_1_precision_has_no_value_and_the_rest_has():
    estimate = EstimatedPerformance().fit(*_batch(0, 500)).estimate([0.1, 0.2, 0.3])
    assert np.isnan(estimate.precision.value)
    assert estimate.f1.value == estimate.recall.value == 0
    assert estimate.accuracy.value == pytest.approx(0.8)


def test_what_has_no_value_yet_lies_neither_inside_nor_outside_the_band():
    performance = EstimatedPerformance().fit(*_batch(0, 500))
    compared = performance.compare(performance.estimate([0.1, 0.2, 0.3]), [0, 0, 0])
    told = {row.metric: row.inside for row in compared}
    assert (told["precision"], told["recall"], told["auc"]) == (None, None, None)
    assert (told["accuracy"], told["log_loss"]) == (True, True)
    assert [row.inside is None for row in compared] == [np.isnan(row.proven) for row in compared]


def test_before_it_is_fitted_it_says_so():
    with pytest.raises(NotFittedError, match=r"must be fitted before it estimates: call fit\(probability, label\)"):
        EstimatedPerformance().estimate([0.1, 0.2])


@pytest.mark.parametrize("text", [["0.1", "late"], np.array(["0.1"]), pd.Series(["0.1", None])])
def test_text_is_no_chance_and_no_label_whatever_is_written_in_it(text):
    with pytest.raises(TypeError, match=r"probability must hold numbers, got text such as '0.1': use predict_proba"):
        EstimatedPerformance().fit(text, [0, 1])
    with pytest.raises(TypeError, match=r"label must hold numbers, got text such as '0.1': compare with the name of"):
        EstimatedPerformance().fit([0.1, 0.2], text)


def test_certain_chances_leave_no_noise():
    estimate = EstimatedPerformance(calibration="none").fit(*_batch(0, 500)).estimate([0.0, 1.0, 1.0])
    assert astuple(estimate.accuracy) == (1, 1, 1)
    assert estimate.log_loss.value == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize(
    ("probability", "label", "words"),
    [([0.2, 1.3], [0, 1], r"probability must hold chances in \[0, 1\], got 1.3 at position 1; use predict_proba"),
     ([0.2, 0.3], [0, np.nan], "label must hold 0 or 1, got nan at position 1; keep only rows whose label has come"),
     ([], [], "probability must hold at least one row, got none"),
     ([0.2, 0.3], [0], "label must be as long as probability, 2, got 1"),
     ([[0.2, 0.8]], [0], r"probability must be one column .*got the shape \(1, 2\): of predict_proba take"),
     ([0.2, 0.3], [0, 1], "label must hold each class five times at least, got 1 ones in 2 rows")],
)  # fmt: skip
def test_what_is_no_chance_or_no_label_is_answered_with_a_sentence(probability, label, words):
    with pytest.raises(ValueError, match=words):
        EstimatedPerformance().fit(probability, label)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"calibration": "beta"}, 'calibration must be "auto", "isotonic"'),
        ({"level": 95}, "level must lie between 0"),
    ],
)
def test_options_that_cannot_be_are_answered_with_a_sentence(options, words):
    with pytest.raises(ValueError, match=words):
        EstimatedPerformance(**options)
