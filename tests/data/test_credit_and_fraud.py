"""Generated applications and payments have the truth they say they have, and a change touches nothing else."""

from dataclasses import fields

import numpy as np
import pytest

from mlops_widgets.data import credit, fraud


def _psi(reference, current, bins=10):
    edges = np.quantile(reference, np.arange(1, bins) / bins)
    p, q = (np.bincount(edges.searchsorted(x), minlength=bins) / x.size for x in (current, reference))
    return float(((p - q) * np.log(p / q)).sum())


BOTH = pytest.mark.parametrize("make", [credit.applications, fraud.payments])


@BOTH
def test_the_same_seed_gives_the_same_rows_and_another_seed_others(make):
    first, again, other = (make(days=3, seed=seed) for seed in (1, 1, 2))
    for each in fields(first):
        assert np.array_equal(getattr(first, each.name), getattr(again, each.name))
    assert not np.array_equal(first.label, other.label)


@BOTH
def test_the_label_happens_as_often_as_the_truth_says(make):
    rows = make(days=60)
    bins = np.quantile(rows.probability, np.linspace(0, 1, 6)).searchsorted(rows.probability)
    for each in range(1, 6):
        p = rows.probability[bins == each]
        expected, spread = p.sum(), np.sqrt((p * (1 - p)).sum())
        assert abs(rows.label[bins == each].sum() - expected) < 4 * spread


@BOTH
def test_rows_arrive_in_order_and_labels_after_the_delay(make):
    rows = make(days=40, per_hour=5)
    delay = {credit.applications: credit.DELAY, fraud.payments: fraud.DELAY}[make]
    assert len(rows) == 40 * 24 * 5
    assert (np.diff(rows.hour) >= 0).all()
    known = rows.known(delay + 10)
    assert known.hour.max() == 10
    assert len(known) == 11 * 5


@BOTH
def test_days_can_be_taken_out_and_put_together_again(make):
    rows = make(days=4)
    days = [rows.between(24 * day, 24 * (day + 1)) for day in range(4)]
    assert np.array_equal(np.concatenate([day.label for day in days]), rows.label)
    assert len(rows.between(50, 50)) == 0
    assert set(rows.features) == set(rows.FEATURES)


@BOTH
def test_a_column_cannot_be_written(make):
    rows = make(days=1)
    with pytest.raises(ValueError, match="read-only"):
        rows.probability[0] = 1


@BOTH
def test_the_table_has_every_column_under_its_own_name(make):
    rows = make(days=1)
    table = rows.frame()
    assert list(table.columns) == [each.name for each in fields(rows)]
    assert (table[rows.LABEL] == rows.label).all()


@BOTH
def test_the_rules_know_something_and_the_truth_knows_more(make):
    rows = make(days=40)
    rules = {credit.applications: credit.Rules, fraud.payments: fraud.Rules}[make]().score(rows.features)
    base = np.full(len(rows), rows.label.mean())
    truth, ruled, told = (-np.log(np.where(rows.label > 0, p, 1 - p)).mean() for p in (rows.probability, rules, base))
    assert truth < ruled < told


# Credit


@pytest.mark.parametrize("kind", ["sudden", "gradual"])
def test_before_the_drift_nothing_differs_and_after_it_only_the_newcomers(kind):
    calm = credit.applications(days=20)
    moved = credit.applications(days=20, drift=credit.Drift(day=10, kind=kind, over=5))
    old = moved.newcomer == 0
    assert old[moved.hour < 240].all()
    assert np.array_equal(moved.income[old], calm.income[old])
    assert np.array_equal(moved.default[old], calm.default[old])
    assert np.allclose(np.log(moved.income[~old] / calm.income[~old]), -0.5)
    for name in ("age", "debt_ratio", "employed", "amount"):
        assert np.array_equal(getattr(moved, name), getattr(calm, name))


def test_a_sudden_drift_comes_in_full_and_a_gradual_one_day_by_day():
    for kind, halfway in (("sudden", 0.7), ("gradual", 0.35)):
        moved = credit.applications(days=40, drift=credit.Drift(day=10, kind=kind, over=20))
        by_day = moved.newcomer.reshape(40, -1).mean(axis=1)
        assert by_day[19:21].mean() == pytest.approx(halfway, abs=0.05)
        assert by_day[31:].mean() == pytest.approx(0.7, abs=0.02)


def test_the_drift_is_large_enough_for_the_rule_and_risk_given_income_stays():
    moved = credit.applications(days=60, drift=credit.Drift(day=30))
    before, after = moved.between(0, 720), moved.between(720, 1440)
    assert _psi(before.income, after.income) > 0.25
    assert after.default.mean() > before.default.mean() + 0.04
    low = [each.default[(each.income > 15_000) & (each.income < 16_000)].mean() for each in (before, after)]
    assert low[0] == pytest.approx(low[1], abs=0.05)


@pytest.mark.parametrize(
    ("build", "words"),
    [
        (lambda: credit.Drift(day=-1), "day must be at least 0, got -1"),
        (lambda: credit.Drift(day=1, kind="slow"), "kind must be 'sudden' or 'gradual', got 'slow'"),
        (lambda: credit.Drift(day=1, kind="gradual", over=0), "over must be more than 0 days, got 0"),
        (lambda: credit.Drift(day=1, share=70), r"share must lie in \[0, 1\], got 70; use 0.7 for 70 %"),
        (lambda: credit.Drift(day=1, size=float("nan")), "size must be a number"),
        (lambda: credit.applications(days=0), "days must be at least 1, got 0"),
        (lambda: credit.applications(per_hour=0), "per_hour must be at least 1, got 0"),
        (lambda: fraud.payments(seed=-1), "seed must be at least 0, got -1"),
        (lambda: fraud.Fault(hour=5, until=5), r"until must be later than hour \(5\), got 5"),
        (lambda: fraud.Fault(hour=5, factor=0), "factor must be a number above 0, got 0"),
    ],
)
def test_what_makes_no_sense_gets_a_sentence(build, words):
    with pytest.raises(ValueError, match=words):
        build()


# Fraud


def test_doubled_amounts_give_the_index_that_the_lecture_names():
    cards = fraud.payments(days=60, fault=fraud.Fault(hour=720))
    before, after = cards.between(0, 720), cards.between(720, 1440)
    assert _psi(before.amount, after.amount) == pytest.approx(0.80, abs=0.03)


def test_a_fault_changes_what_is_reported_while_it_lasts_and_no_truth():
    calm, broken = fraud.payments(days=4), fraud.payments(days=4, fault=fraud.Fault(hour=30, until=60, factor=100))
    wrong = (broken.hour >= 30) & (broken.hour < 60)
    assert np.array_equal(broken.amount, np.where(wrong, 100 * calm.amount, calm.amount))
    assert np.array_equal(broken.fraud, calm.fraud)
    assert np.array_equal(broken.probability, calm.probability)
