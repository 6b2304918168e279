"""Does a quiz keep what was answered, hide what is right until it is checked, and ask anew the next time?"""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlops_widgets import course, stage
from mlops_widgets.course.bank import Matching, Numeric, Ordering, question_set
from mlops_widgets.course.quiz import Again, Check, Pick, Sitting, quiz_board
from mlops_widgets.course.quiz.showing import say, text, view
from mlops_widgets.course.quiz.sitting import apply
from mlops_widgets.course.quiz.trying import right_picks, wrong_picks
from mlops_widgets.stage.board import History

KEYS = ["drift.what-drifts", "start.ready", "sample.five-kinds"]
SAMPLE = question_set("sample.five-kinds")


@pytest.fixture(autouse=True)
def progress_here(tmp_path, monkeypatch):
    path = tmp_path / "progress.jsonl"
    monkeypatch.setenv("MLOPS_PROGRESS", str(path))
    return path


def done(sitting, right):
    """The actions that answer and check every question, so many of them right."""
    for index, question in enumerate(sitting.asked.questions):
        picks = right_picks(sitting, question) if index < right else wrong_picks(sitting, question)[0]
        yield Pick(question=question.name, picks=list(picks))
        yield Check(question=question.name)


def after(sitting, actions):
    for action in actions:
        sitting = apply(sitting, action)
    return sitting


# What nobody may know yet


def secrets(sitting, question):
    """All that only somebody who has checked may read, and which of it is a number of this try."""
    said = question.model_dump()
    rows = [each for name in ("options", "steps", "pairs", "decoys", "slips") for each in said.get(name, ())]
    words = [question.why.split("{")[0], *(each["because"].split("{")[0] for each in rows)]
    words += [each["misconception"] for each in rows if each.get("misconception")]
    if isinstance(question, Numeric):
        words += [question.formula, question.written("{answer}", dict(sitting.drawn(question).values))]
    return [each for each in words if len(each) > 3]


@pytest.mark.parametrize("key", KEYS)
def test_nothing_of_an_answer_is_sent_before_its_question_is_checked(key):
    sitting = Sitting(question_set(key))
    for action in done(sitting, 2):
        sitting = apply(sitting, action)
        sent = json.dumps([view(sitting), text(sitting)], ensure_ascii=False)
        for shown, question in zip(view(sitting)["questions"], sitting.asked.questions, strict=True):
            own = json.dumps(shown, ensure_ascii=False)
            if question.name in sitting.checked:
                assert question.why.split("{")[0] in sent
                continue
            assert [each for each in secrets(sitting, question) if each in own] == []
            assert set(shown) == {
                "name", "kind", "how", "ask", "unit", "choices", "starts", "picks", "answered", "judged"
            }  # fmt: skip
            assert shown["judged"] is None


@pytest.mark.parametrize("key", KEYS)
def test_the_order_of_what_is_shown_does_not_give_the_answer_away(key):
    asked = question_set(key)
    for question in asked.questions:
        orders = {Sitting(asked, attempt=attempt).drawn(question).order for attempt in range(1, 13)}
        if isinstance(question, Numeric):
            assert orders == {()}
            continue
        assert len(orders) > 1
        if isinstance(question, Ordering):
            assert tuple(each.id for each in question.steps) not in orders
        else:
            places = {
                order.index(each.id) for order in orders for each in getattr(question, "options", ()) if each.right
            }
            assert len(places) != 1, "the right one moves"


def test_what_is_asked_at_a_try_is_the_same_in_every_kernel():
    import subprocess
    import sys

    code = (
        "from mlops_widgets.course.bank import question_set; from mlops_widgets.course.quiz import Sitting\n"
        f"for key in {KEYS}:\n    sitting = Sitting(question_set(key), attempt=3)\n"
        "    print([sitting.drawn(question) for question in sitting.asked.questions])"
    )
    there = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    here = [Sitting(question_set(key), attempt=3) for key in KEYS]
    assert there.splitlines() == [str([each.drawn(question) for question in each.asked.questions]) for each in here]


def test_the_next_try_has_other_numbers():
    first, second = (Sitting(SAMPLE, attempt=attempt).drawn(SAMPLE.question("number")) for attempt in (1, 2))
    assert first.ask != second.ask
    assert first.values != second.values


# What can be done


def test_what_is_checked_stays_until_all_is_tried_again():
    sitting = after(Sitting(SAMPLE), done(Sitting(SAMPLE), 3))
    assert (sitting.complete, sitting.right) == (True, 3)
    with pytest.raises(stage.BoardError, match="the answer to one is checked already, so it stays"):
        apply(sitting, Pick(question="one", picks=[]))
    with pytest.raises(stage.BoardError, match="checked already: go on"):
        apply(sitting, Check(question="one"))
    again = apply(sitting, Again())
    assert (again.attempt, again.checked, dict(again.picks)) == (2, (), {})
    assert again.earlier(1).right == 3
    with pytest.raises(stage.BoardError, match="nothing to try again"):
        apply(again, Again())


@pytest.mark.parametrize(
    ("name", "picks", "sentence"),
    [
        ("one", ["nothing"], "picks must be among what is shown, got 'nothing'"),
        ("none", [], "question must be one of one, some, order, match, number, got 'none'"),
        ("match", ["a:b"], "picks must be start:goal"),
        ("match", ["a"], "picks must be start:goal"),
        ("number", ["1", "2"], "one number .* is wanted"),
        ("number", ["9" * 41], "at most 40 characters"),
        ("order", ["x"], "picks must be among"),
    ],
)
def test_a_pick_that_is_not_offered_gets_a_sentence(name, picks, sentence):
    with pytest.raises(stage.BoardError, match=sentence):
        apply(Sitting(SAMPLE), Pick(question=name, picks=picks))


def test_what_is_not_answered_cannot_be_checked_but_an_order_can():
    for name in ("one", "some", "match", "number"):
        with pytest.raises(stage.BoardError, match=f"{name} cannot be checked yet: .+"):
            apply(Sitting(SAMPLE), Check(question=name))
    typed = apply(Sitting(SAMPLE), Pick(question="number", picks=["about half"]))
    with pytest.raises(stage.BoardError, match=r"a number such as 0.25 is wanted, got 'about half'"):
        apply(typed, Check(question="number"))
    checked = apply(Sitting(SAMPLE), Check(question="order"))
    assert checked.right == 0


@pytest.mark.parametrize("typed", ["{point}", "{comma}", " {comma} ", "{comma} %", "{comma}%", "+{point}"])
def test_a_number_may_be_typed_as_people_type_it(typed):
    question = SAMPLE.question("number")
    sitting = Sitting(SAMPLE)
    answer = f"{sitting.drawn(question).values['answer']:.1f}"
    text_ = typed.format(point=answer, comma=answer.replace(".", ","))
    sitting = after(sitting, [Pick(question="number", picks=[text_]), Check(question="number")])
    assert sitting.right == 1


QUESTIONS = [each.name for each in SAMPLE.questions]
START = Sitting(SAMPLE)
IDS = sorted({each for question in SAMPLE.questions for each in START.drawn(question).order})
some_pick = st.one_of(st.sampled_from(IDS), st.sampled_from([f"{each}:{each}" for each in IDS]), st.text(max_size=5))


def plausible(question):
    """Picks that a page could send."""
    if isinstance(question, Numeric):
        return st.lists(st.decimals(0, 100, places=1).map(str), max_size=1)
    order = START.drawn(question).order
    if isinstance(question, Ordering):
        return st.permutations(order)
    if isinstance(question, Matching):
        goals = st.lists(st.sampled_from(order), min_size=2, max_size=2)
        return goals.map(lambda two: [f"{p.id}:{g}" for p, g in zip(question.pairs, two, strict=True)])
    return st.lists(st.sampled_from(order), unique=True, max_size=1 if question.kind == "single" else None)


some_actions = st.lists(
    st.one_of(
        *(st.builds(Pick, question=st.just(each.name), picks=plausible(each)) for each in SAMPLE.questions),
        *(st.just(Check(question=name)) for name in QUESTIONS),
        st.builds(Pick, question=st.sampled_from([*QUESTIONS, "x"]), picks=st.lists(some_pick, max_size=4)),
        st.just(Again()),
    ),
    max_size=30,
)


@given(some_actions)
def test_whatever_is_done_is_done_or_refused_and_leaves_a_state_that_can_be_shown(actions):
    sitting = Sitting(SAMPLE)
    for action in actions:
        before = replace(sitting, picks=dict(sitting.picks))
        try:
            fresh = apply(sitting, action)
        except stage.BoardError:
            assert sitting == before
            continue
        assert sitting == before, "the state that was is left alone"
        sitting = fresh
        assert set(sitting.checked) <= set(QUESTIONS)
        assert 0 <= sitting.right <= len(sitting.checked) <= len(QUESTIONS)
        assert sitting.attempt == len(sitting.former) + 1
        assert json.dumps(view(sitting))
        assert (view(sitting)["result"] is not None) == sitting.complete
        assert text(sitting).endswith(".")
        assert say(before, sitting).strip()


# What is kept, and what it comes to


def test_a_quiz_is_kept_among_the_progress_and_found_again_by_another_widget(progress_here):
    first = course.Quiz("drift.what-drifts")
    for action in done(first.state, 4):
        first.act(action)
    lines = [json.loads(line) for line in progress_here.read_text("utf-8").splitlines()]
    assert len(lines) == 12
    assert {line["key"] for line in lines} == {"drift.what-drifts"}
    assert {line["board"] for line in lines} == {"course.quiz"}
    again = course.Quiz("drift.what-drifts")
    other = course.Quiz("start.ready")
    assert again.state == first.state
    assert again.answer["view"] == first.answer["view"]
    assert other.state == Sitting(question_set("start.ready"))
    for each in (first, again, other):
        each.close()


def test_where_the_progress_cannot_be_written_the_quiz_works_and_says_so(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("in the way", "utf-8")
    monkeypatch.setenv("MLOPS_PROGRESS", str(tmp_path / "file" / "progress.jsonl"))
    widget = course.Quiz("drift.what-drifts")
    assert "kept only until the kernel ends" in widget.answer["notes"][0]
    for action in done(widget.state, 6):
        widget.act(action)
    assert widget.state.right == 6
    widget.close()


def test_a_pick_can_be_taken_back_and_a_check_cannot():
    history = History(quiz_board(SAMPLE))
    right = list(right_picks(history.state, SAMPLE.questions[0]))
    history = history.act(Pick(question="one", picks=right).model_dump())
    assert not history.act({"kind": "undo"}).state.picks
    history = history.act(Check(question="one").model_dump())
    assert not history.can_undo


def test_a_score_is_that_of_the_last_finished_try():
    key = "drift.what-drifts"
    start = Sitting(question_set(key))
    first = [each.model_dump() for each in done(start, 4)]
    assert course.score(key, []) == course.Score(0, 6, 0, ())
    assert course.score(key, first[:1]) == course.Score(0, 6, 0, ())
    assert course.score(key, first[:2]) == course.Score(1, 6, 1, (), checked=1)
    assert course.score(key, first) == course.Score(4, 6, 1, ("K01", "K07", "K08", "J01", "K03", "K13"), checked=6)
    again = [*first, {"kind": "again"}]
    assert course.score(key, again) == course.Score(4, 6, 1, ("K01", "K07", "K08", "J01", "K03", "K13"), checked=6)
    second = after(start, done(start, 4)).begin_again()
    one_more = [each.model_dump() for each in done(second, 6)]
    assert course.score(key, [*again, *one_more[:2]]).attempts == 2
    assert course.score(key, [*again, *one_more[:2]]).right == 4
    assert course.score(key, [*again, *one_more]) == course.Score(6, 6, 2, (), checked=6, attempt=2)
    assert course.score(key, [{"kind": "nonsense"}, *first, {"kind": "undo"}]).right == 4


def test_the_result_names_what_to_look_at_again_and_where_to_go():
    start = Sitting(question_set("start.ready"))
    for right, where in ((2, "Read `00_start` first"), (8, "You can leave out `00_start`")):
        result = view(after(start, done(start, right)))["result"]
        assert result["value"] == f"{right} of 8"
        assert len(result["revisit"]) == 8 - right
        assert result["advice"].startswith(where)


def test_an_unknown_quiz_names_those_there_are():
    with pytest.raises(KeyError, match=r"no quiz 'drift': there are .*start.ready"):
        course.Quiz("drift")


def test_the_inventory_is_no_quiz():
    with pytest.raises(KeyError, match=r"is no quiz: course.Inventory\(\)"):
        course.Quiz("inventory.concepts")
