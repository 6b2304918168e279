"""Is a result veiled until one has guessed, and never held up? In real JupyterLab, with real keys."""

from __future__ import annotations

from pathlib import Path

import pytest

from mlops_widgets import course

pytestmark = pytest.mark.browser

PICTURES = Path("build/browser")
ASK = """
from mlops_widgets import course
import pandas as pd
course.Predict(
    "{key}", "How many of the storms will the detector find?",
    answer={answer}, truth={truth},
    reveal=lambda: pd.DataFrame({{"found": [5]}}),
)
"""
NUMBER = {"answer": 'course.Number(0, 8, unit="storms")', "truth": "5"}
WORDS = {"answer": '["none", "some", "all of them"]', "truth": '"some"'}


@pytest.fixture
def cell(learner):
    """A cell that asks, in a kernel that keeps progress for this test alone."""

    def write(key="guess", **parts):
        return f"import os\nos.environ['MLOPS_PROGRESS'] = {str(learner / 'progress.jsonl')!r}\n" + ASK.format(
            key=key, **(parts or NUMBER)
        )

    return write


def said(card, words):
    """Wait until these words stand on the card, not only in what is read aloud."""
    card.locator(f".verdict:has-text('{words}'), h3:has-text('{words}')").first.wait_for()


def frame(opened):
    return opened.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) table.dataframe")


def test_a_guess_by_keyboard_alone_lifts_the_veil_and_is_kept(notebook, cell):
    opened = notebook(cell(), "'after'")
    opened.run(0)
    page, card = opened.page, opened.player(0)
    said(card, "Before you look")
    assert frame(opened).count() == 1
    assert not frame(opened).is_visible()
    card.locator("input").focus()
    page.keyboard.type("7")
    page.keyboard.press("Enter")
    said(card, "You said 7 storms. It is 5 storms.")
    frame(opened).wait_for()
    assert page.evaluate("() => document.activeElement.textContent") == "Guess again"
    opened.run(0)  # what was said comes back, and nothing is veiled
    said(opened.player(0), "You said 7 storms. It is 5 storms.")
    frame(opened).wait_for()
    opened.player(0).get_by_role("button", name="Guess again").press("Enter")
    said(opened.player(0), "Before you look")
    frame(opened).wait_for(state="hidden")
    assert page.evaluate("() => document.activeElement.tagName") == "INPUT"


def test_run_all_neither_waits_for_an_answer_nor_shows_the_result(notebook, cell):
    opened = notebook(cell("one"), cell("two", **WORDS), "print('the end was reached')")
    opened.page.evaluate("async () => { await jupyterapp.commands.execute('notebook:run-all-cells'); }")
    opened.page.get_by_text("the end was reached", exact=True).wait_for()
    for index in (0, 1):
        said(opened.player(index), "Before you look")
    assert frame(opened).count() == 2
    assert not [each for each in frame(opened).all() if each.is_visible()]
    card = opened.player(1)
    card.get_by_label("some").focus()
    opened.page.keyboard.press("Space")
    card.get_by_role("button", name="This is my guess").press("Enter")
    said(card, "You said “some”. It is “some”.")
    assert [each.is_visible() for each in frame(opened).all()] == [False, True]
    assert opened.python("print(len(course.progress.mine().entries()))").strip() == "1"


def test_show_me_anyway_is_offered_and_kept(notebook, cell):
    opened = notebook(cell())
    opened.run(0)
    opened.player(0).get_by_role("button", name="Show me anyway").press("Enter")
    said(opened.player(0), "You looked without a guess.")
    frame(opened).wait_for()
    kept = "print([each['action'] for each in course.progress.mine().entries()])"
    assert opened.python(kept).strip() == "[{'kind': 'peek'}]"


@pytest.mark.slow
def test_without_a_kernel_an_unanswered_question_keeps_its_veil_and_an_answered_one_none(notebook, cell):
    opened = notebook(cell("one"), cell("two"))
    for index in (0, 1):
        opened.run(index)
        said(opened.player(index), "Before you look")
    opened.player(1).locator("input").fill("7")
    opened.player(1).get_by_role("button", name="This is my guess").press("Enter")
    said(opened.player(1), "You said 7 storms. It is 5 storms.")
    opened.run(1)
    opened.save()
    opened.shut_down()
    opened.reload()
    opened.page.get_by_text("re-run its cell").first.wait_for()
    frame(opened).nth(1).wait_for()
    assert [each.is_visible() for each in frame(opened).all()] == [False, True]
    opened.page.evaluate("() => document.getAnimations().forEach(each => each.finish())")
    # The veil that the output brought would now have lifted by itself.
    assert [each.is_visible() for each in frame(opened).all()] == [False, True]


def test_two_questions_in_one_cell_open_one_after_the_other(notebook, cell):
    ask = cell("one").replace("course.Predict", "display(course.Predict") + ")\n"
    second = ask.replace('"one"', '"two"').partition("display(")
    opened = notebook(ask.rstrip() + "\n" + "".join(second[1:]))
    opened.run(0)
    cell_ = opened.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Cell").first
    cards = cell_.locator(".mlops-player.predict")
    cards.first.locator("h3:has-text('Before you look')").wait_for()
    cards.nth(1).wait_for(state="attached")
    assert not cards.nth(1).is_visible()
    for at in (0, 1):
        cards.nth(at).locator("input").fill("5")
        cards.nth(at).get_by_role("button", name="This is my guess").press("Enter")
        frame(opened).nth(at).wait_for()
        assert [each.is_visible() for each in frame(opened).all()] == [True, at == 1]


def test_an_error_in_the_reveal_is_not_veiled(notebook, cell):
    opened = notebook(cell().replace('pd.DataFrame({"found": [5]})', "1 / 0"))
    opened.run(0)
    said(opened.player(0), "Before you look")
    assert opened.page.get_by_text("ZeroDivisionError").first.is_visible()


@pytest.mark.parametrize("theme", [pytest.param("JupyterLab Light", marks=pytest.mark.slow), "JupyterLab Dark"])
def test_it_can_be_read_in_both_themes(notebook, cell, theme):
    opened = notebook(cell("one"), cell("two", **WORDS))
    opened.theme(theme)
    opened.run(0)
    opened.run(1)
    opened.player(1).get_by_label("some").check()
    PICTURES.mkdir(parents=True, exist_ok=True)
    name = f"predict-{theme.rpartition(' ')[2].lower()}"
    opened.page.screenshot(path=PICTURES / f"{name}-asked.png")
    opened.player(0).locator("input").fill("3,5")
    opened.player(0).get_by_role("button", name="This is my guess").click()
    said(opened.player(0), "You said 3.5 storms.")
    frame(opened).first.wait_for()
    opened.page.screenshot(path=PICTURES / f"{name}-answered.png")
    opened.theme("JupyterLab Light")


def test_a_number_out_of_bounds_is_asked_for_again_and_stays(page, show):
    widget = show(lambda: course.Predict("g", "How many?", answer=course.Number(0, 8), reveal=None).widget())
    page.fill("input", "12")
    page.click("button:has-text('This is my guess')")
    assert page.eval_on_selector("input", "node => node.validationMessage") == "A number from 0 to 8, please."
    assert page.input_value("input") == "12"
    page.fill("input", "lots")
    page.click("button:has-text('This is my guess')")
    assert widget.state.given is None
    page.fill("input", "2,5")
    page.keyboard.press("Enter")
    said(page, "You said 2.5.")
    assert widget.state.given == 2.5
