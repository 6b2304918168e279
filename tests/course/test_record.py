"""The record says what the log holds of each notebook, and that nobody checked it; it asks for nothing elsewhere."""

import subprocess
import sys

import pytest

from mlops_widgets import course
from mlops_widgets.course.catalogue import Task
from mlops_widgets.course.predict import Question, board
from mlops_widgets.course.progress import kept, mine
from mlops_widgets.course.quiz.sitting import Check
from mlops_widgets.course.quiz.trying import right_picks
from mlops_widgets.course.record import Done, done

DRIFT = "07_drift/1_what_drifts.ipynb"
ASKED = board(Question("How many?", course.Number(0, 8)))


def guess(key, *actions):
    card = kept(ASKED, key)
    for action in actions:
        card.act(action)
    card.close()


def take(quiz, questions):
    """Check the first questions of a quiz, all of them right."""
    widget = course.Quiz(quiz)
    for question in widget.state.asked.questions[:questions]:
        widget.act({"kind": "pick", "question": question.name, "picks": list(right_picks(widget.state, question))})
        widget.act(Check(question=question.name))
    widget.close()


def test_a_notebook_tells_its_tasks_in_their_order():
    (drift,) = [each for each in course.catalogue() if each.path == DRIFT]
    assert drift.tasks == (
        Task("Predict", "what-drifts.found"),
        Task("Predict", "what-drifts.shortest"),
        Task("Predict", "what-drifts.doubled"),
        Task("Predict", "what-drifts.noise"),
        Task("check", "drift.window"),
        Task("check", "drift.patient"),
        Task("Quiz", "drift.what-drifts"),
    )


def test_nothing_done_is_a_share_of_nothing():
    assert course.standing()[DRIFT] == 0
    assert "index.ipynb" not in course.standing()  # it asks for nothing


def test_the_inventory_is_half_done_until_it_is_sat_again():
    widget = course.Inventory()
    for half, kind in ((1, "hand-in"), (1, "sit-again"), (2, "hand-in")):
        widget.act({"kind": kind})
        assert course.standing()["inventory.ipynb"] == half / 2
    assert "Inventory inventory.concepts: sat before and after the course" in str(course.record())


def test_each_task_counts_alike_and_a_quiz_by_its_questions():
    guess("what-drifts.found", {"kind": "answer", "value": 7})
    course.check("drift.window", 168)
    assert course.standing()[DRIFT] == pytest.approx(1 / 7)
    course.check("drift.window", 96)
    take("drift.what-drifts", 3)
    assert course.standing()[DRIFT] == pytest.approx((1 + 1 + 1 / 2) / 7)


def test_all_done_is_one_and_the_map_says_so():
    for key in ("found", "shortest", "doubled", "noise"):
        guess(f"what-drifts.{key}", {"kind": "peek"})
    course.check("drift.window", 96)
    mine().add(check="drift.patient", passed=True, answer="mine")
    take("drift.what-drifts", 6)
    assert course.standing()[DRIFT] == 1
    assert "What drifts? (45 min, done · " in str(course.map())
    assert "done" not in str(course.map({})).partition("What drifts? (")[2].partition(")")[0]


@pytest.mark.parametrize(
    ("actions", "says"),
    [([{"kind": "answer", "value": 7}], "guessed 7"), ([{"kind": "peek"}], "looked without a guess"),
     ([{"kind": "answer", "value": 7}, {"kind": "again"}, {"kind": "answer", "value": 5}], "guessed 7"),
     ([{"kind": "peek"}, {"kind": "again"}, {"kind": "answer", "value": 5}], "looked without a guess"),
     ([{"kind": "again"}], "")],
)  # fmt: skip
def test_of_a_prediction_counts_what_was_said_before_anything_was_seen(actions, says):
    guess("a", *actions)
    assert done(mine().entries())[Task("Predict", "a")].says == says


def test_an_exercise_tells_its_tries():
    for window in (168, 36, 36):
        course.check("drift.window", window)
    assert done(mine().entries())[Task("check", "drift.window")] == Done(0.0, "tried 2 times, not passed yet")
    course.check("drift.window", 96)
    course.check("drift.window", 36)  # later doubts take nothing back
    assert done(mine().entries())[Task("check", "drift.window")] == Done(1.0, "passed at try 3")


def test_what_nobody_knows_any_more_is_passed_over():
    mine().add(board="course.quiz", key="gone.quiz", action={"kind": "check", "question": "a"})
    mine().add(board="drift.points", key="x", action={})
    mine().add(note="anything")
    assert done(mine().entries()) == {}


def test_the_record_says_what_was_done_and_that_nobody_checked_it():
    course.check("drift.window", 96)
    take("drift.what-drifts", 6)
    said = str(course.record())
    assert "Self-reported" in said
    assert "checked by nobody" in said
    assert "Exercise drift.window: passed at try 1" in said
    assert "Quiz drift.what-drifts: 6 of 6 right" in said
    assert "Prediction what-drifts.found: –" in said
    assert "2 of " in course.record().html


def test_a_saved_record_is_one_page_that_asks_for_nothing(tmp_path):
    mine().add(check="drift.window", passed=True, answer="<script>alert(1)</script>")
    path = course.record().save(tmp_path / "record.html")
    page = path.read_text("utf-8")
    assert page.startswith("<!doctype html>")
    assert "default-src 'none'" in page
    assert "<script" not in page
    assert "http" not in page.replace("http-equiv", "")


def test_a_broken_line_of_the_log_is_told_in_the_record(learner):
    (learner / "progress.jsonl").write_text('{"check": "drift.window", "passed": true}\n{"check', encoding="utf-8")
    assert "Line 2 of" in str(course.record())
    assert "Line 2 of" in course.record().html


def test_the_command_writes_it(learner, tmp_path):
    course.check("drift.window", 96)
    command = [sys.executable, "-m", "mlops_widgets.course", "record", str(tmp_path / "mine.html")]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == str(tmp_path / "mine.html")
    assert "passed at try 1" in (tmp_path / "mine.html").read_text("utf-8")
