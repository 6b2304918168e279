"""What comes into a statistic is taken if it can be, and refused with the way out if not."""

import warnings

import numpy as np
import pandas as pd
import pytest

from mlops_widgets import drift

ON_NUMBERS = {name: getattr(drift, name) for name in ("psi", "jensen_shannon", "ks", "wasserstein", "mmd")}
every_statistic = pytest.mark.parametrize("statistic", [pytest.param(f, id=name) for name, f in ON_NUMBERS.items()])

READ_ONLY = np.arange(5.0)
READ_ONLY.setflags(write=False)
GOOD = {
    "one element": [3.5],
    "constant": [2.0] * 9,
    "whole numbers": np.arange(6),
    "small whole numbers": np.arange(6, dtype=np.uint8),
    "booleans": [True, False, True],
    "half precision": np.arange(5, dtype=np.float16),
    "a pandas Series": pd.Series([1.0, 2.0, 5.0], index=[7, 7, 9]),
    "a nullable Series": pd.Series([1, 2, 5], dtype="Int64"),
    "a tuple": (1, 2.5, 4),
    "a slice with gaps": np.arange(20.0)[::-3],
    "read-only": READ_ONLY,
    "very large": [-1e300, 1e300],
    "very small": [0.0, 5e-324],
}
MISSING = {
    "NaN": [1.0, np.nan, 2.0],
    "None": [1, None, 2],
    "NA": pd.Series([1, None, 2], dtype="Int64"),
    "masked": np.ma.masked_array([1.0, 7.0, 2.0], mask=[False, True, False]),
}


def _told(found):
    return getattr(found, "statistic", found)


@every_statistic
@pytest.mark.parametrize("sample", [pytest.param(each, id=name) for name, each in GOOD.items()])
def test_any_sample_of_numbers_is_taken_without_a_warning(statistic, sample):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for pair in ((sample, [1.0, 2.0, 8.0]), ([1.0, 2.0, 8.0], sample), (sample, sample)):
            found = statistic(*pair)
            assert np.isfinite(_told(found))
            assert 0 <= getattr(found, "pvalue", 0) <= 1


@every_statistic
def test_a_sample_is_left_as_it_is(statistic):
    sample = np.array([3.0, 1.0, 2.0])
    statistic(sample, sample)
    assert sample.tolist() == [3.0, 1.0, 2.0]


@every_statistic
@pytest.mark.parametrize("sample", [pytest.param(each, id=name) for name, each in MISSING.items()])
def test_a_missing_value_is_refused_or_left_out_as_asked(statistic, sample):
    wish = r'current must hold no missing values, got 1 in 3: pass nan="drop" to leave them out'
    with pytest.raises(ValueError, match=wish):
        statistic([1.0, 2.0], sample)
    assert _told(statistic([1.0, 2.0], sample, nan="drop")) == _told(statistic([1.0, 2.0], [1.0, 2.0]))


@every_statistic
@pytest.mark.parametrize(
    ("sample", "error", "words"),
    [
        ([], ValueError, "current must hold at least one value, got none: take a longer window"),
        (
            [1.0, np.inf],
            ValueError,
            r"current must hold finite numbers .*, got 1 infinite in 2: .*np.isfinite",
        ),
        (["a", "b"], TypeError, "current must hold numbers, got text such as 'a': turn it into numbers"),
        ([1.0, "2", None], TypeError, "current must hold numbers, got text such as '[12]"),
        ([1j], TypeError, "current must hold numbers, got complex"),
        (pd.Series(pd.to_datetime(["2013-01-01"])), TypeError, "current must hold numbers, got"),
        (np.ma.masked_array(["a", "b"], mask=[True, False]), TypeError, "must hold numbers, got text such as 'b'"),
        ([1, 10**400], ValueError, r"numbers up to 1e\+300 in size, got a larger whole one: mend"),
        (5, TypeError, "current must be a list or an array of values, got int"),
        ((x for x in [1]), TypeError, "current must be a list or an array of values, got generator"),
        ([[1.0], [1.0, 2.0]], ValueError, "current must be one column of values, got rows of different lengths"),
    ],
)
def test_what_is_no_sample_is_refused_with_the_way_out(statistic, sample, error, words):
    with pytest.raises(error, match=words):
        statistic([1.0, 2.0], sample)


@every_statistic
def test_nothing_but_missing_values_is_nothing(statistic):
    with pytest.raises(ValueError, match=r"reference must hold at least one value, got only missing ones \(2\)"):
        statistic([np.nan, np.nan], [1.0], nan="drop")


@every_statistic
def test_another_word_for_missing_values_is_refused(statistic):
    with pytest.raises(ValueError, match='nan must be "raise" or "drop", got \'omit\''):
        statistic([1.0], [1.0], nan="omit")


def test_several_columns_are_no_single_one():
    with pytest.raises(ValueError, match=r"reference must be one column of values, got the shape \(2, 3\).*Baseline"):
        drift.psi(np.ones((2, 3)), [1.0])


@pytest.mark.parametrize(
    "sample",
    [["a", "b"], np.array(["a", "b"]), pd.Series(["a", "b"], dtype="category"), pd.Series(["a", None, "b"]).dropna()],
)
def test_text_is_taken_however_it_is_kept(sample):
    assert drift.chi_squared(["a", "b"], sample).statistic == 0


@pytest.mark.parametrize(
    "sample", [[1, 2], [1.0, 2.0], np.array([1, 2], dtype=np.int8), pd.Series([1, 2], dtype="Int64")]
)
def test_a_whole_number_is_the_same_level_however_it_is_kept(sample):
    assert drift.chi_squared([1, 2], sample).unseen == ()


@pytest.mark.parametrize(
    ("sample", "error", "words"),
    [
        ([], ValueError, "current must hold at least one value, got none"),
        ([None, None], ValueError, "current must hold no missing values, got 2 in 2"),
        (["a", np.nan], ValueError, 'current must hold no missing values, got 1 in 2: pass nan="drop"'),
        (
            [0.5, 1.5],
            TypeError,
            r"current must hold categories .*, got [01].5: compare measurements with ks or psi",
        ),
        ([1, 2], TypeError, "current must hold text as the reference does, got numbers such as 1"),
        ([("a", 1), ("b", 2)], ValueError, r"current must be one column of categories, got the shape \(2, 2\)"),
        ("ab", TypeError, "current must be a list or an array of values, got str"),
    ],
)
def test_what_is_no_category_is_refused_with_the_way_out(sample, error, words):
    with pytest.raises(error, match=words):
        drift.chi_squared(["a", "b", "b"], sample)


def test_numbers_beside_text_are_refused_the_other_way_round_too():
    with pytest.raises(TypeError, match="current must hold numbers as the reference does, got text such as '1'"):
        drift.chi_squared([1, 2], ["1", "2"])


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: drift.psi([1], [1], bins=1), "bins must be at least 2, got 1"),
        (lambda: drift.jensen_shannon([1], [1], base=1), "base must be greater than 1, got 1: use 2 for bits"),
        (lambda: drift.mmd([1], [1], permutations=0), "permutations must be at least 1, got 0"),
        (lambda: drift.mmd([1], [1], bandwidth=0), "bandwidth must be greater than 0, got 0"),
        (lambda: drift.mmd(np.ones((3, 2)), np.ones((3, 1))), "current must have 2 columns as reference has, got 1"),
        (lambda: drift.psi_noise(0, 5), "n must be at least 1, got 0"),
        (lambda: drift.psi_noise(5, 5).level(0), "probability must lie above 0 and up to 1, got 0"),
        (lambda: drift.holm([0.5, 1.2]), "pvalues must be a list of numbers from 0 to 1, got 1.2"),
        (lambda: drift.benjamini_hochberg([np.nan]), "pvalues must be a list of numbers from 0 to 1, got nan"),
    ],
)
def test_an_impossible_option_is_refused(call, words):
    with pytest.raises(ValueError, match=words):
        call()


@pytest.mark.parametrize("values", [["a"], ["0.5"], np.array(["0.01"]), [0.1, "0.2"]])
@pytest.mark.parametrize("correct", [drift.holm, drift.benjamini_hochberg])
def test_text_is_no_p_value(correct, values):
    with pytest.raises(TypeError, match=r"pvalues must hold numbers, got text such as .*: pass numbers from 0 to 1"):
        correct(values)


@pytest.mark.parametrize("count", [2.5, 10.0, "10", True, None])
@pytest.mark.parametrize(
    ("name", "call"),
    [
        ("bins", lambda count: drift.psi([1], [1], bins=count)),
        ("bins", lambda count: drift.jensen_shannon([1], [1], bins=count)),
        ("bins", lambda count: drift.Baseline.fit({"x": [1, 2]}, bins=count)),
        ("bins", lambda count: drift.psi_noise(5, 5, bins=count)),
        ("n", lambda count: drift.psi_noise(count, 5)),
        ("permutations", lambda count: drift.mmd([1], [1], permutations=count)),
        ("window", lambda count: drift.detectors.PSI(window=count)),
        ("bins", lambda count: drift.detectors.PSI(bins=count)),
        ("reference", lambda count: drift.detectors.KS(reference=count)),
        ("every", lambda count: drift.detectors.KSWIN(every=count)),
        ("every", lambda count: drift.detectors.Always(every=count)),
        ("reference", lambda count: drift.detectors.Above(drift.detectors.DDM(), reference=count)),
    ],
)
def test_a_count_is_a_whole_number(name, call, count):
    with pytest.raises(TypeError, match=rf"^{name} must be a whole number, at least \d, got "):
        call(count)


def test_a_count_of_numpy_is_as_good_as_any():
    assert drift.psi([1, 2, 3], [1, 2, 9], bins=np.int64(3)) == drift.psi([1, 2, 3], [1, 2, 9], bins=3)
