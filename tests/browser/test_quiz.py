"""Can a quiz be taken by keyboard alone, is nothing known too early, and is it all there again tomorrow?"""

from __future__ import annotations

from pathlib import Path

import bridge
import pytest
from playing import drawn

from mlops_widgets import course
from mlops_widgets.course.bank import question_set
from mlops_widgets.course.quiz import quiz_board
from mlops_widgets.course.quiz.trying import right_picks, wrong_picks

pytestmark = pytest.mark.browser

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
PICTURES = Path("build/browser")
FOCUS = """() => { const n = document.activeElement;
    return n.getAttribute('aria-label') || n.closest('label')?.innerText.trim() || n.innerText.trim() || n.tagName; }"""
GRAVE = """async () => (await axe.run(document.querySelector('.mlops-player'))).violations
    .filter(({impact}) => ['serious', 'critical'].includes(impact)).map(({id, nodes}) => id + ' ' + nodes[0].html)"""


@pytest.fixture(autouse=True)
def progress_here(tmp_path, monkeypatch):
    path = tmp_path / "progress.jsonl"
    monkeypatch.setenv("MLOPS_PROGRESS", str(path))
    monkeypatch.setenv("MLOPS_BOARDS", str(tmp_path))
    return path


@pytest.fixture
def sample(page, show):
    return show(lambda: quiz_board(question_set("sample.five-kinds")).widget("mine"))


def waited(page, condition):
    """Wait until the kernel's state is so; the bridge's kernel answers while the page waits."""
    for _ in range(200):
        if condition():
            return
        page.wait_for_timeout(25)
    raise AssertionError(f"the quiz did not come to this state: {page.inner_text('.mlops-player')}")


def later(page):
    """Put the page's clock on by half a second: a second press at once would mean the first."""
    page.evaluate("() => { const now = Date.now; Date.now = () => now.call(Date) + 500; }")


def fetch(page):
    """Let the page hear what the kernel did by itself."""
    page.evaluate("async () => { await model.save_changes(); }")


def answer(widget, question, *, right=True):
    picks = right_picks(widget.state, question) if right else wrong_picks(widget.state, question)[0]
    widget.act({"kind": "pick", "question": question.name, "picks": list(picks)})


def takes(page, root, sitting, checked):
    """Take the five kinds by keys alone, all right, from the first question's first control on."""
    press, (one, some, order, match, number) = page.keyboard.press, sitting.asked.questions

    def tab_to(wanted):
        for _ in range(12):
            if wanted in page.evaluate(FOCUS):
                return
            press("Tab")
        raise AssertionError(f"{wanted!r} is not reached, the focus is on {page.evaluate(FOCUS)!r}")

    def check(key="Enter"):
        if key:
            tab_to("Check")
        press("Enter")
        checked()
        root.locator(".judged .word.good").wait_for()
        assert page.evaluate(FOCUS) in ("Next question", "See the result")
        later(page)
        press("Enter")

    options = {each.id: each.says for question in (one, some) for each in question.options}
    press("Space")
    while page.evaluate(FOCUS) != options[right_picks(sitting, one)[0]]:
        press("ArrowDown")
    check()
    for picked in (each for each in sitting.drawn(some).order if each in right_picks(sitting, some)):
        tab_to(options[picked])
        press("Space")
    check()
    for place, step in enumerate(order.steps):
        shown = [text.strip() for text in root.locator(".steps li > span").all_inner_texts()]
        if moves := shown.index(step.says) - place:
            tab_to(f"Move up: {step.says}")
        for _ in range(moves):
            press("ArrowUp")
    check()
    for pair in match.pairs:
        tab_to(pair.says)
        page.keyboard.type(pair.goes_with[:14])
    check()
    page.keyboard.type(right_picks(sitting, number)[0])
    check(key="")
    root.locator(".result").wait_for()


def test_a_quiz_is_taken_by_keyboard_alone_and_the_focus_is_never_lost(page, sample):
    numbers = iter(range(1, 6))

    def checked():
        number = next(numbers)
        waited(page, lambda: len(sample.state.checked) == number)

    page.locator("input[type=radio]").first.focus()
    takes(page, page, sample.state, checked)
    assert (sample.state.right, sample.errors) == (5, [])
    assert page.inner_text(".big b") == "5 of 5"
    assert page.evaluate(FOCUS) == "Try again, with other numbers and order"
    later(page)
    page.keyboard.press("Enter")
    waited(page, lambda: sample.state.attempt == 2)
    page.locator("input[type=radio]").first.wait_for()
    assert page.evaluate("() => document.activeElement.type") == "radio"
    assert "Try 2; the first had 5 right." in page.inner_text(".verdict")


def test_nothing_of_an_answer_is_on_the_page_before_it_is_checked(page, sample):
    everything = "() => JSON.stringify(['answer', 'backdrop', 'spec'].map(name => model.get(name)))"
    for number, question in enumerate(sample.state.asked.questions):
        why = sample.state.judged(question).why
        assert why not in page.evaluate(everything) + page.content()
        answer(sample, question, right=bool(number % 2))
        sample.act({"kind": "check", "question": question.name})
        fetch(page)
        assert why in page.evaluate(everything)


def test_an_answer_that_is_missing_is_asked_for_and_nothing_breaks(page, sample):
    page.click("button:has-text('Check')")
    assert page.inner_text(".hint") == "Choose an answer first."
    assert page.evaluate("() => document.activeElement.type") == "radio"
    page.locator(".pager button").nth(4).click()
    for typed in ("", "many", "3,", "1.5.2"):
        page.locator("input[type=text]").fill(typed)
        page.click("button:has-text('Check')")
        if typed != "3,":
            assert page.inner_text(".hint") == "Type a number first, such as 0.25 or 0,25."
            assert sample.state.checked == ()
        else:
            break
    waited(page, lambda: sample.state.checked == ("number",))
    assert sample.errors == []


def test_what_is_right_and_why_is_said_to_those_who_listen(page, sample):
    question = sample.state.asked.questions[0]
    wrong = wrong_picks(sample.state, question)[0][0]
    page.locator(f"input[value='{wrong}']").check()
    page.click("button:has-text('Check')")
    page.locator(".judged").wait_for()
    said = page.inner_text(".aloud")
    assert said.startswith("Not yet right.")
    assert said.endswith(question.why)
    assert page.get_attribute(".aloud", "aria-live") == "polite"
    rows = page.locator(".judged li").all_inner_texts()
    assert all(option.because in "".join(rows) for option in question.options)
    assert page.locator("nav button >> nth=0").get_attribute("aria-label") == "Question 1 of 5, not right"


def test_steps_are_moved_by_hand_too(page, sample):
    page.locator(".pager button").nth(2).click()
    first, last = (page.locator(".steps li").nth(place).inner_text() for place in (0, 2))
    page.locator(".steps li").nth(2).drag_to(page.locator(".steps li").first)
    waited(page, lambda: sample.state.picks.get("order"))
    assert [page.locator(".steps li").nth(place).inner_text() for place in (0, 1)] == [last, first]
    page.get_by_role("button", name="Move down").first.click()
    assert page.locator(".steps li").first.inner_text() == first
    assert "The order is now 1 " in page.inner_text(".aloud")


def test_a_second_press_at_once_does_not_skip_the_explanation(page, sample):
    page.locator("input[type=radio]").first.check()
    page.locator("button:has-text('Check')").dblclick()
    page.locator(".judged").wait_for()
    drawn(page)
    assert page.locator(".judged").is_visible()
    assert len(sample.state.checked) == 1


def test_an_impatient_hand_checks_once_and_changes_nothing_afterwards(page, sample):
    page.evaluate("() => { window.deaf = true; }")
    page.locator("input[type=radio]").first.check()
    for _ in range(3):
        page.click("button:has-text('Check')")
        drawn(page)
    page.locator("input[type=radio]").last.check()
    page.locator(".status:has-text('No answer yet')").wait_for()
    page.evaluate("() => { window.deaf = false; }")
    page.click("button:has-text('Check')")
    page.locator(".judged").wait_for()
    drawn(page)
    assert sample.errors == []
    assert sample.state.picks["one"] == sample.state.drawn(sample.state.asked.questions[0]).order[:1]


def test_two_views_of_a_quiz_agree(page, sample):
    page.evaluate("() => view()")
    first, second = page.locator(".quiz").nth(0), page.locator(".quiz").nth(1)
    first.locator("input[type=radio]").nth(1).check()
    page.wait_for_function("() => document.querySelectorAll('input[type=radio]:checked').length === 2")
    second.locator("button:has-text('Check')").click()
    first.locator(".judged").wait_for()
    second.locator(".judged").wait_for()


def test_what_was_done_is_there_again_in_another_page_and_kernel(page, browser, sample):
    one, some, *_ = sample.state.asked.questions
    answer(sample, one)
    sample.act({"kind": "check", "question": "one"})
    answer(sample, some)
    other = browser.new_page()
    again = bridge.show(other, lambda: quiz_board(question_set("sample.five-kinds")).widget("mine"))
    assert again.state == sample.state
    assert other.locator("[aria-current]").inner_text() == "2", "one goes on where one was"
    assert other.locator("input:checked").count() == len(right_picks(sample.state, some))
    other.close()


def test_the_inventory_shows_both_sittings_only_in_the_end(page, show):
    widget = show(course.Inventory)
    questions = widget.state.asked.questions
    for sitting, right in ((1, 3), (2, 9)):
        for number, question in enumerate(questions):
            picks = right_picks(widget.state, question) if number < right else wrong_picks(widget.state, question)[0]
            page.locator(f"input[value='{picks[0]}']").check()
            shown = page.content()
            assert not [each for each in questions if each.why in shown]
            page.click(".foot button")
        if sitting == 1:
            page.locator(".big:has-text('your first sitting')").wait_for()
            assert " right" not in page.inner_text(".result").replace("right and wrong", "")
            page.click("button:has-text('I have finished the course: sit it again')")
            page.locator("input[type=radio]").first.wait_for()
            assert page.locator("[aria-current]").inner_text() == "1"
    page.locator(".result table").wait_for()
    assert page.inner_text(".big b") == "0.67"
    assert "3 of 12 right before the course, 9 after it" in page.inner_text(".verdict")
    assert page.evaluate(FOCUS) == "Result"
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / "inventory-result.png")
    page.locator(".pager button").nth(4).click()
    assert "Before: not right. Now: right." in page.inner_text(".judged")
    assert widget.errors == []


@pytest.mark.parametrize("light", [pytest.param("true", marks=pytest.mark.slow), "false"], ids=["light", "dark"])
def test_every_question_is_accessible_open_and_checked_and_fits_a_narrow_page(page, show, light):
    page.emulate_media(color_scheme="dark" if light == "false" else "light")
    widget = show(lambda: course.Quiz("drift.what-drifts"))
    page.evaluate("light => { document.body.dataset.jpThemeLight = light; }", light)
    page.add_script_tag(path=AXE)
    PICTURES.mkdir(parents=True, exist_ok=True)
    theme = "light" if light == "true" else "dark"
    for number, question in enumerate(widget.state.asked.questions):
        page.locator(".pager button").nth(number).click()
        page.mouse.move(2, 2)
        for state in ("open", "checked"):
            if state == "checked":
                answer(widget, question, right=bool(number % 2))
                widget.act({"kind": "check", "question": question.name})
                fetch(page)
                page.locator(".judged").wait_for()
            assert page.evaluate(GRAVE) == []
            page.screenshot(path=PICTURES / f"quiz-{number + 1}-{state}-{theme}.png")
            page.set_viewport_size({"width": 390, "height": 900})
            assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
            page.set_viewport_size({"width": 1120, "height": 900})
    page.locator(".pager button").last.click()
    assert page.evaluate(GRAVE) == []
    page.screenshot(path=PICTURES / f"quiz-result-{theme}.png")


@pytest.mark.slow
def test_in_jupyterlab_a_quiz_is_taken_by_keyboard_and_found_again_after_a_restart(notebook, folder):
    show = (
        f"import os\nos.environ['MLOPS_BOARDS'] = {str(folder / 'quiz')!r}\n"
        f"os.environ['MLOPS_PROGRESS'] = {str(folder / 'quiz' / 'progress.jsonl')!r}\n"
        "from mlops_widgets.course.quiz.boards import sample\nw = sample.widget('lab')\nw"
    )
    opened = notebook(show, "from mlops_widgets import course\nq = course.Quiz('start.ready')\nq")
    opened.run(0)
    page, shown = opened.page, opened.player(0)
    shown.locator("input[type=radio]").first.focus()
    takes(page, shown, quiz_board(question_set("sample.five-kinds")).State(), lambda: None)
    assert page.evaluate("() => jupyterapp.shell.currentWidget.content.activeCellIndex") == 0
    assert opened.python("print(w.state.right, w.errors)").strip() == "5 []"
    opened.run(1)
    quiz = opened.player(1)
    quiz.locator("label:has-text('an error')").click()
    quiz.locator("button:has-text('Check')").press("Enter")
    quiz.locator(".judged .word.warn").wait_for()
    PICTURES.mkdir(parents=True, exist_ok=True)
    for theme in ("JupyterLab Dark", "JupyterLab Light"):
        opened.theme(theme)
        page.locator("#jupyterlab-splash").wait_for(state="detached")
        page.screenshot(path=PICTURES / f"quiz-{theme.replace(' ', '-').lower()}.png")
    page.evaluate("async () => { await jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart(); }")
    quiz.locator(".status:has-text('re-run this cell')").wait_for()
    opened.ready()
    opened.run(0)
    opened.player(0).locator(".verdict:has-text('5 of 5 right')").wait_for()
    opened.run(1)
    opened.player(1).locator(".verdict:has-text('1 of 8 checked')").wait_for()
    assert opened.python("print(q.state.checked, q.errors)").strip() == "('edited-cell',) []"
    opened.save()
    opened.reload()
    opened.player(1).locator(".verdict:has-text('1 of 8 checked')").wait_for()
