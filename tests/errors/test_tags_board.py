"""Tags are put on, taken off, renamed, saved and brought back, and every step can be taken back."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlops_widgets import errors, stage
from mlops_widgets.errors.tags import MOST, Load, New, Rename, Tag, Tagging, apply, board, examples, frame, written
from mlops_widgets.stage.board import History

TABLE = [
    {"said": "sail, away", "heard": 'sell "away"'},
    {"said": "coffee", "heard": "Swedish\ncoffee"},
    {"said": "up"},
]
SHOWN = examples(TABLE, title="Three mistakes")
ROWS = st.sampled_from(["0", "1", "2"])
NAMES = st.sampled_from(["car", "people", "child", "näher dran", 'a "quoted", tag'])
ACTIONS = st.one_of(
    st.builds(lambda row, tag: {"kind": "tag", "row": row, "tag": tag}, ROWS, NAMES),
    st.builds(lambda row, tag: {"kind": "untag", "row": row, "tag": tag}, ROWS, NAMES),
    st.builds(lambda row, tag: {"kind": "new", "row": row, "tag": tag}, st.one_of(st.just(""), ROWS), NAMES),
    st.builds(lambda tag, to: {"kind": "rename", "tag": tag, "to": to}, NAMES, NAMES),
    st.builds(lambda tag: {"kind": "drop", "tag": tag}, NAMES),
)


@pytest.fixture(autouse=True)
def kept_here(tmp_path, monkeypatch):
    monkeypatch.setenv("MLOPS_BOARDS", str(tmp_path))


def _played(actions):
    """A history of those of the actions that can be done, with its states."""
    history = History(board(SHOWN))
    for action in actions:
        try:
            history = history.act(action)
        except stage.BoardError:
            continue
    return history


@given(st.lists(ACTIONS, max_size=12), ACTIONS)
def test_undo_gives_the_former_state_and_redo_the_later_one(actions, last):
    before = _played(actions)
    try:
        after = before.act(last)
    except stage.BoardError:
        return
    assert after.act({"kind": "undo"}).state == before.state
    assert after.act({"kind": "undo"}).act({"kind": "redo"}).state == after.state


@given(st.lists(ACTIONS, max_size=20))
def test_a_csv_file_brings_everything_back(actions):
    state = _played(actions).state
    back = apply(Tagging(SHOWN), Load(csv=written(state)))
    assert back == state
    assert written(back) == written(state)
    assert frame(back).equals(frame(state))


@given(st.lists(ACTIONS, max_size=20))
def test_nobody_carries_a_tag_that_there_is_not_and_nothing_is_kept_twice(actions):
    state = _played(actions).state
    for tags in state.carried.values():
        assert 0 < len(tags) == len(set(tags))
        assert list(tags) == [each for each in state.tags if each in tags]


def test_a_file_that_a_spreadsheet_has_saved_can_be_read():
    state = apply(Tagging(SHOWN), Load(csv="\ufeffexample,said,tags\n1,coffee,car;  people\n2,up,\n"))
    assert state.tags == ("car", "people")
    assert dict(state.carried) == {"1": ("car", "people")}


def test_rows_that_a_file_does_not_name_keep_their_tags():
    state = apply(apply(Tagging(SHOWN), New(tag="car", row="0")), Load(csv="example,tags\n1,people\n"))
    assert dict(state.carried) == {"0": ("car",), "1": ("people",)}


@pytest.mark.parametrize(
    ("action", "words"),
    [
        ({"kind": "tag", "row": "9", "tag": "car"}, "row must name one of the 3 examples, got '9'"),
        ({"kind": "tag", "row": "0", "tag": "cars"}, "make it first"),
        ({"kind": "tag", "row": "0", "tag": "car"}, "carries 'car' already"),
        ({"kind": "untag", "row": "1", "tag": "car"}, "does not carry"),
        ({"kind": "new", "tag": "CAR", "row": ""}, "there is a tag 'car' already"),
        ({"kind": "new", "tag": "a;b", "row": ""}, "without semicolon"),
        ({"kind": "new", "tag": "  ", "row": ""}, "1 to 40 letters"),
        ({"kind": "rename", "tag": "car", "to": "car"}, "another name"),
        ({"kind": "drop", "tag": "bus"}, "make it first"),
        ({"kind": "load", "csv": "a,b\n1,2\n"}, "must have the columns 'example' and 'tags', got a, b"),
        ({"kind": "load", "csv": ""}, "got nothing"),
        ({"kind": "load", "csv": "example,tags\n7,car\n"}, "line 2 of the file names the example '7'"),
        ({"kind": "load", "csv": "example,tags\n1,car\n1,\n"}, "a second time"),
        ({"kind": "load", "csv": "example,tags\n1," + 200_000 * "a"}, "cannot be read as CSV"),
        ({"kind": "rename", "tag": "car", "to": " car  "}, "another name"),
    ],
)
def test_what_cannot_be_done_gets_a_sentence_and_changes_nothing(action, words):
    history = _played([{"kind": "new", "tag": "car", "row": "0"}])
    with pytest.raises(stage.BoardError, match=words):
        history.act(action)
    assert dict(history.state.carried) == {"0": ("car",)}


def test_there_is_an_end_to_the_tags():
    state = Tagging(SHOWN)
    for number in range(MOST):
        state = apply(state, New(tag=f"tag {number}"))
    with pytest.raises(stage.BoardError, match=f"takes {MOST} tags"):
        apply(state, New(tag="one more"))


def test_two_tags_that_mean_the_same_become_one():
    state = _played(
        [
            {"kind": "new", "tag": "car", "row": "0"},
            {"kind": "new", "tag": "engine", "row": "0"},
            {"kind": "tag", "row": "1", "tag": "engine"},
            {"kind": "rename", "tag": "engine", "to": "car"},
        ]
    ).state
    assert state.tags == ("car",)
    assert dict(state.carried) == {"0": ("car",), "1": ("car",)}


def test_a_table_comes_back_as_a_table_whose_rows_have_their_names():
    table = pd.DataFrame({"said": ["six", "two"], "tags": ["old", "old"]}, index=["call 7", "call 9"])
    mine = errors.tags.tagger(table, key="mine", tags=("car",))
    mine.widget().act(Tag(row="call 9", tag="car"))
    assert mine.tags["car"].to_dict() == {"call 7": False, "call 9": True}
    assert list(mine.tagged.index) == ["call 9"]
    other = errors.tags.tagger(table, key="other", tags=("bus",))
    other.load(mine.csv())
    assert other.tags["car"].tolist() == [False, True]
    other.widget().undo()
    assert list(other.tags.columns) == ["bus"]


def test_the_same_key_brings_the_tags_back_and_rows_that_are_gone_are_said():
    first = errors.tags.tagger(TABLE, key="kept", tags=("car",))
    first.widget().act({"kind": "tag", "row": "2", "tag": "car"})
    first.widget().act({"kind": "tag", "row": "0", "tag": "car"})
    assert errors.tags.tagger(TABLE, key="kept", tags=("car",)).tags["car"].tolist() == [True, False, True]
    fewer = errors.tags.tagger(TABLE[:2], key="kept", tags=("car",))
    assert fewer.tags["car"].tolist() == [True, False]
    assert any("row must name one of the 2" in note for note in fewer.widget().notes)


@settings(max_examples=20)
@given(st.integers(0, 5), st.integers(0, 5))
def test_a_sound_is_sent_for_the_rows_asked_for_alone(first, count):
    asked = []
    shown = examples(TABLE, sounds=lambda row: asked.append(row) or f"data:{row}")
    rows = errors.tags.board(shown).rows(Tagging(shown), first, count)
    assert [row["sound"] for row in rows] == [f"data:{row}" for row in asked]
    assert asked == list(range(first, min(first + count, 3)))


def test_tables_that_cannot_be_tagged_get_a_sentence():
    with pytest.raises(stage.BoardError, match="got none"):
        examples([])
    with pytest.raises(stage.BoardError, match="'a' is there twice"):
        examples(pd.DataFrame({"x": [1, 2]}, index=["a", "a"]))
    with pytest.raises(stage.BoardError, match="got int"):
        examples(3)


def test_numbers_of_a_column_have_equally_many_digits():
    table = pd.DataFrame({"sure": [0.9, 0.123456, float("nan")], "hour": [7, 8, 23], "wind": [3.0, 4.0, 5.0]})
    assert examples(table).cells == (("0.900", "7", "3"), ("0.123", "8", "4"), ("", "23", "5"))


def test_a_number_too_small_for_the_column_is_not_written_as_nothing():
    table = pd.DataFrame({"loss": [0.5, 0.0004, 0.0], "rate": [1e-5, 2e-5, -1e-5]})
    assert examples(table).cells == (("0.500", "1e-05"), ("0.0004", "2e-05"), ("0.000", "-1e-05"))


def test_what_pandas_does_not_know_is_left_empty():
    table = pd.DataFrame({"count": pd.array([1, None], dtype="Int64"), "at": pd.to_datetime(["2024-05-01", None])})
    assert examples(table).cells[1] == ("", "")
    assert examples([{"x": [1, 2]}, {"x": None}]).cells == (("[1, 2]",), ("",))


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_a_file_may_end_its_lines_in_any_way(end):
    state = apply(Tagging(SHOWN), Load(csv=end.join(["example,tags: bus", "1,car", "2,", ""])))
    assert state.tags == ("bus", "car")
    assert dict(state.carried) == {"1": ("car",)}


def test_needless_spaces_are_left_out_wherever_a_tag_is_named():
    state = apply(Tagging(SHOWN), New(tag="  car   noise ", row="0"))
    assert state.tags == ("car noise",)
    assert apply(state, Tag(row="1", tag="car   noise")).carried["1"] == ("car noise",)
    back = apply(state, Load(csv="example,tags: car  noise\n2,car   noise;  low   band; car noise\n"))
    assert back.tags == ("car noise", "low band")
    assert back.carried["2"] == ("car noise", "low band")


def test_the_case_of_a_tag_can_be_mended():
    begun = [{"kind": "new", "tag": tag, "row": "0"} for tag in ("Car noise", "child")]
    state = _played([*begun, {"kind": "rename", "tag": "Car noise", "to": "car noise"}]).state
    assert state.tags == ("car noise", "child")
    assert dict(state.carried) == {"0": ("car noise", "child")}
    with pytest.raises(stage.BoardError, match="there is a tag 'child' already"):
        apply(state, Rename(tag="car noise", to="Child"))
