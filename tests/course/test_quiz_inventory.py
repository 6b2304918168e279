"""Does the inventory keep its key to itself until the second sitting, and then say what was gained?"""

import json
from dataclasses import replace

import pytest

from mlops_widgets import course, stage
from mlops_widgets.course.bank import question_set
from mlops_widgets.course.quiz import Pick, Sitting, gain
from mlops_widgets.course.quiz.inventory import HandIn, SitAgain, apply, say, text, view
from mlops_widgets.course.quiz.trying import right_picks, wrong_picks

CONCEPTS = question_set("inventory.concepts")


def answered(sitting, right, left_open=0):
    """All answered, so many of them right, the last few left open."""
    for index, question in enumerate(CONCEPTS.questions[: len(CONCEPTS.questions) - left_open]):
        picks = right_picks(sitting, question) if index < right else wrong_picks(sitting, question)[0]
        sitting = apply(sitting, Pick(question=question.name, picks=list(picks)))
    return sitting


def words_of_the_key():
    options = [option for question in CONCEPTS.questions for option in question.options]
    misconceptions = [option.misconception for option in options if option.misconception]
    return [*(option.because for option in options), *misconceptions, *(each.why for each in CONCEPTS.questions)]


def test_no_word_of_the_key_is_sent_before_the_second_sitting_is_handed_in():
    sitting = answered(Sitting(CONCEPTS), 5)
    states = [Sitting(CONCEPTS), sitting]
    states.append(apply(states[-1], HandIn()))
    states.append(apply(states[-1], SitAgain()))
    states.append(answered(states[-1], 11))
    for before, state in zip(states, states[1:] + states[-1:], strict=True):
        sent = json.dumps([view(state), text(state), say(before, state)], ensure_ascii=False)
        assert [words for words in words_of_the_key() if words in sent] == []
        assert '"right"' not in sent
        assert " right" not in text(state).replace("What was right is said when you sit again", "")
    over = view(apply(states[-1], HandIn()))
    sent = json.dumps(over, ensure_ascii=False)
    assert all(each.why in sent for each in CONCEPTS.questions)


def test_two_first_sittings_look_the_same_however_good_they_are():
    bad, good = (apply(answered(Sitting(CONCEPTS), right), HandIn()) for right in (0, 12))
    assert view(bad) == view(good)
    assert text(bad) == text(good)


def test_both_sittings_stand_side_by_side_and_the_gain_is_named():
    first = apply(answered(Sitting(CONCEPTS), 4), HandIn())
    second = apply(answered(apply(first, SitAgain()), 10), HandIn())
    shown = view(second)
    rows = shown["result"]["table"]["rows"]
    assert [row[1:] for row in rows] == [["right", "right"]] * 4 + [["not right", "right"]] * 6 + [
        ["not right"] * 2
    ] * 2
    assert shown["result"]["value"] == "0.75"
    assert text(second).startswith(
        "What do you expect? Twelve questions. 4 of 12 right before the course, 10 after it."
    )
    assert shown["questions"][4]["judged"]["word"] == "Before: not right. Now: right."
    assert len(shown["questions"]) == 12


def test_the_gain_is_hakes():
    assert gain(0.25, 0.7) == pytest.approx(0.6)
    assert gain(0.5, 0.5) == 0
    assert gain(0.5, 0.25) == -0.5
    assert gain(1.0, 0.9) is None


def test_who_knew_all_before_has_nothing_to_gain_and_is_told_so():
    first = apply(answered(Sitting(CONCEPTS), 12), HandIn())
    second = apply(answered(apply(first, SitAgain()), 11), HandIn())
    assert view(second)["result"]["value"] == "–"
    assert "nothing to gain" in text(second)


def test_what_was_left_open_counts_as_not_known():
    first = apply(answered(Sitting(CONCEPTS), 12, left_open=6), HandIn())
    assert first.right == 6


def test_nothing_can_be_done_out_of_turn():
    start = Sitting(CONCEPTS)
    pick = Pick(question="rare", picks=[start.drawn(CONCEPTS.question("rare")).order[0]])
    with pytest.raises(stage.BoardError, match=r"the first sitting is .*open: hand it in"):
        apply(start, SitAgain())
    first = apply(start, HandIn())
    for action, sentence in ((pick, "handed in, so its answers stay"), (HandIn(), "handed in already")):
        with pytest.raises(stage.BoardError, match=sentence):
            apply(first, action)
    second = apply(apply(first, SitAgain()), HandIn())
    with pytest.raises(stage.BoardError, match="there is no third one"):
        apply(second, SitAgain())
    assert replace(second) == second


def test_the_inventory_is_kept_among_the_progress(tmp_path, monkeypatch):
    monkeypatch.setenv("MLOPS_PROGRESS", str(tmp_path / "progress.jsonl"))
    widget = course.Inventory()
    name = CONCEPTS.questions[0].name
    widget.act({"kind": "pick", "question": name, "picks": [widget.answer["view"]["questions"][0]["choices"][1][0]]})
    widget.act({"kind": "hand-in"})
    again = course.Inventory()
    assert again.state == widget.state
    assert again.state.complete
    assert "right is said when you sit again" in again.answer["text"]
    widget.close()
    again.close()
