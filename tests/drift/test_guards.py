"""A guard names what is damaged, lets a changed world pass, and knows how much few rows can tell."""

import numpy as np
import pandas as pd
import pytest

from mlops_widgets.data import credit, fraud
from mlops_widgets.drift.guards import FACTORS, Guard
from mlops_widgets.drift.guards.profile import more_often


def _amounts(seed, n, spread=0.5):
    return np.exp(spread * np.random.default_rng(seed).standard_normal(n))


def _kinds(guard, **batch):
    return [(problem.column, problem.kind) for problem in guard.check(batch)]


@pytest.fixture(scope="module")
def guard():
    return Guard.fit({"amount": _amounts(0, 5000)})


# Unit


@pytest.mark.parametrize("factor", [*FACTORS, *(1 / each for each in FACTORS)])
def test_every_unit_that_is_known_is_found_in_a_thousand_rows(guard, factor):
    found = sum(_kinds(guard, amount=factor * _amounts(seed, 1000)) == [("amount", "unit")] for seed in range(1, 21))
    assert found >= 19


@pytest.mark.parametrize("n", [50, 200, 1000, 20_000])
@pytest.mark.parametrize("raised", [0.8, 1.0, 1.1, 1.2, 1.25])
def test_everybody_earning_a_fifth_more_is_no_change_of_unit(guard, n, raised):
    assert [_kinds(guard, amount=raised * _amounts(seed, n)) for seed in range(1, 31)] == [[]] * 30


@pytest.mark.parametrize("n", [200, 1000, 20_000])
@pytest.mark.parametrize("added", [0.2, 0.6, 1.0])
def test_the_same_sum_for_everybody_is_no_change_of_unit(guard, n, added):
    cried = sum(("amount", "unit") in _kinds(guard, amount=added + _amounts(seed, n)) for seed in range(1, 31))
    assert cried <= 1


@pytest.mark.parametrize("spread", [0.25, 1.0])
def test_another_spread_about_another_middle_is_no_change_of_unit(guard, spread):
    batches = [2 * _amounts(seed, 2000, spread=spread) for seed in range(1, 11)]
    assert not any(("amount", "unit") in _kinds(guard, amount=batch) for batch in batches)


def test_few_rows_are_not_enough_for_a_small_factor_and_are_for_a_large_one(guard):
    small, large = ([_kinds(guard, amount=f * _amounts(seed, 40)) for seed in range(1, 21)] for f in (1.609344, 100))
    assert sum(map(len, small)) <= 2
    assert sum(map(len, large)) >= 19


def test_a_drift_of_incomes_passes_every_hour_of_a_month():
    loans = credit.applications(days=120, drift=credit.Drift(day=100))
    guard = Guard.fit(loans.between(0, 90 * 24).features)
    assert [guard.check(loans.between(hour, hour + 24).features) for hour in range(90 * 24, 120 * 24, 8)] == [()] * 90


def test_doubled_amounts_are_named_and_said_what_to_do_about():
    cards = fraud.payments(days=40, fault=fraud.Fault(hour=720))
    guard = Guard.fit(cards.between(0, 720).features)
    [problem] = guard.check(cards.between(720, 726).features)
    assert str(problem).startswith("amount must be told in the unit of the reference, got 1.9")
    assert "(×2, e.g. counted twice, or half): mend the source, or divide by 2, and learn nothing until then." in str(
        problem
    )


def test_a_tenth_of_all_values_in_cents_is_no_unit_but_out_of_range(guard):
    mixed = _amounts(1, 1000)
    mixed[:100] *= 100
    assert _kinds(guard, amount=mixed) == [("amount", "range")]


# Schema


def test_columns_that_are_missing_or_unknown_are_named_together(guard):
    missing, extra = guard.check({"amounts": _amounts(1, 100)})
    assert str(missing) == "amount must be there, got no such column: rename 'amounts' if it is the same."
    assert str(extra) == "amounts must not be there (the reference has amount), got a column: drop it, or fit anew."


def test_numbers_that_came_as_text_are_named_with_an_example(guard):
    [problem] = guard.check({"amount": ["1,25", "0.80"]})
    assert str(problem) == "amount must be a number, got text, e.g. '1,25': convert it where it is read."


def test_whole_numbers_truths_and_pandas_own_types_are_numbers():
    guard = Guard.fit({"n": np.arange(100.0)})
    for values in (np.arange(100), np.arange(100) > 50, list(range(100)), pd.array(range(100), dtype="Int64")):
        assert _kinds(guard, n=values) == []


def test_a_table_of_pandas_is_read_like_a_mapping():
    loans = credit.applications(days=3).frame()
    guard = Guard.fit(loans)
    assert guard.check(loans[:1000]) == ()
    assert [problem.kind for problem in guard.check(loans[:1000].drop(columns="age"))] == ["missing"]


def test_times_with_a_zone_are_times_and_need_not_have_come_before():
    hours = pd.date_range("2024-01-01", periods=48, freq="h", tz="UTC").repeat(40)
    guard = Guard.fit({"at": hours})
    assert _kinds(guard, at=hours + pd.Timedelta("3D")) == []
    assert _kinds(guard, at=hours.tz_localize(None)) == []
    assert _kinds(guard, at=["today"] * 40) == [("at", "type")]


def test_numbers_of_numpy_among_objects_are_numbers():
    guard = Guard.fit({"n": np.arange(100.0)})
    assert _kinds(guard, n=np.array([np.int64(3), np.float32(4), None], object)) == []


def test_an_infinite_number_in_the_reference_is_an_error_as_it_would_switch_the_range_off():
    with pytest.raises(ValueError, match="x of the reference must hold finite numbers, got 1 infinite in 101"):
        Guard.fit({"x": [*_amounts(0, 100), np.inf]})


# Nulls


def test_nulls_cry_only_above_the_references_share():
    rng = np.random.default_rng(0)
    values = np.where(rng.random(5000) < 0.1, np.nan, 1 + rng.random(5000))
    guard = Guard.fit({"x": values})
    assert _kinds(guard, x=rng.permutation(values)[:1000]) == []
    half = np.where(rng.random(1000) < 0.5, np.nan, 1.5)
    [problem] = guard.check({"x": half})
    assert problem.kind == "nulls"
    assert "about 10" in problem.wish


def test_nulls_of_every_kind_are_counted_in_texts_too():
    guard = Guard.fit({"city": ["Rome", "Oslo"] * 500})
    batch = ["Rome"] * 60 + [None, np.nan, pd.NA, pd.NaT] * 10
    assert [(each.kind, each.value) for each in guard.check({"city": batch})] == [("nulls", "40.0% (40 of 100)")]


def test_one_null_among_few_rows_is_no_alarm(guard):
    assert _kinds(guard, amount=[np.nan, *_amounts(1, 99)]) == []
    assert _kinds(guard, amount=[np.nan] * 200) == [("amount", "nulls")]


# Range


def test_values_far_outside_are_named_with_the_worst_of_them():
    guard = Guard.fit({"age": np.random.default_rng(0).uniform(21, 75, 5000)})
    ages = np.random.default_rng(1).uniform(21, 75, 1000)
    assert _kinds(guard, age=ages + 20) == []
    ages[:30] = -1
    ages[30] = 999
    [problem] = guard.check({"age": ages})
    assert "lie between 0 and 10" in problem.wish
    assert problem.value == "31 of 1000 values elsewhere, e.g. 999"


@pytest.mark.parametrize("infinite", [np.inf, -np.inf])
def test_a_single_infinity_in_a_thousand_rows_is_never_fit_to_learn_from(guard, infinite):
    [problem] = guard.check({"amount": [infinite, *_amounts(1, 999)]})
    assert (problem.kind, problem.value) == ("range", "1 infinite in 1000")
    assert str(problem).startswith("amount must hold finite numbers, got 1 infinite in 1000: find")
    never_filled = Guard.fit({"amount": [np.nan] * 50, "n": range(50)})
    assert ("amount", "range") in _kinds(never_filled, amount=[infinite, 1.0], n=[1, 2])


def test_a_whole_number_beyond_every_float_is_infinite(guard):
    assert _kinds(guard, amount=[10**400, 1.0, 2.0]) == [("amount", "range")]
    with pytest.raises(ValueError, match="x of the reference must hold finite numbers, got 1 infinite in 2"):
        Guard.fit({"x": [1, -(10**400)]})


def test_texts_never_seen_cry_unless_new_ones_always_come():
    rng = np.random.default_rng(0)
    guard = Guard.fit({"country": rng.choice(["DE", "FR"], 2000), "card": [f"c{i}" for i in range(2000)]})
    batch = {"country": rng.choice(["DE", "FR"], 500), "card": [f"d{i}" for i in range(500)]}
    assert guard.check(batch) == ()
    [problem] = guard.check(batch | {"country": ["Germany"] * 500})
    assert (problem.column, problem.kind) == ("country", "range")


# How often without a cause


def test_clean_batches_of_any_size_pass(guard):
    for n in (1, 2, 30, 300, 3000):
        assert [_kinds(guard, amount=_amounts(seed, n)) for seed in range(1, 41)] == [[]] * 40


def test_the_tail_is_that_of_the_binomial_distribution():
    p = 1 - 0.01 ** (1 / 1000)  # most that none of 1000 leaves possible
    none = (1 - p) ** 500
    assert more_often(1, 500, 0, 1000, chance=0.01) == (1 - none < 0.01)
    least = next(k for k in range(1, 500) if more_often(k, 500, 0, 1000, chance=0.01))
    counts = np.random.default_rng(0).binomial(500, p, 200_000)
    assert (counts >= least).mean() < 0.01 <= (counts >= least - 1).mean()


# Border


def test_a_batch_without_rows_is_a_problem_and_a_reference_without_rows_an_error(guard):
    assert _kinds(guard, amount=[]) == [("every column", "rows")]
    with pytest.raises(ValueError, match="reference must have rows, got none"):
        Guard.fit({"amount": []})


def test_what_is_no_table_gets_a_sentence(guard):
    with pytest.raises(ValueError, match="same number of rows, got a 1, b 2"):
        guard.check({"a": [1], "b": [1, 2]})
    with pytest.raises(ValueError, match=r"a must be one column of values, got shape \(2, 2\)"):
        guard.check({"a": np.eye(2)})
    for single in (3, "text", None):
        with pytest.raises(TypeError, match=r"a must be a list or an array of values, got (int|str|NoneType)"):
            guard.check({"a": single})
    with pytest.raises(ValueError, match="chance must lie between 0 and 1, got 5"):
        Guard.fit({"a": [1.0]}, chance=5)


def test_what_is_checked_stays_as_it_was(guard):
    batch = {"amount": 2 * _amounts(1, 1000)}
    kept = batch["amount"].copy()
    assert guard.check(batch) == guard.check(batch)
    assert np.array_equal(batch["amount"], kept)
