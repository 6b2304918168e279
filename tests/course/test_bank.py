"""Is every question fair? What is right passes, what is wrong fails for its own reason, and a flawed file says so."""

import json
import re

import pytest

from mlops_widgets.course.bank import Numeric, question_set, question_sets, read
from mlops_widgets.course.quiz import Sitting
from mlops_widgets.course.quiz.answering import complaint, judge
from mlops_widgets.course.quiz.trying import right_picks, wrong_picks

SETS = question_sets()
QUESTIONS = [
    pytest.param(each, question, id=f"{key}:{question.name}")
    for key, each in SETS.items()
    for question in each.questions
]
every_question = pytest.mark.parametrize(("asked", "question"), QUESTIONS)


def judged(sitting, question, picks):
    drawn = sitting.drawn(question)
    assert complaint(question, drawn, picks, done=True) == ""
    return judge(question, drawn, picks)


def test_there_are_quizzes_and_all_five_kinds_occur_in_the_first():
    assert {"drift.what-drifts", "start.ready", "inventory.concepts", "sample.five-kinds"} <= set(SETS)
    kinds = {each.kind for each in SETS["drift.what-drifts"].questions}
    assert kinds == {"single", "multiple", "ordering", "matching", "numeric"}
    assert [len(SETS[key].questions) for key in ("drift.what-drifts", "start.ready", "inventory.concepts")] == [
        6,
        8,
        12,
    ]


@every_question
def test_the_right_answer_passes_and_each_wrong_one_fails_for_its_own_reason(asked, question):
    sitting = Sitting(asked)
    assert judged(sitting, question, right_picks(sitting, question)).right
    wrong, reasons = wrong_picks(sitting, question), []
    assert len(wrong) >= 1
    for picks in wrong:
        found = judged(sitting, question, picks)
        assert not found.right, picks
        assert [row for row in found.rows if row.tone == "warn" or row.tag == "right"], "nothing says what is wrong"
        reasons.append(tuple((row.says, row.because, row.tone, row.tag) for row in found.rows))
    assert len(set(reasons)) == len(reasons)


@every_question
def test_no_reason_is_given_twice_in_a_question(asked, question):
    said = re.findall(r'"because": "(.*?)(?<!\\)"', json.dumps(question.model_dump(), ensure_ascii=False))
    assert len(set(said)) == len(said), asked.key
    for words in (question.ask, question.why, *said):
        assert words[-1] in ".?", words
        assert words.count("`") % 2 == 0, words


@every_question
def test_a_right_option_is_not_known_by_its_length(asked, question):
    if question.kind != "single":
        assert question.kind in {"multiple", "ordering", "matching", "numeric"}, asked.key
        return
    lengths = {option.right: [] for option in question.options}
    for option in question.options:
        lengths[option.right].append(len(option.says))
    assert lengths[True][0] <= 1.6 * max(lengths[False])


NUMERIC = [each for each in QUESTIONS if isinstance(each.values[1], Numeric)]


@pytest.mark.parametrize(("asked", "question"), NUMERIC)
def test_a_formula_holds_for_two_hundred_draws_and_no_slip_is_taken_for_it(asked, question):
    seen: list[str] = []
    for attempt in range(1, 201):
        sitting = Sitting(asked, attempt=attempt)
        seen.append(sitting.drawn(question).ask)
        if seen[-1] in seen[:-1]:
            continue
        assert judged(sitting, question, right_picks(sitting, question)).right
        values = dict(sitting.drawn(question).values)
        shown = f"{values['answer']:.{question.digits}f}"
        assert question.accepts(float(shown), values["answer"])
        assert abs(values["answer"]) < 1000, "1,000 would be read as 1"
        assert "{" not in sitting.drawn(question).ask
        for picks, slip in zip(wrong_picks(sitting, question), question.slips, strict=True):
            found = judged(sitting, question, picks)
            assert not found.right, (slip.misconception, values)
            assert found.rows[0].because == question.written(slip.because, values), slip.misconception
    size = len(set(seen))
    assert size >= 12, f"only {size} different questions in 200 tries: declare more values, or a second variable"
    assert all(len(set(seen[i : i + size])) == size for i in range(200 - size))


def test_of_shares_that_did_not_move_the_index_is_zero_and_of_a_known_case_known():
    question = question_set("drift.what-drifts").question("index")
    worked = question.worked_out({"p": 0.5, "q": 0.2})
    assert worked["answer"] == pytest.approx(0.3 * 0.9162907 + 0.3 * 0.4700036, abs=1e-6)
    assert question.worked_out({"p": 0.3, "q": 0.3})["answer"] == 0


def test_of_flights_warned_of_the_share_of_late_ones_is_that_of_bayes():
    question = question_set("start.ready").question("flagged")
    worked = question.worked_out({"late": 10, "hit": 90, "wrong": 10})
    assert worked["answer"] == pytest.approx(50)
    assert (worked["late_warned"], worked["other_warned"]) == (180, 180)


def test_every_score_of_a_quiz_with_advice_has_its_sentence():
    for asked in SETS.values():
        said = [asked.advised(right) for right in range(len(asked.questions) + 1)]
        assert all(said) or not asked.advice, asked.key
    assert "00_start" in SETS["start.ready"].advised(0)
    assert "leave out" in SETS["start.ready"].advised(8)


SOUND = """
[words]
title = "Words"
about = "a test"
[[words.questions]]
name = "one"
kind = "single"
topics = ["K01"]
subject = "one"
ask = "Which?"
why = "So."
[[words.questions.options]]
says = "this"
right = true
because = "Yes."
[[words.questions.options]]
says = "that"
misconception = "other"
because = "No."
"""
NUMBER = """
[words]
title = "Words"
about = "a test"
[[words.questions]]
name = "one"
kind = "numeric"
topics = ["K01"]
subject = "one"
ask = "How much is {a}?"
why = "So."
formula = "a + 1"
absolute = 0.1
[words.questions.variables]
a = { among = [1, 2] }
"""
FLAWS = {
    "no right one": (SOUND, "right = true", 'misconception = "some"', "options must hold one with right"),
    "unnamed": (SOUND, 'misconception = "other"\n', "", "misconception must be named where right is not true"),
    "no reason": (SOUND, 'because = "No."', "", "options.1.because must be given, got nothing: add it"),
    "strange field": (SOUND, "subject =", "object =", "object is no field there, got 'one'"),
    "no such kind": (SOUND, '"single"', '"guess"', "kind must be single, .* or numeric, got 'guess': choose one"),
    "no such topic": (SOUND, "K01", "drift", "topics.0 must be .*got 'drift': change it"),
    "twice": (SOUND, '"that"', '"this"', "options must differ from each other, got 'this' twice"),
    "unknown letter": (NUMBER, "a + 1", "b + 1", r"must be arithmetic .* got 'b \+ 1' \('b' is not defined"),
    "not arithmetic": (NUMBER, "a + 1", "().__class__", r"must be arithmetic .* got '\(\).__class__'"),
    "for ever": (NUMBER, "a + 1", "9**9**9**9", r"must be arithmetic"),
    "no number": (NUMBER, "a + 1", "1 / (a - 1)", r"must be arithmetic .*division by zero"),
    "unknown in words": (NUMBER, "{a}", "{b}", r"may hold \{a\}, \{answer\}, got 'How much is \{b\}\?'"),
    "two tolerances": (NUMBER, "absolute", "relative = 0.1\nabsolute", "absolute or relative must be given"),
    "no tolerance": (NUMBER, "absolute = 0.1", "", "absolute or relative must be given"),
    "no length": (NUMBER, "among = [1, 2]", "among = [1]", r"variables.a.among must .*got \[1\]: change it"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "old", "new", "sentence"), FLAWS.values(), ids=FLAWS)
def test_a_flaw_in_a_file_is_a_sentence_with_file_quiz_question_and_field(tmp_path, text, old, new, sentence):
    path = tmp_path / "demo.toml"
    path.write_text(text, "utf-8")
    assert list(read(path)) == ["demo.words"]
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(ValueError, match=f"^demo.toml, demo.words, question 'one': .*{sentence}"):
        read(path)


def test_a_file_that_is_no_toml_or_no_quiz_is_named(tmp_path):
    path = tmp_path / "demo.toml"
    for text, sentence in (("[", "demo.toml must be TOML"), ("words = 3", "demo.toml, demo.words: ")):
        path.write_text(text, "utf-8")
        with pytest.raises(ValueError, match=f"^{sentence}"):
            read(path)


def test_a_quiz_of_an_unknown_key_names_those_there_are():
    with pytest.raises(KeyError, match=r"there is no quiz 'drift.nothing': there are .*drift.what-drifts"):
        question_set("drift.nothing")
