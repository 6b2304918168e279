"""Can thousands of examples be tagged by keys alone, taken back, saved as CSV, and found again after a reload?"""

from __future__ import annotations

import pytest
from playing import answered, drawn

from mlops_widgets import errors

pytestmark = pytest.mark.browser

ROWS = [{"said": f"word {number}, said", "heard": f'"{number}"'} for number in range(5000)]
FOCUS = "() => document.activeElement.dataset.at ?? document.activeElement.getAttribute('aria-label')"
SCROLL = """async () => {
    const list = document.querySelector('.scroller');
    const times = [];
    for (let frame = 0; frame < 60; frame++) {
        list.scrollTop += 160;
        times.push(await new Promise(requestAnimationFrame));
    }
    await new Promise(requestAnimationFrame);
    const shown = [...document.querySelectorAll('[role=option]')];
    const box = list.getBoundingClientRect();
    const within = shown.map(each => each.getBoundingClientRect()).filter(each => each.bottom > box.top && each.top < box.bottom);
    return { rows: shown.length, covered: within.length * 32 >= box.height, first: Math.min(...shown.filter(each => each.tabIndex < 0).map(each => +each.dataset.at)) };
}"""


@pytest.fixture(autouse=True)
def kept_here(tmp_path, monkeypatch):
    monkeypatch.setenv("MLOPS_BOARDS", str(tmp_path))


def _made():
    return errors.tags.tagger(ROWS, key="keys", tags=("car", "people")).widget()


def _press(page, *keys):
    for key in keys:
        page.keyboard.press(key)
    answered(page)


def test_by_keys_alone_rows_are_tagged_tags_made_renamed_and_taken_back_and_a_reload_finds_them(page, show):
    widget = show(_made)
    page.locator("[role=option][tabindex='0']").focus()
    _press(page, "1", "j", "2", "1", "ArrowDown", "n")
    page.keyboard.type("1 child, near")  # keys are letters here
    _press(page, "Enter")
    assert page.evaluate(FOCUS) == "2"
    carried = {"0": ("car",), "1": ("car", "people"), "2": ("1 child, near",)}
    assert dict(widget.state.carried) == carried
    _press(page, "k", "k", "k", "Enter")
    assert page.evaluate(FOCUS) == "3"  # the next one without a tag
    _press(page, "u", "u")
    assert dict(widget.state.carried) == {"0": ("car",), "1": ("people",)}
    _press(page, "Control+Shift+z")
    assert dict(widget.state.carried) == {"0": ("car",), "1": ("car", "people")}
    page.locator(".palette button").nth(1).focus()
    _press(page, "F2")
    page.keyboard.type("people behind")
    _press(page, "Enter")
    assert widget.state.tags == ("car", "people behind")
    again = show(_made)
    assert again.state.carried == widget.state.carried
    assert page.locator(".chips b").all_inner_texts() == ["car", "car", "people behind"]
    assert page.evaluate("() => document.querySelector('[role=option][aria-selected=true]').dataset.at") == "2"
    assert page.locator("[id]").count() == page.locator("body > [id]").count()  # none of ours


def test_five_thousand_rows_scroll_with_a_handful_in_the_page(page, show):
    show(_made)
    seen = page.evaluate(SCROLL)
    assert seen["covered"]
    assert seen["rows"] < 60
    assert seen["first"] > 200
    page.locator("[role=option]").nth(0).focus()
    _press(page, "End", "1")
    assert page.evaluate(FOCUS) == "4999"
    assert page.locator("[role=option][aria-selected=true]").get_attribute("aria-posinset") == "5000"


def test_what_is_saved_is_what_python_writes_and_a_loaded_file_brings_it_back(page, show, tmp_path):
    widget = show(_made)
    page.locator("[role=option][tabindex='0']").focus()
    _press(page, "1", "j", "2", "1")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save CSV").click()
    text = saved.value.path().read_bytes().decode()
    assert saved.value.suggested_filename == "keys.csv"
    assert text == errors.tags.written(widget.state)
    _press(page, "u", "u", "u")
    assert not widget.state.carried
    file = tmp_path / "mine.csv"
    file.write_text(text, encoding="utf-8")
    page.locator("input[type=file]").set_input_files(file)
    page.wait_for_function("() => document.querySelectorAll('.chips b').length === 3")
    assert dict(widget.state.carried) == {"0": ("car",), "1": ("car", "people")}
    file.write_text("nonsense", encoding="utf-8")
    page.locator("input[type=file]").set_input_files(file)
    page.wait_for_function("() => document.querySelector('.error').textContent.includes('must have the columns')")
    assert dict(widget.state.carried) == {"0": ("car",), "1": ("car", "people")}


def test_the_sound_of_the_row_in_sight_is_there_and_of_no_other(page, show):
    def made():
        return errors.tags.tagger(ROWS, key="sounds", sounds=lambda row: f"data:audio/wav;base64,{row:04d}").widget()

    show(made)
    page.locator("[role=option][tabindex='0']").focus()
    _press(page, "j", "j")
    page.wait_for_function("() => document.querySelector('audio').src.endsWith(',0002')")
    drawn(page)
    assert page.locator("audio").count() == 1
