"""Does every simulation paint, can everybody use it, and does it bear its controls? Opened once for all of that."""

from __future__ import annotations

import re

import pytest
from playing import answered, drawn, still
from test_accessible import AXE, SENTENCE, grave_in_either_theme
from test_bridge import INK

from mlops_widgets import stage

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("name", sorted(stage.simulations()))
def test_it_paints_everybody_can_use_it_and_it_bears_its_controls(page, show, name):
    widget = show(stage.simulations()[name].widget)  # once for all: to open it takes longer than to look
    _it_paints_and_its_titles_fit(page)
    _open_all_that_opens(page)
    _what_is_read_aloud_reads_as_sentences(page, widget)
    _the_tab_key_reaches_every_control_in_order_and_leaves(page)
    _axe_finds_nothing_serious_in_either_theme(page)
    _at_twice_the_size_nothing_is_cut_and_everything_can_be_reached(page)
    _it_bears_its_menus_and_its_buttons(page, widget)


def _it_paints_and_its_titles_fit(page):
    still(page)
    assert page.evaluate(INK) > 5000
    usual = page.viewport_size
    page.set_viewport_size({"width": 700, "height": 900})  # as narrow as a notebook beside a panel
    drawn(page)
    right = page.evaluate("() => document.querySelector('.picture').getBoundingClientRect().right")
    for title in page.locator(".words .title").all():
        box = title.bounding_box()
        assert box["height"] <= 28, "more lines than fit over a lane"
        assert box["x"] + box["width"] <= right, "cut off"
    page.set_viewport_size(usual)
    drawn(page)


def _open_all_that_opens(page):
    """Settings, an action's own, the link, the table, a pin."""
    page.click("button.pin")
    page.wait_for_function("() => document.querySelectorAll('.pins li').length === 1")
    page.click("button:has-text('Link')")
    page.click("button:has-text('Table')")
    for summary in page.locator("summary").all():
        summary.click()
    drawn(page)


def _what_is_read_aloud_reads_as_sentences(page, widget):
    said = [widget.answer["text"], page.inner_text(".aloud"), page.get_attribute("canvas", "aria-label")]
    for words in said:
        assert SENTENCE.match(words), words
        assert not re.search(r"\bnan\b|undefined|null|  |\.\.|\s[.,;]", words, re.IGNORECASE), words
    assert page.get_attribute("canvas", "role") == "img"
    assert page.get_attribute(".aloud", "aria-live") == "polite"
    assert page.locator("table caption").inner_text()
    for slider in page.locator("input[type=range]:visible").all():
        assert re.search(r"\d", slider.get_attribute("aria-valuetext"))


def _the_tab_key_reaches_every_control_in_order_and_leaves(page):
    page.evaluate("() => { document.body.tabIndex = -1; document.body.focus(); }")
    reached = []
    for _ in range(80):
        page.keyboard.press("Tab")
        here = page.evaluate(
            """() => { const all = [...document.querySelectorAll('.mlops-player *')]; const n = document.activeElement;
                return [all.indexOf(n), n.closest('.mlops-player') ? (n.getAttribute('aria-label') || n.closest('label')?.innerText || n.innerText || '') : null,
                  getComputedStyle(n).outlineStyle, n.dataset.lmSuppressShortcuts]; }"""
        )
        if here[1] is None:
            break
        reached.append(here)
    focusable = page.evaluate(
        """() => [...document.querySelectorAll('.mlops-player :is(button, input, select, summary, [tabindex="0"])')]
            .filter(n => n.checkVisibility() && !n.closest('.ticker li')).length"""
    )  # a list is one stop: arrows walk it
    assert len(reached) == focusable
    assert [index for index, *_ in reached] == sorted(index for index, *_ in reached)
    for _, label, outline, keeps in reached:
        assert label.strip(), "what takes the focus has a name"
        assert (outline, keeps) == ("solid", "true"), label


def _axe_finds_nothing_serious_in_either_theme(page):
    page.add_script_tag(path=AXE)
    assert grave_in_either_theme(page) == []


def _at_twice_the_size_nothing_is_cut_and_everything_can_be_reached(page):
    usual = page.viewport_size
    page.set_viewport_size({"width": 640, "height": 450})  # 1280 × 900 at 200 %
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    cut = page.evaluate(
        """() => { const box = document.querySelector('.mlops-player').getBoundingClientRect();
            return [...document.querySelectorAll('.mlops-player :is(button, input, select, summary, h3, .verdict, b)')]
              .filter(n => n.checkVisibility() && !n.closest('.table')).filter(n => { const r = n.getBoundingClientRect();
                return r.left < box.left - 1 || r.right > box.right + 1 || n.scrollWidth > n.clientWidth + 1 && n.tagName === 'BUTTON'; })
              .map(n => n.outerHTML.slice(0, 80)); }"""
    )
    assert cut == []
    targets = page.evaluate(
        """() => [...document.querySelectorAll('.mlops-player :is(button, select, input[type=range])')].filter(n => n.checkVisibility())
            .map(n => [Math.min(n.offsetHeight, n.offsetWidth), n.outerHTML.slice(0, 300)]).filter(([size]) => size < 20)"""
    )
    assert targets == []
    page.set_viewport_size(usual)


def _it_bears_its_menus_and_its_buttons(page, widget):
    page.click("button:has-text('Table')")
    page.click(".pins li button")
    for control in page.query_selector_all(".knob > :is(input, select)"):
        if control.evaluate("node => node.type") == "select-one" and control.is_visible():
            control.select_option(index=1)
    for button in page.locator(".acts button:visible").all():
        button.click()
    _it_is_still_sound(page, widget)


def _it_is_still_sound(page, widget):
    answered(page)
    assert widget.errors == []
    assert page.locator(".error").is_hidden()
    assert page.evaluate(INK) > 5000


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(stage.simulations()))
def test_it_bears_each_slider_at_its_start(page, show, name):
    widget = show(stage.simulations()[name].widget)
    still(page)
    for summary in page.locator("summary").all():
        summary.click()
    for slider in page.locator(".knob > input[type=range]").all():
        if slider.is_visible():  # a menu may have put it away
            slider.press("Home")
    _it_is_still_sound(page, widget)
