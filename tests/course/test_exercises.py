"""Every exercise keeps the same promises: its reference passes, each wrong answer fails for its own reason."""

import ast

import pytest

from mlops_widgets import course
from mlops_widgets.course.exercise import UNTOUCHED

EXERCISES = course.exercises()
every_exercise = pytest.mark.parametrize("key", EXERCISES)
every_wrong = pytest.mark.parametrize(
    ("key", "reason"), [(key, reason) for key, each in EXERCISES.items() for reason in each.wrong]
)


def value(lines):
    """What the last statement of the lines leaves: the value assigned, or the class or function defined."""
    space = {}
    exec(compile(lines, "<exercise>", "exec"), space)
    last = ast.parse(lines).body[-1]
    return space[last.targets[0].id if isinstance(last, ast.Assign) else last.name]


def test_there_is_something_to_keep_the_promises():
    assert {"drift.window", "drift.patient"} <= set(EXERCISES)


@every_exercise
def test_the_reference_passes_and_is_explained(key):
    result = course.check(key, value(EXERCISES[key].solution))
    assert result.passed, result
    assert result.reason == ""
    assert (result.solution, result.why) == (EXERCISES[key].solution, EXERCISES[key].why)
    assert len(result.why.split()) >= 20


@every_wrong
def test_each_plausible_wrong_answer_fails_for_its_own_reason(key, reason):
    result = course.check(key, value(EXERCISES[key].wrong[reason]))
    assert (result.passed, result.reason) == (False, reason)


@every_exercise
def test_there_are_at_least_three_plausible_wrong_answers(key):
    assert len(EXERCISES[key].wrong) >= 3
    assert UNTOUCHED not in EXERCISES[key].wrong


@every_wrong
def test_no_hint_calls_an_answer_wrong_or_gives_the_solution_away(key, reason):
    sentence = course.check(key, value(EXERCISES[key].wrong[reason])).sentence
    assert sentence[0].isupper() or sentence.startswith("my_")
    assert sentence[-1] in ".?" or reason == "raised"  # which ends with the learner's own line
    assert "wrong" not in sentence.lower()
    assert EXERCISES[key].solution not in sentence


@every_exercise
def test_whatever_is_handed_in_gets_a_sentence_and_never_an_error(key):
    for answer in (None, ..., "", [], {}, 3, -1e300, float("nan"), object(), type, print, int):
        result = course.check(key, answer)
        assert not result.passed, answer
        assert result.reason, answer
        assert result.sentence, answer
