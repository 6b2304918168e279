"""Margin density: the arithmetic by hand, the protocol step by step, scikit-learn's checks, and what is refused."""

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.svm import LinearSVC
from sklearn.utils.estimator_checks import check_estimator

from mlops_widgets.drift.unlabelled import MarginDensity, induced_drift

both_forms = pytest.mark.parametrize("form", ["svm", "random_subspace"])
QUIET, MOVED = (induced_drift(kind, seed=3, rows=2000, change=1000, size=1) for kind in ("none", "relevant"))


def _fitted(form="svm", **options):
    return MarginDensity(form, **{"theta": 4, "scale": "sampling", "members": 5} | options).fit(
        MOVED.train, MOVED.train_label
    )


@both_forms
@pytest.mark.filterwarnings("ignore:Skipping check check_array_api_input")
def test_scikit_learn_takes_it_for_one_of_its_own(form):
    check_estimator(MarginDensity(form, folds=2, members=2))


# The arithmetic


def test_a_row_is_inside_the_svm_where_the_decision_is_within_one_of_the_boundary():
    watch = _fitted(window=2)
    scaled = (MOVED.stream - MOVED.train.mean(axis=0)) / MOVED.train.std(axis=0)
    svm = watch.classifier_[-1]
    expected = np.abs(scaled @ svm.coef_[0] + svm.intercept_[0]) <= 1
    assert 0.05 < expected.mean() < 0.6
    density = 0.0
    watch.density_, watch.theta = 0.0, np.inf
    for row, signal in zip(MOVED.stream[:200], expected, strict=False):
        density = 0.5 * density + 0.5 * signal
        watch.update(row)
        assert watch.density_ == pytest.approx(density, abs=1e-12)


def test_a_row_is_inside_the_ensemble_where_the_votes_differ_by_half_at_most():
    watch = _fitted("random_subspace", window=2, theta=1e9, members=4)
    votes = watch.classifier_.predict_proba(MOVED.stream)[:, 1] * 4
    for votes_for_benign, is_inside in {0: False, 1: True, 2: True, 3: True, 4: False}.items():
        watch.density_ = 0.0
        watch.update(MOVED.stream[np.flatnonzero(votes == votes_for_benign)[0]])
        assert watch.density_ == (0.5 if is_inside else 0)


def test_the_moving_density_of_independent_rows_varies_as_the_formula_says():
    rng, window, p = np.random.default_rng(0), 50, 0.2
    density = np.full(4000, p)
    for _ in range(500):
        density += (rng.random(4000) < p) / window - density / window
    assert density.std() == pytest.approx(np.sqrt(p * (1 - p) / (2 * window - 1)), rel=0.04)


def test_the_reference_is_what_classifiers_say_of_rows_they_were_not_trained_on():
    from sklearn.model_selection import StratifiedKFold

    watch = _fitted(scale="folds")
    parts = list(StratifiedKFold(5, shuffle=True, random_state=0).split(MOVED.train, MOVED.train_label))
    density, accuracy = [], []
    for rest, out in parts:
        trained = clone(watch.classifier_).fit(MOVED.train[rest], MOVED.train_label[rest])
        density.append(np.mean(np.abs(trained.decision_function(MOVED.train[out])) <= 1))
        accuracy.append(trained.score(MOVED.train[out], MOVED.train_label[out]))
    found = watch.reference_
    assert (found.density, found.density_spread) == pytest.approx((np.mean(density), np.std(density, ddof=1)))
    assert (found.accuracy, found.accuracy_spread) == pytest.approx((np.mean(accuracy), np.std(accuracy, ddof=1)))
    assert watch.threshold == pytest.approx(4 * np.std(density, ddof=1))


def test_the_sampling_scale_is_the_standard_error_of_a_difference_of_shares():
    watch = _fitted(window=100)
    p, a, n = watch.reference_.density, watch.reference_.accuracy, len(MOVED.train)
    assert watch.reference_.density_spread == pytest.approx(np.sqrt(p * (1 - p) * (1 / 199 + 1 / n)), rel=0.01)
    assert watch.reference_.accuracy_spread == pytest.approx(np.sqrt(a * (1 - a) * (1 / 100 + 1 / n)), rel=0.03)


def test_a_density_that_falls_is_as_suspicious_as_one_that_rises():
    watch = _fitted()
    sure = MOVED.stream[np.abs(watch.classifier_.decision_function(MOVED.stream)) > 1]
    watch.update_many(sure[:1000])
    assert watch.events_[0].density < watch.reference_.density
    assert watch.suspected


# The protocol


@both_forms
def test_many_rows_at_once_and_one_by_one_are_the_same(form):
    at_once, one_by_one = _fitted(form, window=100), _fitted(form, window=100)
    suspected = at_once.update_many(MOVED.stream[900:1400], oracle=MOVED.label[900:1400].take)
    for at in range(900, 1400):
        asked = one_by_one.wants_labels > 0
        one_by_one.update(MOVED.stream[at])
        assert (not asked and one_by_one.suspected) == suspected[at - 900]
        if asked:
            one_by_one.label(MOVED.stream[[at]], MOVED.label[[at]])
    assert suspected.any()
    assert repr(one_by_one.events_) == repr(at_once.events_)
    assert np.array_equal(one_by_one.predict(MOVED.stream), at_once.predict(MOVED.stream))


def test_a_drift_that_matters_is_suspected_asked_about_confirmed_and_learned():
    watch = _fitted("random_subspace", window=200)
    before = watch.predict(MOVED.stream[1500:])
    watch.update_many(MOVED.stream[:1200])
    assert watch.suspected
    assert (watch.wants_labels, watch.labels_used_) == (200, 0)
    watch.label(MOVED.stream[1200:1300], MOVED.label[1200:1300])
    assert (watch.wants_labels, watch.drift_detected) == (100, False)
    watch.label(MOVED.stream[1300:1400], MOVED.label[1300:1400])
    assert (watch.wants_labels, watch.drift_detected, watch.suspected) == (0, True, False)
    assert [event.kind for event in watch.events_] == ["suspected", "confirmed"]
    truth = MOVED.label[1500:]
    assert np.mean(watch.predict(MOVED.stream[1500:]) == truth) > np.mean(before == truth) + 0.2
    watch.update(MOVED.stream[1400])
    assert not watch.drift_detected


def test_a_drift_that_does_not_matter_is_dismissed_and_only_the_density_moves():
    watch = _fitted(window=200)
    unsure = np.abs(watch.classifier_.decision_function(QUIET.stream)) <= 1
    right = watch.predict(QUIET.stream) == QUIET.label
    harmless = np.flatnonzero(unsure & right)[:100].repeat(5)  # many rows near the boundary, each on its right side
    classifier, reference = watch.classifier_, watch.reference_
    watch.update_many(QUIET.stream[harmless], oracle=QUIET.label[harmless].take)
    assert [event.kind for event in watch.events_] == ["suspected", "dismissed"]
    assert watch.classifier_ is classifier
    assert watch.reference_.accuracy == reference.accuracy
    assert watch.reference_.density == 1.0


def test_only_the_labels_of_rows_after_a_suspicion_are_looked_at():
    looked_at = []

    def oracle(positions):
        looked_at.extend(positions.tolist())
        return MOVED.label[positions]

    watch = _fitted(window=150)
    suspected = np.flatnonzero(watch.update_many(MOVED.stream, oracle=oracle))
    expected = [row for start in suspected for row in range(start + 1, min(start + 151, 2000))]
    assert looked_at == expected
    assert watch.labels_used_ == len(expected) < 2000


def test_without_two_classes_among_the_labels_it_asks_for_more():
    watch = _fitted(window=50)
    watch.update_many(MOVED.stream[:1200])
    wrong = np.flatnonzero(watch.predict(MOVED.stream) != MOVED.label)
    only = wrong[MOVED.label[wrong] == 1][:50]
    watch.label(MOVED.stream[only], MOVED.label[only])
    assert (watch.wants_labels, watch.drift_detected) == (50, False)
    watch.label(MOVED.stream[1200:1250], MOVED.label[1200:1250])
    assert watch.drift_detected
    assert watch.labels_used_ == 100


@pytest.mark.filterwarnings("error")
def test_a_frame_is_watched_as_its_numbers_are():
    names = [f"feature {column}" for column in range(MOVED.stream.shape[1])]
    rows = pd.DataFrame(MOVED.stream, columns=names)
    framed, plain = (
        _fitted(window=150).fit(pd.DataFrame(MOVED.train, columns=names), MOVED.train_label),
        _fitted(window=150),
    )
    for watch, stream in ((framed, rows), (plain, MOVED.stream)):
        watch.update_many(stream, oracle=MOVED.label.take)
    framed.update(rows.iloc[0])
    plain.update(MOVED.stream[0])
    assert repr(framed.events_) == repr(plain.events_)
    assert framed.density_ == plain.density_
    assert framed.feature_names_in_.tolist() == names


def test_members_may_be_any_classifier_and_classes_words():
    words = np.array(["malignant", "benign"])
    watch = _fitted("random_subspace", estimator=LinearSVC(dual=False)).fit(MOVED.train, words[MOVED.train_label])
    assert np.mean(watch.predict(QUIET.stream) == words[QUIET.label]) > 0.95


def test_a_share_of_one_means_every_feature_however_it_is_written():
    whole, real = (_fitted("random_subspace", features=each) for each in (1, 1.0))
    assert [len(each) for each in whole.classifier_[-1].estimators_features_] == [30] * 5
    assert whole.reference_ == real.reference_


# What is refused


@pytest.mark.parametrize(
    ("options", "words"),
    [({"form": "tree"}, 'form must be "random_subspace" or "svm", got \'tree\''),
     ({"window": 1}, "window must be at least 2, got 1"), ({"margin": 1.5}, r"margin must lie in \[0, 1\], got 1.5"),
     ({"scale": "paper"}, 'scale must be "folds" or "sampling"'), ({"theta": -1}, "theta must be at least 0"),
     ({"features": 0}, "features must be above 0, got 0"),
     ({"window": 250.5}, "window must be a whole number, got 250.5")],
)  # fmt: skip
def test_an_option_that_cannot_be_is_answered_with_a_sentence(options, words):
    with pytest.raises((TypeError, ValueError), match=words):
        _fitted(**options)


def test_other_than_two_classes_and_rare_ones_are_answered_with_a_sentence():
    rows = np.arange(20.0).reshape(10, 2)
    for y, words in (
        (np.arange(10) % 3, "two classes, got 3 of them: watch one class against the rest, y == 0"),
        (np.zeros(10), "y must have two classes, got one class, 0.0"),
        (np.arange(10) == 3, "at least folds=5 rows of each class, got 1 of class True"),
    ):
        with pytest.raises(ValueError, match=words):
            MarginDensity().fit(rows, y)


def test_labels_that_nobody_asked_for_are_refused():
    watch = _fitted(window=50)
    with pytest.raises(ValueError, match="at most wants_labels=0, got 5 and 5; label only rows that were asked for"):
        watch.label(MOVED.stream[:5], MOVED.label[:5])
    watch.update_many(MOVED.stream[:1200])
    with pytest.raises(ValueError, match=r"y must hold the classes \[0, 1\], got .*2"):
        watch.label(MOVED.stream[:5], np.full(5, 2))
    with pytest.raises(ValueError, match=r"y must be one column of labels, got the shape \(5, 1\)"):
        watch.label(MOVED.stream[:5], MOVED.label[:5, None])


# The scenario of the benchmark, small


PAPER = pytest.param({}, id="as in the paper")
SAMPLING = pytest.param({"scale": "sampling", "theta": 4}, id="sampling")


@pytest.mark.slow
@pytest.mark.parametrize("options", [PAPER, SAMPLING])
def test_it_confirms_the_drift_that_matters_and_not_the_other_with_few_labels(options):
    confirmed, labels = {}, []
    for kind in ("irrelevant", "relevant"):
        found = []
        for seed in (1, 2):
            drift = induced_drift(kind, seed=seed, rows=3000, change=1500)
            watch = MarginDensity(**options).fit(drift.train, drift.train_label)
            watch.update_many(drift.stream, oracle=drift.label.take)
            found.append("confirmed" in [event.kind for event in watch.events_])
            labels.append(watch.labels_used_ / 3000)
        confirmed[kind] = np.mean(found)
    assert confirmed == {"irrelevant": 0, "relevant": 1}  # of two seeds; the benchmark asks 90 % of fifty
    assert np.mean(labels) <= 0.15


def test_it_is_blind_when_the_same_rows_come_to_mean_something_else():
    told = []
    for label in (QUIET.label, np.r_[QUIET.label[:1000], 1 - QUIET.label[1000:]]):
        watch = _fitted()
        watch.update_many(QUIET.stream, oracle=label.take)
        told.append((watch.density_, watch.events_, np.mean(watch.predict(QUIET.stream[1000:]) == label[1000:])))
    assert told[0][:2] == told[1][:2] == (told[0][0], [])  # not even a suspicion
    assert told[1][2] < 0.05 < 0.95 < told[0][2]


def test_a_test_of_the_features_fires_on_either_drift_and_cannot_tell():
    from benchmarks.md3 import features_fire

    fires = {kind: features_fire(induced_drift(kind, seed=0)) for kind in ("none", "irrelevant", "relevant")}
    assert fires == {"none": False, "irrelevant": True, "relevant": True}


def test_the_induced_drift_moves_what_it_says_and_no_label():
    still, moved = (induced_drift(kind, seed=5, size=2, features=3) for kind in ("none", "irrelevant"))
    gap = moved.stream - still.stream
    assert np.array_equal(still.label, moved.label)
    assert not gap[:3000].any()
    assert np.allclose(np.unique(gap[3000:].round(9)), [0, 2])
    assert (gap[-1] != 0).sum() == 3 == len(moved.moved)
