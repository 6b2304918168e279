"""A baseline says the same as the statistics on the raw columns, from what it remembers of them."""

import pickle
import time
import tracemalloc

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from mlops_widgets import drift
from mlops_widgets.drift import Baseline
from mlops_widgets.drift.baseline.column import KEPT
from mlops_widgets.drift.baseline.counting import BLOCK, below
from mlops_widgets.drift.baseline.table import columns, matching


def _table(seed, rows, shift=0.0):
    rng = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            "income": rng.lognormal(10 + shift, 0.5, rows),
            "age": rng.integers(18, 90, rows),
            "defaults": rng.poisson(0.3, rows).astype(float),  # nearly all 0: merged edges
            "paid": rng.random(rows) < 0.9,
            "bank": rng.choice(["north", "south", "east", "ärzte"], rows, p=[0.5, 0.3, 0.19, 0.01]),
        }
    )


REFERENCE, CURRENT = _table(0, 3000), _table(1, 700, shift=0.3)
BASELINE = Baseline.fit(REFERENCE)


def test_numbers_are_told_as_by_the_statistics_themselves():
    report = BASELINE.compare(CURRENT)
    for name in ("income", "age", "defaults"):
        found, before, now = report[name], REFERENCE[name], CURRENT[name]
        assert found.psi == pytest.approx(drift.psi(before, now))
        assert found.jensen_shannon == pytest.approx(drift.jensen_shannon(before, now).divergence)
        assert found.effect == pytest.approx(drift.ks(before, now).statistic)
        assert found.pvalue == pytest.approx(drift.ks(before, now).pvalue, rel=0.15)
        assert found.noise == pytest.approx(drift.psi_noise(700, 3000, bins=_filled(before, now)).above(found.psi))
    assert report.drifted == ("income",)


def _filled(before, now):
    inner = np.unique(np.quantile(before, np.arange(1, 10) / 10))
    inner = inner[inner < before.max()]
    return np.unique(inner.searchsorted(np.r_[before, now])).size


def test_categories_are_told_as_by_the_statistics_themselves():
    report = BASELINE.compare(CURRENT)
    for name in ("paid", "bank"):
        expected = drift.chi_squared(REFERENCE[name], CURRENT[name])
        assert report[name].pvalue == pytest.approx(expected.pvalue)
        assert report[name].effect == pytest.approx(expected.effect)
        assert report[name].test == "chi-squared"


def test_the_index_of_a_category_is_that_of_its_levels_and_one_bin_for_others():
    before, now = ["a"] * 60 + ["b"] * 40, ["a"] * 30 + ["b"] * 50 + ["new"] * 20
    p, q = (np.array(count) + 0.5 for count in ([30, 50, 20], [60, 40, 0]))
    p, q = p / p.sum(), q / q.sum()
    found = Baseline.fit({"kind": before}).psi({"kind": now})["kind"]
    assert found == pytest.approx(((p - q) * np.log(p / q)).sum())


@pytest.mark.parametrize("levels", [8, 40, 3000])
def test_without_drift_the_index_of_a_category_is_noise_however_many_levels(levels):
    rng = np.random.default_rng(3)
    baseline = Baseline.fit(rng.integers(0, levels, (1000, 60)), categorical=[str(i) for i in range(60)])
    report = baseline.compare(rng.integers(0, levels, (400, 60)), correction="none")
    assert np.mean([each.noise <= 0.1 for each in report.features]) <= 0.22
    assert np.mean([each.noise for each in report.features]) == pytest.approx(0.5, abs=0.12)
    assert np.mean([each.pvalue <= 0.1 for each in report.features]) <= 0.22


def test_a_new_level_among_many_moves_the_index():
    before = [f"shop {i:03}" for i in range(300)] * 5
    baseline = Baseline.fit({"shop": before})
    assert baseline.psi({"shop": before[:1200] + ["shop 299a"] * 300})["shop"] > 0.1
    assert baseline.psi({"shop": before[:1200] + ["a shop"] * 300})["shop"] > 0.1


def test_the_quick_index_is_that_of_the_report():
    report = BASELINE.compare(CURRENT)
    assert BASELINE.psi(CURRENT) == {each.name: each.psi for each in report.features}


@pytest.mark.parametrize("table", [lambda data: data, lambda data: {name: data[name] for name in data}])
@pytest.mark.parametrize("kept", [np.asfortranarray, np.ascontiguousarray, lambda rows: rows.astype(np.float32)])
def test_an_array_a_frame_and_a_mapping_say_the_same(table, kept):
    rng = np.random.default_rng(4)
    before, now = rng.normal(size=(900, 19)).astype(np.float32), rng.normal(0.1, 1, (500, 19)).astype(np.float32)
    frame = pd.DataFrame(now.astype(float), columns=[str(i) for i in range(19)])
    assert Baseline.fit(before).psi(kept(now)) == Baseline.fit(before).psi(table(frame))


@given(st.integers(1, 40), st.integers(1, 3 * BLOCK), st.booleans())
def test_counting_in_blocks_and_threads_is_counting(features, rows, row_by_row):
    rng = np.random.default_rng(features)
    data = rng.normal(size=(max(1, rows // features), features))
    data[rng.random(data.shape) < 0.01] = np.nan
    data = data if row_by_row else np.asfortranarray(data)
    edges = np.sort(rng.normal(size=(features, 4)), axis=1)
    edges[:, 3] = np.inf
    expected = [
        [np.count_nonzero(column <= edge) for edge in line] for column, line in zip(data.T, edges, strict=True)
    ]
    assert below(list(data.T), edges).tolist() == expected


def test_the_index_needs_no_memory_as_large_as_the_table():
    current = np.asfortranarray(np.random.default_rng(5).normal(size=(1_000_000, 6)))
    baseline = Baseline.fit(current[:20_000])
    tracemalloc.start()
    baseline.psi(current)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 0.02 * current.nbytes


def test_a_longer_column_is_thinned_and_its_gap_stays_within_a_promise():
    rng = np.random.default_rng(6)
    before, now = rng.normal(size=70_001), rng.normal(0.1, 1, 5000)
    baseline = Baseline.fit({"x": before})
    (column,) = baseline.columns
    assert len(column.values) == KEPT
    found = baseline.compare({"x": now})["x"]
    assert found.effect == pytest.approx(stats.ks_2samp(before, now).statistic, abs=1 / (2 * KEPT) + 1e-12)
    assert found.psi == pytest.approx(drift.psi(before, now))


# Missing and infinite values


def test_missing_values_are_counted_and_left_out():
    rng = np.random.default_rng(7)
    before, now = rng.normal(size=1000), rng.normal(size=400)
    holed = np.r_[now, [np.nan] * 100]
    found = Baseline.fit({"x": np.r_[before, np.nan]}).compare({"x": holed})["x"]
    assert (found.n, found.missing, found.missing_before) == (400, pytest.approx(0.2), pytest.approx(1 / 1001))
    assert found.psi == pytest.approx(drift.psi(before, now))
    assert found.effect == pytest.approx(drift.ks(before, now).statistic)


@pytest.mark.parametrize("name", ["income", "bank"])
def test_a_column_that_died_has_drifted(name):
    report = BASELINE.compare(CURRENT.assign(**{name: None}))
    assert name in report.drifted
    assert (report[name].n, report[name].missing, report[name].test) == (0, 1, "missing values")
    assert np.isnan(report[name].psi)
    assert np.isnan(BASELINE.psi(CURRENT.assign(**{name: None}))[name])


def test_an_infinite_value_is_one_more_at_the_end():
    now = CURRENT["income"].to_numpy()
    wild, large = np.r_[now, np.inf, -np.inf], np.r_[now, 1e12, -1e12]
    baseline = Baseline.fit(REFERENCE[["income"]])
    assert baseline.compare({"income": wild}) == baseline.compare({"income": large})


def test_a_constant_column_that_moves_is_seen():
    baseline = Baseline.fit({"x": np.ones(500)})
    assert baseline.compare({"x": np.ones(300)}).drifted == ()
    assert baseline.compare({"x": np.full(300, 1.1)}).drifted == ("x",)


# False alarms


@pytest.mark.slow
def test_a_hundred_clean_features_hardly_ever_ring_together():
    rng = np.random.default_rng(8)
    rang, plain = 0, 0
    for _ in range(40):
        baseline = Baseline.fit(rng.normal(size=(500, 100)))
        report = baseline.compare(rng.normal(size=(200, 100)))
        rang += bool(report.drifted)
        plain += any(each.pvalue <= 0.05 for each in report.features)
    assert rang <= 6  # of 40; 2 are to be expected
    assert plain >= 35


# A life in a file


def test_a_baseline_comes_back_from_a_file_as_it_was(tmp_path):
    BASELINE.save(tmp_path / "baseline.npz")
    again = Baseline.load(tmp_path / "baseline.npz")
    assert again.compare(CURRENT) == BASELINE.compare(CURRENT)
    assert (again.names, again.rows, again.bins) == (BASELINE.names, 3000, 10)
    assert pickle.loads(pickle.dumps(again)).compare(CURRENT) == BASELINE.compare(CURRENT)


def test_a_baseline_of_categories_alone_can_be_kept(tmp_path):
    baseline = Baseline.fit({"paid": [True, False, None], "code": [1, 2, 1]}, categorical=["code"])
    baseline.save(str(tmp_path / "words"))
    assert Baseline.load(tmp_path / "words") == baseline


def test_nothing_in_it_can_be_changed():
    for each in (BASELINE, pickle.loads(pickle.dumps(BASELINE))):
        for array in ("edges", "counts", "values"):
            with pytest.raises(ValueError, match="read-only"):
                getattr(each.columns[0], array)[0] = 0
    with pytest.raises(AttributeError):
        BASELINE.rows = 1


def test_what_was_fitted_may_change_afterwards():
    values = np.arange(100.0)
    baseline = Baseline.fit({"x": values})
    values[:] = 0
    assert baseline.psi({"x": np.arange(100.0)}) == {"x": 0}


@pytest.mark.parametrize("content", [b"", b"not a baseline", b"PK\x03\x04 broken"])
def test_a_file_that_is_no_baseline_is_refused(tmp_path, content):
    (tmp_path / "mine.npz").write_bytes(content)
    with pytest.raises(ValueError, match=r"path must name a file that Baseline.save wrote, and mine.npz is none"):
        Baseline.load(tmp_path / "mine.npz")


def test_another_archive_and_another_version_are_refused(tmp_path):
    np.savez(tmp_path / "other.npz", x=np.ones(3))
    with pytest.raises(ValueError, match=r"other.npz is none"):
        Baseline.load(tmp_path / "other.npz")
    none = np.empty(0)
    np.savez(tmp_path / "new.npz", about=np.array('{"version": 9}'), edges=none, counts=none, values=none)
    with pytest.raises(ValueError, match=r"new.npz must be a baseline of version 1, got 9: fit it anew"):
        Baseline.load(tmp_path / "new.npz")


# What is refused


@pytest.mark.parametrize(
    ("current", "error", "words"),
    [
        (CURRENT.drop(columns=["age", "paid"]), ValueError, "current must have .*, and lacks age, paid: add them"),
        (CURRENT.assign(extra=1), ValueError, "current must have .*, and has extra besides: leave them out"),
        (CURRENT.assign(age="old"), TypeError, r"current\['age'\] must hold numbers, got text such as 'old'"),
        (CURRENT.assign(bank=1), TypeError, r"current\['bank'\] must hold text as the reference does, got numbers"),
        (CURRENT.assign(bank=0.5), TypeError, r"current\['bank'\] must hold categories .*, got 0.5"),
        (CURRENT[:0], ValueError, "current must hold at least one row, got none: take a longer window"),
        ([1, 2], TypeError, "current must be a DataFrame, a mapping .*, got list"),
        (np.ones(3), TypeError, r"current must be a DataFrame, .*, got ndarray of shape \(3,\)"),
        ({"income": [1.0], "age": [1, 2]}, ValueError, r"columns of the same length, got 1 \(income\) and 2 \(age\)"),
        ({"income": 3.0}, TypeError, r"current\['income'\] must be a list or an array of values, got float"),
        (CURRENT.set_axis(["age"] * 5, axis=1), ValueError, "current must have every column once, got age twice"),
        ({}, ValueError, "current must have at least one column, got none"),
    ],
)
def test_a_table_that_does_not_fit_is_refused_with_the_way_out(current, error, words):
    for ask in (BASELINE.compare, BASELINE.psi):
        with pytest.raises(error, match=words):
            ask(current)


@pytest.mark.parametrize(
    ("reference", "options", "error", "words"),
    [
        ({"x": [np.nan, np.nan]}, {}, ValueError, r"reference\['x'\] must hold at least one value, got only missing"),
        ({"x": [1.0, np.inf]}, {}, ValueError, r"reference\['x'\] must hold finite numbers"),
        (
            {"x": pd.to_datetime(["2013-01-01"])},
            {},
            TypeError,
            "must hold numbers or .*, got datetime64",
        ),
        ({"x": [1, "a"]}, {}, TypeError, r"reference\['x'\] must hold numbers or categories .*, got mixed-integer"),
        ({"x": [1.0]}, {"bins": 1}, ValueError, "bins must be at least 2, got 1"),
        ({"x": [1.0]}, {"categorical": ["y"]}, ValueError, "categorical must name columns of reference, got y"),
    ],
)
def test_a_reference_that_cannot_be_remembered_is_refused(reference, options, error, words):
    with pytest.raises(error, match=words):
        Baseline.fit(reference, **options)


def test_impossible_options_of_a_comparison_are_refused():
    with pytest.raises(
        ValueError, match="correction must be one of holm, benjamini-hochberg, none, got 'bonferroni'"
    ):
        BASELINE.compare(CURRENT, correction="bonferroni")
    with pytest.raises(ValueError, match=r"alpha must lie between 0 and 1, got 5: use 0\.05"):
        BASELINE.compare(CURRENT, alpha=5)


def test_ten_thousand_columns_are_matched_in_far_less_than_a_second():
    table = {f"column {i}": [i] for i in range(10_000)}
    began = time.process_time()
    assert list(matching(columns(table, "reference"), table)) == list(table)
    assert time.process_time() - began < 1  # all names for each of them would take several seconds
