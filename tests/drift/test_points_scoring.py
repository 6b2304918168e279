"""Change points are scored as in the study of 2020: by hand, by its authors' own examples, and by what must hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlops_widgets.drift.points import agreed, covering, people, score

N = 200
places = st.lists(st.integers(1, N - 1), max_size=8, unique=True)
several = st.dictionaries(st.sampled_from("abcde"), places, min_size=1)


# Truth


def test_precision_asks_for_anybody_and_recall_for_everybody():
    # Points 0, 50, 90; union 0, 48, 100: 0 and 50 are somebody's. Found of a: 0, 48 of 2; of b: 0 of 0, 100.
    judged = score([50, 90], {"a": [48], "b": [100]}, N)
    assert judged.precision == pytest.approx(2 / 3)
    assert judged.recall == pytest.approx((2 / 2 + 1 / 2) / 2)
    assert judged.f1 == pytest.approx(2 * (2 / 3) * (3 / 4) / (2 / 3 + 3 / 4))


@pytest.mark.parametrize(
    ("marks", "points", "f1"),
    [
        ({"1": [10, 20], "2": [11, 20], "3": [10], "4": [0, 5]}, [10, 20], 1.0),
        ({"1": [], "2": [10], "3": [50]}, [10], 0.9090909090909091),
        ({"1": [], "2": [10], "3": [50]}, [], 0.8),
    ],
)
def test_f1_is_that_of_the_authors_own_examples(marks, points, f1):
    assert score(points, marks, 60).f1 == pytest.approx(f1, abs=1e-12)


@pytest.mark.parametrize(
    ("marks", "points", "value"),
    [
        ({"1": [10, 20], "2": [10], "3": [0, 5]}, [10, 20], 0.7962962962962963),
        ({"1": [], "2": [10], "3": [40]}, [10], 0.7954144620811286),
        ({"1": [], "2": [10], "3": [40]}, [], 0.8189300411522634),
    ],
)
def test_covering_is_that_of_the_authors_own_examples(marks, points, value):
    assert covering(points, marks, 45) == pytest.approx(value, abs=1e-12)


def test_covering_by_hand():
    # Person: 0–5, 6–9. Mine: 0–3, 4–9. Best for the first 4/6 (of 0–3), for the second 4/6 (of 4–9).
    assert covering([4], {"a": [6]}, 10) == pytest.approx((6 * 4 / 6 + 4 * 4 / 6) / 10)


def test_the_margin_is_five_values_and_not_six():
    assert score([55], {"a": [50]}, N).f1 == 1.0
    assert score([56], {"a": [50]}, N).f1 == pytest.approx(0.5)


def test_the_margin_holds_for_changes_hits_and_nobodys_too():
    marks = {"a": [50], "b": [55]}
    assert agreed(marks) == (50,)
    assert (score([45], marks, N).found, score([45], marks, N).nobodys) == ((50,), ())
    assert (score([44], marks, N).found, score([44], marks, N).nobodys) == ((), (44,))
    assert agreed({"a": [50], "b": [56], "c": []}) == ()


def test_a_point_counts_for_one_mark_only():
    assert score([50], {"a": [48, 52]}, N).recall == pytest.approx(2 / 3)
    assert score([48, 52], {"a": [50]}, N).precision == pytest.approx(2 / 3)


def test_two_points_between_two_marks_are_matched_so_that_both_count():
    assert score([14, 18], {"a": [10, 15]}, N).f1 == 1.0  # nearest first would leave 10 without a point


def test_no_change_can_be_right():
    assert score([], {"a": [], "b": []}, N).f1 == 1.0
    assert covering([], {"a": []}, N) == 1.0


def test_what_at_least_half_of_the_people_marked_is_a_change_once():
    assert agreed({"a": [50], "b": [53], "c": [90], "d": []}) == (50,)
    assert agreed({"a": [50, 90], "b": [53, 92], "c": [], "d": []}) == (50, 90)
    assert agreed({"a": [50], "b": [], "c": [90]}) == ()
    assert agreed({"a": [], "b": []}) == ()


def test_hits_missed_and_nobodys_are_told_apart():
    judged = score([51, 130], {"a": [50, 90], "b": [50, 91], "c": [180]}, N)
    assert (judged.changes, judged.found, judged.missed, judged.nobodys) == ((50, 90), (50,), (90,), (130,))


def test_a_point_at_a_mark_of_one_person_is_not_nobodys():
    assert score([180], {"a": [50], "b": [50], "c": [180]}, N).nobodys == ()


def test_a_point_near_the_start_is_nobodys_unless_somebody_marked_it():
    assert score([3], {"a": [50]}, N).nobodys == (3,)


def test_each_person_is_scored_against_the_others_alone():
    marks = {"a": [50], "b": [50], "c": []}
    found = people(marks, 100)
    assert found.f1 == {"a": 1.0, "b": 1.0, "c": pytest.approx(2 / 3)}
    assert found.covering["c"] == pytest.approx(0.5)
    assert found.f1["a"] == score([50], {"b": [50], "c": []}, 100).f1


# What must hold


@given(places, several)
def test_every_number_lies_between_0_and_1(points, marks):
    judged = score(points, marks, N)
    for value in (judged.f1, judged.precision, judged.recall, judged.covering):
        assert 0 < value <= 1 + 1e-12


@given(places)
def test_ones_own_answer_is_perfect(points):
    judged = score(points, {"me": points}, N)
    assert judged.f1 == judged.precision == judged.recall == 1.0
    assert judged.covering == pytest.approx(1.0)
    assert judged.nobodys == judged.missed == ()


@given(st.lists(st.integers(1, 100), max_size=8, unique=True), several)
def test_a_point_far_from_all_marks_never_raises_precision(points, marks):
    marks = {who: [each for each in theirs if each < 150] for who, theirs in marks.items()}
    assert score([*points, 199], marks, N).precision <= score(points, marks, N).precision
    assert score([*points, 199], marks, N).nobodys[-1] == 199


@given(places, several, st.integers(1, N - 1))
def test_one_more_point_never_lowers_recall(points, marks, more):
    assert score([*points, more], marks, N).recall >= score(points, marks, N).recall


@given(places, several)
def test_order_and_repetition_change_nothing(points, marks):
    mixed = {who: [*reversed(theirs), *theirs, 0] for who, theirs in marks.items()}
    assert score([*reversed(points), *points, 0], mixed, N) == score(points, marks, N)


@given(places, several)
def test_changes_are_found_or_missed_and_enough_people_stand_behind_each(points, marks):
    judged = score(points, marks, N)
    assert sorted(judged.found + judged.missed) == sorted(judged.changes)
    for change in judged.changes:
        behind = sum(any(abs(change - each) <= 5 for each in theirs) for theirs in marks.values())
        assert 2 * behind >= len(marks)


@given(places, several)
def test_a_wider_margin_never_lowers_f1(points, marks):
    assert score(points, marks, N, margin=9).f1 >= score(points, marks, N, margin=5).f1 - 1e-12
