"""The series are those that people saw; drawn into by actions, compared, veiled before and honest afterwards."""

import json
import sys

import numpy as np
import pytest

from mlops_widgets.drift import points
from mlops_widgets.drift.points import TITLES, Drawing, board, series
from mlops_widgets.stage import BoardError, StageError

# The lengths of the series in the study: van den Burg & Williams, 2020, table 2 and its data repository.
LENGTHS = {"airline": 468, "apple": 622, "bitcoin": 774, "brent": 500, "coal": 105, "occupancy": 509, "run": 376}


def place(*places):
    return [{"kind": "place", "at": at} for at in places]


COMPARE = {"kind": "compare"}


# Series


@pytest.mark.parametrize("name", sorted(TITLES))
def test_a_series_is_as_long_as_people_saw_it_and_holds_their_marks(name):
    shown = series(name)
    assert len(shown) == len(shown.moments) == LENGTHS[name]
    assert len(shown.marks) == 5
    assert all(1 <= at < len(shown) for places in shown.marks.values() for at in places)
    assert list(shown.times) == sorted(shown.times)
    for column in shown.columns:
        assert np.isfinite(column.values).all()
        assert len(column.values) == len(shown)


@pytest.mark.parametrize(
    ("name", "at", "moment"),
    [("apple", 319, "29 September 2000"), ("bitcoin", 747, "2 April 2019"), ("coal", 45, "1958"),
     ("airline", 296, "September 2001"), ("brent", 379, "11 December 2014"), ("run", 60, "5:01 min")],
)  # fmt: skip
def test_marks_stand_where_the_world_changed(name, at, moment):
    shown = series(name)
    assert shown.moments[at] == moment
    assert any(at in places for places in shown.marks.values())


def test_the_fall_that_all_five_marked_is_in_apples_price_at_that_value():
    price = series("apple").columns[0].values
    assert price[319] < 0.6 * price[318]
    assert sum(319 in places for places in series("apple").marks.values()) == 5


def test_a_series_there_is_not_gets_a_sentence():
    with pytest.raises(StageError, match=r"series must be one of airline, .*got 'nile'"):
        series("nile")


def test_without_river_one_reads_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "river.drift", None)
    series.cache_clear()
    with pytest.raises(StageError, match=r"pip install \"mlops-widgets\[drift\]\""):
        series("coal")


# Drawing


def test_points_are_placed_and_removed_in_order_and_each_series_keeps_its_own():
    drawing = board.play([*place(300, 20), {"kind": "choose", "series": "coal"}, *place(45)])
    assert (drawing.series, drawing.here) == ("coal", (45,))
    drawing = board.apply(drawing, points.Choose(series="airline"))
    assert drawing.here == (20, 300)
    assert board.apply(drawing, points.Remove(at=20)).here == (300,)
    assert board.apply(drawing, points.Clear()).here == ()


@pytest.mark.parametrize(
    ("actions", "words"),
    [
        (place(0), "at must be 1 to 467, got 0"), (place(468), "at must be 1 to 467, got 468"),
        (place(5, 5), "a change point at June 1977 already"),
        ([{"kind": "remove", "at": 5}], "no change point at June"),
        (place("5"), "place: at cannot be '5'"), ([{"kind": "choose", "series": "nile"}], "got 'nile'"),
    ],
)  # fmt: skip
def test_what_cannot_be_drawn_gets_a_sentence(actions, words):
    with pytest.raises(BoardError, match=words):
        board.play(actions)


# Veil and comparison


def test_before_the_comparison_nothing_of_the_people_travels():
    drawing = board.play(place(100))
    sent = json.dumps([board.view(drawing), {**board.backdrop(drawing), "moments": []}])
    assert board.view(drawing)["rows"] == board.view(drawing)["readouts"] == board.view(drawing)["nobodys"] == []
    assert "F1" not in sent
    assert "person 1" not in sent
    assert "F1" not in board.text(drawing)


def test_after_it_the_people_stand_in_rows_with_the_score_and_their_own_range():
    view = board.view(board.play([*place(299, 120), COMPARE]))
    assert [row["label"] for row in view["rows"]] == [f"person {n}" for n in range(1, 6)]
    assert view["rows"][0] | {"words": ""} == {"label": "person 1", "points": [299], "found": [True], "words": ""}
    assert view["rows"][1]["words"] == "no change"
    assert view["nobodys"] == [120]
    f1, covering = view["readouts"]
    assert f1["base"] == "people agree to 0.43–0.91"
    assert covering["name"] == "covering"
    judged = points.score([299, 120], series("airline").marks, 468)
    assert (f1["at"], covering["at"]) == (judged.f1, judged.covering)


@pytest.mark.parametrize(
    ("name", "drawn", "words"),
    [
        ("occupancy", (52, 142, 235, 300), "You found 3 of the 4 changes that at least half of the people marked; "
         "1 mark of yours is nobody’s."),
        ("airline", (), "You missed the one change that at least half of the people marked."),
        ("airline", (299,), "You found the one change that at least half of the people marked; every mark of yours "
         "is somebody’s."),
        ("run", (60, 96, 114, 174, 204, 240, 258, 317, 20, 30), "You found all 8 changes that at least half of the "
         "people marked; 2 marks of yours are nobody’s."),
        ("coal", (), "You found none of the 5 changes that at least half of the people marked."),
    ],
)  # fmt: skip
def test_hits_and_misses_are_told_in_words(name, drawn, words):
    drawing = board.play([{"kind": "choose", "series": name}, *place(*drawn), COMPARE])
    assert words in board.text(drawing)


def test_editing_goes_on_and_it_is_said_how_often_it_was_compared():
    once = board.play([*place(120), COMPARE])
    more = board.play([*place(120), COMPARE, *place(299)])
    assert board.view(more)["stale"]
    assert board.view(more)["readouts"] == board.view(once)["readouts"]  # the score is that of the comparison
    assert "Your marks have changed since: compare again." in board.text(more)
    twice = board.play([*place(120), COMPARE, *place(299), COMPARE])
    first = board.view(once)["readouts"][0]["value"]
    assert f"Compared 2 times, the first time with F1 {first}." in board.text(twice)
    assert not board.view(twice)["stale"]


def test_a_comparison_is_not_taken_back():
    with pytest.raises(BoardError, match="nothing to take back"):
        board.play([*place(120), COMPARE, {"kind": "undo"}])


def test_the_table_says_who_marked_a_value_only_after_the_comparison():
    drawn = board.play(place(299))
    row = board.rows(drawn, 299, 1)[0]
    assert row == {"at": 299, "when": "December 2001", "values": ["2.0267"], "yours": True, "people": None}
    assert {each["people"] for each in board.rows(drawn, 0, 468)} == {None}
    compared = board.rows(board.apply(drawn, points.Compare()), 0, 468)
    marks = [at for places in series("airline").marks.values() for at in places]
    assert [row["people"] for row in compared] == [marks.count(at) for at in range(468)]


@pytest.mark.parametrize("name", sorted(TITLES))
def test_the_table_writes_each_value_to_within_half_a_unit_of_its_last_digit(name):
    drawing = Drawing(series=name)
    assert board.total(drawing) == LENGTHS[name]
    rows = board.rows(drawing, 0, LENGTHS[name])
    for index, column in enumerate(series(name).columns):
        texts = [row["values"][index].replace("\u202f", "") for row in rows]
        (decimals,) = {len(text.partition(".")[2]) for text in texts}
        assert np.allclose([float(text) for text in texts], column.values, rtol=0, atol=0.51 * 10**-decimals)
        assert decimals or max(column.values) > 1e6


def test_another_series_is_still_veiled():
    drawing = board.play([COMPARE, {"kind": "choose", "series": "coal"}])
    assert board.view(drawing)["rows"] == []
    assert "1913" in board.backdrop(drawing)["about"]


# Words for those who listen


def test_what_happened_is_said():
    before = board.play([{"kind": "choose", "series": "coal"}, *place(10, 80)])
    after = board.apply(before, points.Place(at=45))
    assert board.say(before, after) == "Change point placed at 1958; 3 in all."
    assert board.say(after, before) == "Change point at 1958 removed; 2 in all."
    assert board.say(after, board.apply(after, points.Clear())) == "No change points now."
    assert board.say(Drawing(), before) == "People working in British coal mines: 105 values, 2 change points."


@pytest.mark.parametrize("name", sorted(TITLES))
def test_the_axes_hold_the_data_and_labels_stand_in_order(name):
    backdrop = board.backdrop(Drawing(series=name))
    assert 3 <= len(backdrop["ticks"]) <= 9
    assert [at for at, _ in backdrop["ticks"]] == sorted({at for at, _ in backdrop["ticks"]})
    for column in backdrop["columns"]:
        assert column["low"] <= min(column["values"])
        assert max(column["values"]) <= column["high"]
        assert 2 <= len(column["ticks"]) <= 7
        assert len({label for _, label in column["ticks"]}) == len(column["ticks"])
    assert len(json.dumps(backdrop)) < 30_000
