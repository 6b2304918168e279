"""A prediction never holds up the computation, keeps what was said, and tells the page no truth before its time."""

import json
import sys

import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from mlops_widgets import stage
from mlops_widgets.course import Number, Predict
from mlops_widgets.course.predict import Question, board
from mlops_widgets.course.progress import mine

FOUND = Question("How many storms will it find?", Number(0, 8, unit="storms"), 5)
LATE = Question("Does lateness rise?", ("it rises", "it falls"), "it falls")
SOON = Question("When?", ("soon", "late"))
SHARE = Question("How much?", Number(0, 100, unit="%"))


@pytest.fixture(autouse=True)
def shell():
    """Display goes through IPython, as in a notebook."""
    yield InteractiveShell.instance()
    InteractiveShell.clear_instance()


def shown(predict):
    with capture_output() as caught:
        predict._ipython_display_()
    return caught.outputs, caught.stdout


def test_the_reveal_runs_at_once_and_comes_after_the_card():
    def reveal():
        sys.stdout.write("ran\n")
        return "forty-two"

    outputs, said = shown(Predict("a", "How much?", answer=Number(0, 9), reveal=reveal))
    assert said == "ran\n"
    veil, card, revealed = [each.data for each in outputs]
    assert "mlops-veil" in veil["text/html"]
    assert card["text/plain"] == "Prediction: How much? Not answered yet."
    assert "application/vnd.jupyter.widget-view+json" in card
    assert revealed["text/plain"] == "forty-two"


@pytest.mark.parametrize("deed", [{"kind": "peek"}, {"kind": "answer", "value": 3}])
def test_once_it_was_answered_or_looked_at_there_is_no_veil(deed):
    predict = Predict("a", "How much?", answer=Number(0, 9), reveal="it")
    predict.widget().act(deed)
    card, revealed = [each.data for each in shown(predict)[0]]
    assert "mlops-veil" not in str(card)
    assert revealed["text/plain"] == "it"


def test_a_reveal_that_displays_by_itself_adds_nothing():
    assert len(shown(Predict("a", "How much?", answer=Number(0, 9), reveal=lambda: None))[0]) == 2


def test_what_was_said_is_in_the_learners_progress_and_comes_back():
    Predict("a", FOUND.says, answer=FOUND.answers, reveal=None).widget().act({"kind": "answer", "value": 7})
    (entry,) = mine().entries()
    assert (entry["key"], entry["board"], entry["action"]) == ("a", "course.predict", {"kind": "answer", "value": 7})
    assert Predict("a", FOUND.says, answer=FOUND.answers, reveal=None).widget().state.given == 7
    assert Predict("b", FOUND.says, answer=FOUND.answers, reveal=None).widget().state.given is None


@pytest.mark.parametrize(("question", "value"), [(FOUND, 3), (LATE, "it rises")])
def test_the_page_hears_no_truth_before_there_is_an_answer(question, value):
    closed = board(question)
    before = json.dumps(closed.view(closed.State()) | {"answers": []})
    assert "It is" not in before
    assert "falls" not in before
    said = dict(closed.view(closed.play([{"kind": "answer", "value": value}])))["verdict"]
    assert "It is" in said[1][0]


@pytest.mark.parametrize(
    ("question", "actions", "words"),
    [
        (FOUND, [{"kind": "answer", "value": 7}], "You said 7 storms. It is 5 storms."),
        (FOUND, [{"kind": "answer", "value": 5.0}], "You said 5 storms. It is 5 storms."),
        (FOUND, [{"kind": "peek"}], "You looked without a guess. It is 5 storms."),
        (LATE, [{"kind": "answer", "value": "it rises"}], "You said “it rises”. It is “it falls”."),
        (LATE, [{"kind": "peek"}, {"kind": "again"}], "Not answered yet."),
        (SOON, [{"kind": "answer", "value": "soon"}], "You said “soon”. The result is below."),
        (SHARE, [{"kind": "answer", "value": 12.5}], "You said 12.5\u202f%. The"),
    ],
)  # fmt: skip
def test_what_was_said_stands_beside_what_is(question, actions, words):
    asked = board(question)
    assert asked.text(asked.play(actions)).startswith(f"Prediction: {question.says} {words}")


@pytest.mark.parametrize(
    ("question", "value", "words"),
    [(FOUND, 9, "from 0 to 8, got 9"), (FOUND, "five", "got 'five'"), (FOUND, True, "cannot be True"),
     (LATE, "neither", "one of 'it rises', 'it falls', got 'neither'"), (LATE, 3, "got 3")],
)  # fmt: skip
def test_what_is_no_answer_gets_a_sentence(question, value, words):
    with pytest.raises(stage.BoardError, match=words):
        board(question).play([{"kind": "answer", "value": value}])


@pytest.mark.parametrize(
    ("options", "words"),
    [({"answer": ["only"]}, "two or more different"), ({"answer": "aa"}, "two or more different"),
     ({"answer": ["a", "b"], "truth": "c"}, "one of 'a', 'b'"), ({"answer": Number(0, 1), "truth": "c"}, "got 'c'"),
     ({"answer": Number(0, 1), "truth": lambda: float("nan")}, "got nan")],
)  # fmt: skip
def test_an_author_s_slip_is_told_when_the_cell_runs(options, words):
    with pytest.raises(stage.BoardError, match=words):
        Predict("a", "What?", reveal=None, **options)


def test_a_truth_beyond_the_bounds_is_shown_as_it_is():
    asked = board(Question("How many?", Number(0, 8), 11))
    assert "It is 11." in asked.text(asked.play([{"kind": "answer", "value": 8}]))


@pytest.mark.parametrize("bounds", [(3, 3), (4, 1), (0, float("inf"))])
def test_a_number_needs_room(bounds):
    with pytest.raises(stage.BoardError, match="low must lie below"):
        Number(*bounds)


def test_a_guess_that_reads_like_the_truth_has_met_it():
    asked = board(Question("How much?", Number(0, 1), 0.1 + 0.2))
    assert asked.view(asked.play([{"kind": "answer", "value": 0.3}]))["verdict"][1] == [" It is 0.3.", "good"]
