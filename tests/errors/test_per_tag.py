"""The four numbers, the gains and their certainty are what can be counted by hand, and what the lecture prints."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlops_widgets import errors

ACCURACY = {"clean": 0.94, "car noise": 0.89, "people noise": 0.87, "low bandwidth": 0.70}
HUMAN = {"clean": 0.95, "car noise": 0.93, "people noise": 0.89, "low bandwidth": 0.70}
SHARE = {"clean": 0.60, "car noise": 0.04, "people noise": 0.30, "low bandwidth": 0.06}


def _table(count=10_000):
    """Examples with exactly the lecture's shares and accuracies."""
    wrong, tags = [], {name: [] for name in SHARE}
    for name, share in SHARE.items():
        rows = round(count * share)
        wrong += [1] * round(rows * (1 - ACCURACY[name])) + [0] * round(rows * ACCURACY[name])
        for other in SHARE:
            tags[other] += [int(other == name)] * rows
    return np.array(wrong), tags


def test_gains_are_those_of_the_lecture():
    gains = errors.priorities(ACCURACY, HUMAN, SHARE)
    assert [f"{100 * gain:.2f}" for gain in gains.values()] == ["0.60", "0.60", "0.16", "0.00"]
    assert list(gains)[2:] == ["car noise", "low bandwidth"]


def test_the_four_numbers_of_the_lectures_table():
    wrong, tags = _table()
    table = errors.per_tag(wrong, tags, human=HUMAN)
    for name, row in table.iterrows():
        assert row["error in tag"] == pytest.approx(1 - ACCURACY[name])
        assert row["share of data"] == pytest.approx(SHARE[name])
        assert row["room"] == pytest.approx(HUMAN[name] - ACCURACY[name], abs=1e-12)
        assert row["low"] < row["error in tag"] < row["high"]
    assert table["share of errors"].sum() == pytest.approx(1)
    gains = errors.ranking(wrong, tags, human=HUMAN)
    assert gains["gain"].to_dict() == pytest.approx(errors.priorities(ACCURACY, HUMAN, SHARE))


def test_gains_add_up_to_what_the_whole_would_gain():
    wrong, tags = _table()
    table = errors.per_tag(wrong, tags, human=HUMAN)
    after = sum(SHARE[name] * (1 - HUMAN[name]) for name in SHARE)
    assert (table["room"] * table["share of data"]).sum() == pytest.approx(wrong.mean() - after)


@given(st.lists(st.tuples(st.booleans(), st.booleans(), st.booleans()), min_size=1, max_size=60))
def test_shares_stay_shares_whatever_is_tagged(rows):
    wrong, one, two = map(list, zip(*rows, strict=True))
    table = errors.per_tag(wrong, {"one": one, "two": two}, human={"one": 0.9})
    for name in ("share of errors", "error in tag", "low", "high", "share of data"):
        known = table[name].dropna()
        assert known.between(0, 1).all()
    assert table.loc["one", "examples"] == sum(one)
    assert np.isnan(table.loc["two", "room"])


def test_a_tag_nobody_carries_has_no_error_and_the_widest_interval():
    row = errors.per_tag([1, 0], {"none": [0, 0]}).loc["none"]
    assert (row["low"], row["high"], row["share of data"]) == (0, 1, 0)
    assert np.isnan(row["error in tag"])


@pytest.mark.parametrize(
    ("wrong", "tags", "human", "words"),
    [
        ([], {}, {}, "at least one example"),
        ([1, 0], {"a": [1]}, {}, "one entry for each of the 2"),
        ([1, 2], {}, {}, "one column of 0 and 1"),
        ([1, 0], {"a": [1, 0]}, {"a": 95}, r"use 0\.95 for 95 %"),
    ],
)
def test_what_cannot_be_counted_gets_a_sentence(wrong, tags, human, words):
    with pytest.raises(ValueError, match=words):
        errors.per_tag(wrong, tags, human=human)


def test_wilsons_interval_is_as_published_and_covers_as_often_as_it_says():
    low, high = errors.wilson(81, 263)  # Newcombe 1998, table I
    assert (round(float(low), 4), round(float(high), 4)) == (0.2553, 0.3662)
    rng = np.random.default_rng(0)
    for share in (0.1, 0.3, 0.5):
        low, high = errors.wilson(rng.binomial(40, share, 20_000), 40)
        assert np.mean((low <= share) & (share <= high)) == pytest.approx(0.95, abs=0.02)
    assert [float(end) for end in errors.wilson(0, 0)] == [0, 1]
    with pytest.raises(ValueError, match="between 0 and total"):
        errors.wilson(3, 2)


def test_the_bootstrap_spreads_as_the_binomial_does():
    wrong = np.arange(400) % 5 == 0
    table = errors.ranking(wrong, {"all": np.ones(400)}, human={"all": 1.0}, repeats=4000)
    half = 1.96 * np.sqrt(0.2 * 0.8 / 400)
    assert table.loc["all", "gain"] == pytest.approx(0.2)
    assert (table.loc["all", "high"] - table.loc["all", "low"]) / 2 == pytest.approx(half, rel=0.06)


def test_of_two_equal_tags_each_comes_first_half_the_time_and_the_same_seed_says_the_same():
    wrong = np.tile([1, 0, 0, 0], 50)
    tags = {"one": np.arange(200) < 100, "two": np.arange(200) >= 100}
    table = errors.ranking(wrong, tags, human=dict.fromkeys(tags, 1.0), repeats=4000)
    assert table["comes first"].tolist() == pytest.approx([0.5, 0.5], abs=0.05)
    again = errors.ranking(wrong, tags, human=dict.fromkeys(tags, 1.0), repeats=4000)
    assert table.equals(again)
    with pytest.raises(ValueError, match="none for 'two'"):
        errors.ranking(wrong, tags, human={"one": 1.0})


def test_tags_that_gain_the_same_share_the_first_place_evenly():
    wrong = np.tile([1, 0, 0, 0], 50)
    half = np.arange(200) < 100
    table = errors.ranking(wrong, {"a": half, "b": half, "c": ~half}, human=dict.fromkeys("abc", 0.9))
    first = table["comes first"]
    assert first["a"] == first["b"]
    assert first["a"] + first["b"] == pytest.approx(0.5, abs=0.05)
    assert first.sum() == pytest.approx(1)
    nothing = errors.ranking(wrong, {"a": half, "b": half}, human={"a": 0.0, "b": 0.0})
    assert nothing["comes first"].tolist() == [0, 0]


@pytest.mark.parametrize(
    ("tags", "human", "words"),
    [
        ({"a": [1, 0]}, {"a": 95}, r"human\['a'\] must be an accuracy .* use 0\.95 for 95 %"),
        ({}, {}, "tags must hold a tag or more"),
    ],
)
def test_what_cannot_be_ranked_gets_a_sentence(tags, human, words):
    with pytest.raises(ValueError, match=words):
        errors.ranking([1, 0], tags, human=human)


def test_a_priority_without_its_numbers_gets_a_sentence():
    with pytest.raises(ValueError, match="share must have a number for every tag"):
        errors.priorities({"a": 0.9}, {"a": 0.95}, {})
    with pytest.raises(ValueError, match=r"use 0\.04 for 4 %"):
        errors.priorities({"a": 0.9}, {"a": 0.95}, {"a": 4})
    assert errors.priorities({"a": 0.9}, {"a": 0.5}, {"a": 0.5}) == {"a": 0.0}
