"""Is the table of runs sorted, asked, narrowed, compared and written into, by hand and by key, and is all found again?"""

from __future__ import annotations

import pytest
from playing import drawn
from test_accessible import AXE, grave
from test_boards import CONTRAST, PICTURES, fetch, waited

from mlops_widgets.tracking.runs import RunTable, sample

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def kept_here(tmp_path, monkeypatch):
    monkeypatch.setenv("MLOPS_BOARDS", str(tmp_path))


@pytest.fixture
def table(page, show):
    return opened(page, show)


def opened(page, show, count=120):
    made = []

    def make():
        made.append(RunTable(sample(count), key="mine"))
        return made[0].widget

    show(make)
    page.locator(".scroller tbody tr").first.wait_for()
    return made[0]


def names(page):
    return page.locator(".body > .scroller tbody th").all_inner_texts()


def losses(page):
    return [float(text) for text in page.locator(".body > .scroller tbody td:nth-child(6)").all_inner_texts()]


def test_a_heading_sorts_and_turns_round(page, table):
    heading = page.get_by_role("button", name="log_loss")
    heading.click()
    page.locator("th[aria-sort='ascending']:has-text('log_loss')").wait_for()
    rising = losses(page)
    assert rising == sorted(rising)
    assert len(rising) == 20
    page.keyboard.press("Enter")  # the heading keeps the focus
    page.locator("th[aria-sort='descending']:has-text('log_loss')").wait_for()
    assert losses(page) == sorted(losses(page), reverse=True)
    assert "highest first" in page.inner_text(".verdict")


def test_a_filter_is_asked_by_key_refused_in_a_sentence_and_not_lost(page, table):
    line = page.get_by_label("Runs where")
    line.fill("tags.data = 'v3' and metrics.log_loss <")
    line.press("Enter")
    page.locator(".error:has-text('MLflow cannot read this filter')").wait_for()
    assert line.input_value().endswith("log_loss <")
    line.press_sequentially(" 0.42")
    line.press("Enter")
    waited(page, lambda: table.widget.state.where != "")
    page.locator(".error").wait_for(state="hidden")
    assert f"Of 120 runs {len(table.shown)} match" in page.inner_text(".verdict")
    assert set(table.shown["params.data"]) == {"v3"}
    page.get_by_role("button", name="All runs").click()
    waited(page, lambda: len(table.shown) == 120)
    assert line.input_value() == ""


def test_the_keyboard_alone_selects_compares_and_comes_back_into_python(page, table):
    page.locator("tbody input[tabindex='0'], tbody input").first.focus()
    for key in ("Space", "ArrowDown", "ArrowDown", "Space"):
        page.keyboard.press(key)
    waited(page, lambda: len(table.selection) == 2)
    first, third = table.shown["run_id"].iloc[[0, 2]]
    assert table.selection == [first, third]
    page.locator(".differs caption:has-text('are the same')").wait_for()
    heads = page.locator(".differs thead th").all_inner_texts()
    assert [head.split("\n")[-1] for head in heads] == ["what", "1run-120", "2run-118", "change"]
    page.locator(".curves canvas[aria-label^='log_loss step by step: run-120 from']").wait_for()
    assert page.evaluate("() => document.activeElement.getAttribute('aria-label')") == "Select run-118"


def test_notes_and_tags_are_kept_when_the_page_and_the_kernel_come_back(page, show, table):
    page.locator("tbody input").first.check()
    note = page.get_by_label("Note on run-120")
    note.fill("warmer than the others")
    tag = page.get_by_label("Add a tag to run-120")
    tag.fill("stage=candidate")
    tag.press("Enter")
    waited(page, lambda: len(table.selected) and table.selected["note"].iloc[0] == "warmer than the others")
    waited(page, lambda: "tags.stage" in table.selected)
    again = opened(page, show)
    assert page.get_by_label("Note on run-120").input_value() == "warmer than the others"
    page.get_by_role("button", name="Take the tag stage=candidate off run-120").press("Enter")
    waited(page, lambda: "tags.stage" not in again.selected)
    assert page.evaluate("() => document.activeElement.getAttribute('aria-label')") == "Add a tag to run-120"


def test_what_is_being_typed_outlives_what_others_do(page, table):
    page.locator("tbody input").first.check()
    note = page.get_by_label("Note on run-120")
    note.click()
    note.press_sequentially("half a sen")
    table.widget.act({"kind": "sort", "column": "metrics.log_loss"})
    fetch(page)
    page.locator("th[aria-sort]:has-text('log_loss')").wait_for()
    note.press_sequentially("tence")
    note.press("Enter")
    waited(page, lambda: table.selected["note"].iloc[0] == "half a sentence")


def test_an_axis_is_narrowed_by_hand_and_by_number_and_let_go(page, table):
    canvas = page.locator(".axes canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    x = box["x"] + 70 + (box["width"] - 140) * 3 / 4  # log_loss, the fourth of five
    page.mouse.move(x, box["y"] + 256)
    page.mouse.down()
    page.mouse.move(x, box["y"] + 200)
    page.mouse.up()
    waited(page, lambda: 0 < len(table.shown) < 60)
    low, high = table.widget.state.brushes["metrics.log_loss"]
    assert table.shown["metrics.log_loss"].between(low, high).all()
    page.get_by_role("button", name="Take away log_loss").press("Enter")
    waited(page, lambda: len(table.shown) == 120)
    page.locator(".limits summary").press("Enter")
    page.get_by_label("Axis").select_option("params.leaves")
    page.get_by_label("to", exact=True).fill("16")
    page.get_by_role("button", name="Narrow", exact=True).press("Enter")
    waited(page, lambda: set(table.shown["params.leaves"]) == {"7", "15"})
    page.mouse.click(box["x"] + 70 + (box["width"] - 140) / 4, canvas.bounding_box()["y"] + 100)
    waited(page, lambda: len(table.shown) == 120)


def test_two_thousand_runs_are_paged(page, show):
    table = opened(page, show, 2000)
    assert page.inner_text(".range") == "rows 1–20 of 2000"
    page.get_by_role("button", name="Next").click()
    page.locator(".range:text-is('rows 21–40 of 2000')").wait_for()
    assert names(page) == table.shown["run_name"].iloc[20:40].tolist()


@pytest.mark.parametrize("light", [pytest.param("true", marks=pytest.mark.slow), "false"], ids=["light", "dark"])
def test_it_can_be_read_in_both_themes_and_on_a_narrow_page(page, table, light):
    page.emulate_media(color_scheme="dark" if light == "false" else "light")
    page.evaluate("light => { document.body.dataset.jpThemeLight = light; }", light)
    for action in (
        {"kind": "sort", "column": "metrics.log_loss"},
        {"kind": "select", "runs": list(table.runs.ids[:5])},
        {"kind": "tag", "run": table.runs.ids[0], "text": "candidate"},
        {"kind": "brush", "column": "params.learning_rate", "low": 0.03, "high": 0.2},
    ):
        table.widget.act(action)
    fetch(page)
    drawn(page)
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"runs-{'light' if light == 'true' else 'dark'}.png", full_page=True)
    assert page.evaluate(CONTRAST)[0] >= 4.5
    page.add_script_tag(path=str(AXE))
    assert grave(page) == []
    page.set_viewport_size({"width": 560, "height": 1000})
    drawn(page)
    page.screenshot(path=PICTURES / f"runs-narrow-{'light' if light == 'true' else 'dark'}.png", full_page=True)
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
