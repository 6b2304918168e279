"""Can the whole change-points board be done by its table? Paged, marked, taken back, in both themes, at 200 %."""

from __future__ import annotations

import pytest
from playing import drawn
from test_accessible import AXE, grave
from test_boards import CONTRAST, PICTURES, click_at, fetch, waited

from mlops_widgets.drift import points

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def kept_here(tmp_path, monkeypatch):
    monkeypatch.setenv("MLOPS_BOARDS", str(tmp_path))


@pytest.fixture
def board(page, show):
    widget = show(lambda: points.board.widget("mine"))
    page.click("button:has-text('Table')")
    shows(page, "rows 1–50 of 468")
    return widget


def shows(page, words):
    page.locator(f".range:text-is('{words}')").wait_for()


def press(page, name, key="Enter"):
    page.get_by_role("button", name=name, exact=True).press(key)


def first_column(page):
    return page.locator(".values tbody th").all_inner_texts()


def test_the_whole_series_is_paged_through_by_key_to_its_ends(page, board):
    assert (len(first_column(page)), first_column(page)[0]) == (50, "January 1977")
    assert page.get_by_role("button", name="Previous").is_disabled()
    for first in range(51, 468, 50):
        press(page, "Next")
        shows(page, f"rows {first}–{min(first + 49, 468)} of 468")
    assert first_column(page)[-1] == "December 2015"
    assert page.get_by_role("button", name="Next").is_disabled()
    assert page.evaluate("() => document.activeElement.textContent") == "Previous"
    page.keyboard.press("Enter")
    shows(page, "rows 401–450 of 468")


def test_fast_hands_turn_as_many_pages_as_they_press(page, board):
    page.evaluate("() => { for (let i = 0; i < 4; i++) document.querySelector('.pager button:last-child').click(); }")
    shows(page, "rows 201–250 of 468")


def test_a_row_is_marked_and_taken_back_on_its_page_which_stays(page, board):
    press(page, "Next")
    shows(page, "rows 51–100 of 468")
    press(page, "Mark June 1981")
    waited(page, lambda: board.state.here == (53,))
    page.locator("tr.yours:has-text('June 1981')").wait_for()
    assert page.evaluate("() => document.activeElement.getAttribute('aria-label')") == "Unmark June 1981"
    assert page.locator("th:has-text('your mark 1') + td").inner_text() == "June 1981"
    page.keyboard.press("Control+z")
    waited(page, lambda: board.state.here == ())
    page.locator("tr.yours").wait_for(state="detached")
    assert page.inner_text(".range") == "rows 51–100 of 468"
    assert page.evaluate("() => document.activeElement.getAttribute('aria-label')") == "Mark June 1981"


def test_an_action_and_the_rows_after_it_travel_in_one_question(page, board):
    asked = []
    board.observe(lambda change: asked.append(change["new"]), names="request")
    press(page, "Mark February 1977")
    page.locator("tr.yours:has-text('February 1977')").wait_for()
    drawn(page)
    assert [(len(each["actions"]), each["page"]) for each in asked] == [(1, {"first": 0, "count": 50})]


def test_the_first_value_cannot_be_marked(page, board):
    assert page.locator(".values tbody tr >> nth=0").inner_text().split("\t")[1] == "the start"
    assert page.locator(".values tbody tr >> nth=0 >> button").count() == 0


def test_rows_follow_what_is_done_elsewhere_and_two_views_show_pages_of_their_own(page, board):
    asked = []
    board.observe(lambda change: asked.append(change["new"]["page"]["first"]), names="request")
    page.evaluate("() => view()")
    second = page.locator(".mlops-player >> nth=1")
    second.locator("button:has-text('Table')").click()
    second.locator("button:has-text('Next')").click()
    second.locator(".range:text-is('rows 51–100 of 468')").wait_for()
    drawn(page)
    assert asked == [0, 50]  # one view's rows are no news to the other
    assert page.locator(".range >> nth=0").inner_text() == "rows 1–50 of 468"
    board.act({"kind": "place", "at": 60})
    board.act({"kind": "place", "at": 3})
    fetch(page)
    page.locator(".mlops-player >> nth=0 >> tr.yours:has-text('April 1977')").wait_for()
    second.locator("tr.yours:has-text('January 1982')").wait_for()
    drawn(page)
    assert sorted(asked) == [0, 0, 50, 50]


def test_what_no_kernel_answered_is_asked_again_rows_and_actions(page, board):
    page.evaluate("() => { window.deaf = true; }")
    press(page, "Mark March 1977")
    press(page, "Next")
    page.locator(".status:has-text('No answer yet')").wait_for()
    assert page.inner_text(".range") == "rows 1–50 of 468"
    page.evaluate("() => { window.deaf = false; }")
    press(page, "Next")
    shows(page, "rows 101–150 of 468")
    assert board.state.here == (2,)
    press(page, "Previous")
    press(page, "Previous")
    page.locator("tr.yours:has-text('March 1977')").wait_for()


def test_another_series_begins_with_its_first_rows(page, board):
    for _ in range(3):
        press(page, "Next")
    shows(page, "rows 151–200 of 468")
    page.select_option("select", "coal")
    shows(page, "rows 1–50 of 105")
    assert first_column(page)[0] == "1913"
    assert page.get_by_role("columnheader", name="Employed thousand").is_visible()


def test_after_the_comparison_each_row_says_how_many_people_marked_it(page, board):
    page.select_option("select", "apple")
    shows(page, "rows 1–50 of 622")
    assert page.get_by_role("columnheader", name="people").count() == 0
    for _ in range(6):
        press(page, "Next")
    press(page, "Mark 29 September 2000")
    press(page, "I am done: compare")
    row = page.locator(".values tr:has-text('29 September 2000')")
    row.locator("td:has-text('5 of 5')").wait_for()
    assert page.inner_text(".range") == "rows 301–350 of 622"


def test_the_table_put_away_asks_for_nothing_any_more(page, board):
    page.click("button:has-text('Table')")
    asked = []
    board.observe(lambda change: asked.append(change["new"]), names="request")
    click_at(page, 100)
    waited(page, lambda: board.state.here == (100,))
    assert ["page" in each for each in asked] == [False]


@pytest.mark.parametrize("light", [pytest.param("true", marks=pytest.mark.slow), "false"], ids=["light", "dark"])
def test_the_table_is_read_in_both_themes_and_at_twice_the_size(page, board, light):
    theme = "light" if light == "true" else "dark"
    page.emulate_media(color_scheme=theme)
    page.evaluate("light => { document.body.dataset.jpThemeLight = light; }", light)
    page.add_script_tag(path=AXE)
    page.select_option("select", "occupancy")
    shows(page, "rows 1–50 of 509")
    for name in ("Mark 4 February, 18:55", "Mark 4 February, 19:59", "I am done: compare"):
        press(page, name)
    page.locator("th:text-is('people')").wait_for()
    page.mouse.move(5, 5)
    PICTURES.mkdir(parents=True, exist_ok=True)
    for size, width in (("wide", 1120), ("twice", 640)):  # 1280 px at 200 %
        page.set_viewport_size({"width": width, "height": 900})
        page.locator(".table").scroll_into_view_if_needed()
        page.locator(".table").screenshot(path=PICTURES / f"points-table-{size}-{theme}.png")
        assert page.evaluate(CONTRAST)[0] >= 4.5
        assert grave(page) == []
        assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    small = page.evaluate(
        "() => [...document.querySelectorAll('.table button')].map(n => Math.min(n.offsetHeight, n.offsetWidth)).filter(size => size < 24)"
    )
    assert small == []
