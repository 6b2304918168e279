"""Every registered board keeps the same promises; a new one is tested before its author writes a test."""

import copy
import json

import pytest

from mlops_widgets import stage
from mlops_widgets.stage.board import History

BOARDS = stage.boards()
every_board = pytest.mark.parametrize("board", [pytest.param(each, id=name) for name, each in BOARDS.items()])


@pytest.fixture(autouse=True)
def kept_here(tmp_path, monkeypatch):
    monkeypatch.setenv("MLOPS_BOARDS", str(tmp_path))
    return tmp_path


def steps(board):
    """The states that the board's samples lead through, each with the action that leaves it."""
    state = board.State()
    for sample in board.samples:
        yield state, board.read(sample)
        state = board.apply(state, board.read(sample))


def test_there_is_something_to_keep_the_promises():
    assert "drift.points" in BOARDS


@every_board
def test_it_says_in_a_sentence_what_one_does_on_it(board):
    assert board.about[:1].isupper()
    assert board.about.endswith(".")
    assert len(board.about) <= 160


@every_board
def test_the_samples_are_of_every_kind(board):
    assert {sample["kind"] for sample in board.samples} == {
        each.model_fields["kind"].default for each in board.actions
    }
    assert not {"undo", "redo"} & {each.model_fields["kind"].default for each in board.actions}


@every_board
def test_the_same_action_on_the_same_state_gives_an_equal_state_and_leaves_it_untouched(board):
    for state, action in steps(board):
        before = copy.deepcopy(state)
        first, second = board.apply(state, action), board.apply(state, action)
        assert first == second
        assert state == before


@every_board
def test_every_state_has_a_view_that_json_can_hold_and_words(board):
    for before, action in steps(board):
        after = board.apply(before, action)
        sent = [board.view(after), board.backdrop(after)]
        assert json.loads(json.dumps(sent, allow_nan=False)) is not None
        text = board.text(after)
        assert text[0].isupper()
        assert text.endswith(".")
        for flaw in ("nan", "None", "  ", " .", "..", ". .", ",,"):
            assert flaw not in text, text
        said = board.say(before, after)
        assert before == after or said.strip().endswith("."), action


@pytest.mark.parametrize("board", [pytest.param(each, id=name) for name, each in BOARDS.items() if each.rows])
def test_all_pages_together_are_all_rows_and_json_can_hold_them(board):
    for state, _ in steps(board):
        total = board.total(state)
        every = list(board.rows(state, 0, total))
        assert len(every) == total
        pages = [row for first in range(0, total, 50) for row in board.rows(state, first, 50)]
        assert pages == every
        assert list(board.rows(state, total, 50)) == []
        assert json.loads(json.dumps(every, allow_nan=False)) == every


@every_board
def test_what_is_kept_in_the_file_gives_the_same_state_again(board, kept_here):
    widget = board.widget("kept")
    for sample in board.samples:
        widget.act(sample)
    again = board.widget("kept")
    assert again.state == widget.state == board.play(board.samples)
    assert again.answer["view"] == widget.answer["view"]
    assert len((kept_here / "kept.jsonl").read_text("utf-8").splitlines()) == len(board.samples)
    widget.close()
    again.close()


@every_board
def test_each_action_can_be_taken_back_and_done_again_unless_it_lasts(board):
    history = History(board)
    for sample in board.samples:
        after = history.act(sample)
        if not board.read(sample).lasting:
            back = after.act({"kind": "undo"})
            assert back.state == history.state
            assert back.act({"kind": "redo"}).state == after.state
        history = after


@every_board
@pytest.mark.parametrize("action", [{"kind": "no such thing"}, {}, {"kind": 3}, {"kind": None}, [], "undo", None])
def test_an_unknown_action_gets_a_sentence(board, action):
    with pytest.raises(stage.BoardError, match=r"^an action must be .*got "):
        History(board).act(action)


@every_board
def test_an_ill_formed_action_gets_a_sentence(board):
    for kind in board.actions:
        name = kind.model_fields["kind"].default
        with pytest.raises(stage.BoardError, match=f"^{name}: .*no field colour"):
            board.read({"kind": name, "colour": "red"})


@every_board
def test_it_can_be_driven(board):
    widget = board.widget("driven")
    stage.drive(widget)
    assert widget.errors == []
    assert widget.state == board.State()
    widget.close()
