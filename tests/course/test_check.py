"""A check never raises, counts what is a try, and opens the solution after two."""

import subprocess
import sys
from importlib import import_module

import pytest
from IPython.core.interactiveshell import InteractiveShell

from mlops_widgets import course
from mlops_widgets.course import exercise as _exercise
from mlops_widgets.course.progress import mine


def test_an_untouched_answer_gets_a_hint_and_is_no_try():
    result = course.check("drift.window", 48)
    assert (result.passed, result.reason, result.attempts) == (False, "untouched", 0)
    assert repr(result).startswith("Your turn. A window of 48 raises ")
    assert mine().entries() == ()


def test_the_same_answer_again_is_no_second_try():
    for _ in range(3):
        result = course.check("drift.window", 168)
    assert (result.attempts, result.solution) == (1, "")
    assert len(mine().entries()) == 1


def test_after_two_different_tries_the_explained_solution_may_be_opened():
    assert course.check("drift.window", 168).solution == ""
    result = course.check("drift.window", 36)
    assert (result.attempts, result.solution) == (2, "my_window = 96")
    assert "Show the explained solution" in result._repr_html_()
    assert course.check("drift.window", 48).solution == ""  # put back, it hides again


def test_tries_are_those_of_this_exercise_and_of_every_kernel():
    course.check("drift.patient", 3)
    course.check("drift.window", 168)
    code = "from mlops_widgets import course; course.check('drift.window', 36)"
    subprocess.run([sys.executable, "-c", code], check=True)
    assert course.check("drift.window", 168).attempts == 2


CLASS = """
class Patient:
    drift_detected = False

    def update(self, x):
        self.drift_detected = x > {level}
"""


def test_of_a_class_in_a_notebook_each_version_is_a_try_and_two_open_the_solution():
    shell = InteractiveShell.instance()
    try:
        for number, level in enumerate((0.1, 0.2, 0.2, 0.3), start=1):
            shell.run_cell(CLASS.format(level=level), store_history=True)
            result = course.check("drift.patient", shell.user_ns["Patient"])
            assert result.reason == "elsewhere"
            assert result.attempts == (1, 2, 2, 3)[number - 1]
            assert bool(result.solution) is (number > 1)
    finally:
        InteractiveShell.clear_instance()


class Unshowable:
    def __repr__(self):
        return self.nothing


def test_the_same_object_made_again_is_no_second_try_and_what_cannot_show_itself_is_one():
    for answer in (object(), object()):
        assert course.check("drift.window", answer).attempts == 1
    assert course.check("start.split", Unshowable()).reason


@pytest.mark.parametrize(
    "broken", ['{"check": "drift.window"}', '{"check": "drift.window", "passed": 1, "answer": [1]}']
)
def test_a_line_of_the_log_that_says_too_little_is_passed_over(learner, broken):
    (learner / "progress.jsonl").write_text(broken + "\n", encoding="utf-8")
    assert course.check("drift.window", 168).attempts == 1
    assert course.standing()
    assert str(course.record())


def test_where_tries_cannot_be_kept_the_check_says_so(learner, monkeypatch):
    (learner / "file").write_text("in the way", encoding="utf-8")
    monkeypatch.setenv("MLOPS_PROGRESS", str(learner / "file" / "progress.jsonl"))
    result = course.check("drift.window", 168)
    assert "kept only until the kernel ends" in repr(result)
    assert "kept only until the kernel ends" in result._repr_html_()


def test_what_a_learners_code_raises_is_a_sentence_with_its_line():
    class Patient:
        drift_detected = False

        def update(self, x):
            return x / 0

    result = course.check("drift.patient", Patient)
    assert result.reason == "raised"
    assert "ZeroDivisionError" in result.sentence
    assert "return x / 0" in result.sentence


def test_what_never_comes_back_is_stopped():
    class Patient:
        drift_detected = False

        def update(self, x):
            while True:
                pass

    result = course.check("drift.patient", Patient)
    assert result.reason == "raised"
    assert "did not come back within 2 s" in result.sentence


def test_an_unknown_exercise_is_named_with_those_there_are():
    with pytest.raises(KeyError, match=r"no exercise 'drift.widow': there are .*drift.window"):
        course.check("drift.widow", 3)


def test_what_it_shows_is_escaped():
    result = course.Result(passed=False, sentence="<script>alert(1)</script>", reason="x")
    assert "<script" not in result._repr_html_()


def test_a_look_that_fails_itself_is_still_a_sentence(monkeypatch):
    def look(answer):
        raise RuntimeError("no data")

    broken = course.Exercise(look=look, solution="", why="")
    monkeypatch.setitem(course.check.__globals__, "exercise", lambda key: broken)
    result = course.check("any", 3)
    assert result.sentence == "Looking at it ended in RuntimeError: no data."


def test_an_exercise_module_must_hold_an_exercise(monkeypatch):
    monkeypatch.setattr(_exercise, "_modules", lambda: {"a.b": "mlops_widgets.course.practice.drift"})
    monkeypatch.setattr(import_module("mlops_widgets.course.practice.drift"), "exercise", 3, raising=False)
    with pytest.raises(TypeError, match="must be an Exercise, got 3"):
        _exercise.exercise("a.b")
