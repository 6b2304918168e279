"""A board's state is what is left of its actions; each can be taken back, and nonsense gets a sentence."""

from dataclasses import dataclass, replace
from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlops_widgets.stage import Action, Board, BoardError
from mlops_widgets.stage.board import History


@dataclass(frozen=True)
class Words:
    said: tuple[str, ...] = ()


class Add(Action):
    kind: str = "add"
    word: str


class Seal(Action):
    lasting: ClassVar[bool] = True

    kind: str = "seal"


def apply(words, action):
    if isinstance(action, Seal):
        return replace(words, said=(*words.said, "|"))
    if action.word == "":
        raise BoardError("word must not be empty: write one.")
    return replace(words, said=(*words.said, action.word))


BOARD = Board(
    name="test.words", State=Words, actions=(Add, Seal), apply=apply, view=lambda words: {"words": list(words.said)},
    text=lambda words: f"{len(words.said)} words.", entry="boards/points.js", samples=({"kind": "add", "word": "a"},),
)  # fmt: skip
UNDO, REDO = {"kind": "undo"}, {"kind": "redo"}


def add(word):
    return {"kind": "add", "word": word}


def test_a_list_of_actions_gives_the_state():
    assert BOARD.play([add("a"), Add(word="b"), add("c")]).said == ("a", "b", "c")


def test_undo_takes_back_one_action_after_the_other_and_redo_does_them_again():
    assert BOARD.play([add("a"), add("b"), UNDO]).said == ("a",)
    assert BOARD.play([add("a"), add("b"), UNDO, UNDO]).said == ()
    assert BOARD.play([add("a"), add("b"), UNDO, UNDO, REDO]).said == ("a",)
    assert BOARD.play([add("a"), add("b"), UNDO, UNDO, REDO, REDO]).said == ("a", "b")


def test_after_a_new_action_nothing_is_left_to_be_done_again():
    history = History(BOARD).act(add("a")).act(UNDO).act(add("b"))
    assert not history.can_redo
    with pytest.raises(BoardError, match="nothing to do again"):
        history.act(REDO)


def test_what_lasts_is_not_taken_back_nor_anything_before_it():
    history = History(BOARD).act(add("a")).act({"kind": "seal"})
    assert not history.can_undo
    with pytest.raises(BoardError, match="nothing to take back"):
        history.act(UNDO)
    assert history.act(add("b")).act(UNDO).state.said == ("a", "|")


@pytest.mark.parametrize(
    ("action", "words"),
    [
        ({"kind": "shout"}, r"kind that test.words knows \(add, seal\), got 'shout'"),
        ({}, "got None"), ({"kind": ["add"]}, r"got \['add'\]"), (["add"], "a mapping with a kind"),
        ({"kind": "add"}, "add: word is missing"), (add(3), "add: word cannot be 3"),
        ({**add("a"), "size": 3}, "Add has no field size: its fields are kind, word"),
        (add(""), "word must not be empty"), (UNDO, "nothing to take back"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_a_sentence_and_the_state_stays(action, words):
    history = History(BOARD)
    with pytest.raises(BoardError, match=words):
        history.act(action)
    assert history.state == Words()


@given(st.lists(st.sampled_from("abc")), st.integers(0, 9))
def test_taking_back_is_never_having_done(words, times):
    times = min(times, len(words))
    back = BOARD.play([*map(add, words), *[UNDO] * times])
    assert back == BOARD.play([add(word) for word in words[: len(words) - times]])
    again = BOARD.play([*map(add, words), *[UNDO] * times, *[REDO] * times])
    assert again == BOARD.play(map(add, words))


def test_a_thousand_actions_can_be_played_and_the_last_two_hundred_taken_back():
    history = History(BOARD)
    for number in range(1000):
        history = history.act(add(str(number)))
    undone = 0
    while history.can_undo:
        history, undone = history.act(UNDO), undone + 1
    assert undone == 200
    assert len(history.state.said) == 800
