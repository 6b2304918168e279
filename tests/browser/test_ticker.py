"""Is what was said a list that one can read, and a way back to each moment, by mouse and by keyboard?"""

from __future__ import annotations

from dataclasses import replace

import pytest
from playing import drawn, scrubbed, still
from test_bridge import SEEK

from mlops_widgets import stage
from mlops_widgets.rollout.delivery import Scenario, simulation

pytestmark = pytest.mark.browser

GOOD = Scenario(candidate_errors=0.002)


def test_the_newest_is_first_and_none_comes_before_its_time(page, show):
    widget = show(lambda: simulation.widget(GOOD))
    for share in (0.3, 1.0, 0.1):
        still(page, share)
        tick = widget.trace.upto(scrubbed(page))
        said = [each.sentence for each in simulation.scene(widget.trace).verdicts if each.tick <= tick]
        assert page.locator(".ticker li:visible").all_inner_texts() == said[::-1]
    assert page.get_attribute(".ticker", "aria-label") in widget.simulation.scene(widget.trace).text(
        widget.trace, tick
    )


def test_a_click_goes_back_to_the_moment_and_enter_does(page, show):
    widget = show(lambda: simulation.widget(GOOD))
    still(page)
    at = [float(widget.trace.time[each.tick]) for each in simulation.scene(widget.trace).verdicts]
    page.locator(".ticker button").nth(1).click()
    drawn(page)
    assert scrubbed(page) == pytest.approx(at[-2])
    assert page.locator(".ticker li:visible").count() == len(at) - 1
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    drawn(page)
    assert scrubbed(page) == pytest.approx(at[-3])
    assert page.locator(".ticker li:visible").count() == len(at) - 2


def test_it_is_one_stop_for_the_tabulator_and_arrows_walk_it(page, show):
    show(lambda: simulation.widget(GOOD))
    still(page)
    page.locator(".ticker").focus()
    focused = "() => [...document.querySelectorAll('.ticker li')].indexOf(document.activeElement.parentElement)"
    places = []
    for key in ("ArrowDown", "ArrowDown", "ArrowUp", "ArrowUp"):
        page.keyboard.press(key)
        places.append(page.evaluate(focused))
    assert places == [0, 1, 0, 0]
    page.keyboard.press("Tab")
    assert page.evaluate(focused) == -1
    assert not page.evaluate("() => document.activeElement.closest('.ticker')")


def test_two_lists_beside_each_other_hold_the_same(page, show):
    def scene(trace):
        one = simulation.scene(trace)
        return replace(one, panels=(*one.panels[:1], one.panels[-1], replace(one.panels[-1], title="Once more")))

    twice = stage.Simulation("toy.twice", Scenario, simulation.simulate, scene)
    show(lambda: twice.widget(GOOD))
    still(page, 0.3)
    first, second = (page.locator(".ticker").nth(each).locator("li:visible").all_inner_texts() for each in (0, 1))
    assert first == second != []


def test_another_run_lists_its_own(page, show):
    show(lambda: simulation.widget(GOOD))
    still(page)
    many = page.locator(".ticker li").count()
    page.get_by_label("The candidate fails").fill("0.3")
    page.locator(".verdict:has-text('Rolled back')").wait_for()
    page.evaluate(SEEK, 1.0)
    drawn(page)
    assert page.locator(".ticker li").count() < many
    assert "Rolled back" in page.locator(".ticker button").first.inner_text()
