"""Can a run be pinned, changed, compared, linked to, and clicked into? Without Jupyter, in Chromium."""

from __future__ import annotations

import bridge
import numpy as np
import pytest

from mlops_widgets import stage
from mlops_widgets.drift.stream import Scenario, simulation
from mlops_widgets.stage.pinned import sentence
from mlops_widgets.stage.view import Simulator

pytestmark = pytest.mark.browser

SEEK = """share => { const s = document.querySelector('.scrub');
  s.value = Number(s.min) + (s.max - s.min) * share; s.dispatchEvent(new Event('input')); }"""
GREY = """() => { const c = document.querySelector('canvas');
  const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data; let n = 0;
  for (let i = 0; i < d.length; i += 4)
    if (d[i + 3] > 200 && Math.abs(d[i] - d[i + 2]) < 8 && d[i] > 80 && d[i] < 110) n++;
  return n; }"""


@pytest.fixture
def paused(page, show):
    """A widget at rest at 70 % of its run."""
    widget = show(lambda: simulation.widget(controls=("window", "threshold"), play=False))
    page.evaluate(SEEK, 0.7)
    return widget


def turned(page, key, words):
    """Press a key on the first slider and wait until the kernel has answered."""
    page.locator(".knob input[type=range]").first.press(key)
    page.locator(f".knob .value:has-text('{words}')").first.wait_for()
    page.wait_for_function("words => model.get('answer').scenario.window + ' values' === words", arg=words)


def at(widget, share):
    """The tick at a share of the run's time."""
    time = widget.trace.time
    return int(np.searchsorted(time, time[0] + share * (time[-1] - time[0]), "right")) - 1


def pinned(page, count):
    """Press the button and wait for so many ghosts."""
    page.click("button.pin")
    page.wait_for_function("n => document.querySelectorAll('.pins li').length === n", arg=count)


def test_a_pinned_run_stays_as_a_ghost_and_the_numbers_say_how_far_they_moved(page, paused):
    pinned(page, 1)
    without = page.evaluate(GREY)
    turned(page, "End", "240 values")
    page.wait_for_function(f"n => ({GREY})() > n + 200", arg=without)
    assert page.inner_text(".pins li").split("\n")[:2] == ["A", "Window 96 values"]
    first = paused.pinned[0]
    tick = at(paused, 0.7)
    box = page.locator(".readouts > div").nth(1)
    now, then = (int(trace["false_alarms"][tick]) for trace in (paused.trace, first))
    by = f"{now - then:+d}".replace("-", "−")
    said = "same in A" if now == then else f"A {then} ({by})"
    assert box.locator("b").inner_text() == str(now)
    assert box.locator(".beside").inner_text() == said
    assert page.locator(".readouts > div").last.locator(".beside").inner_text() == "same in A"  # the same flights


def test_several_pins_are_told_apart_and_let_go_one_by_one(page, paused):
    pinned(page, 1)
    turned(page, "Home", "12 values")
    pinned(page, 2)
    assert page.get_attribute("button.pin", "aria-pressed") == "true"
    turned(page, "End", "240 values")
    assert page.get_attribute("button.pin", "aria-pressed") == "false"
    assert page.locator(".pins li b").all_inner_texts() == ["A", "B"]
    dashes = page.evaluate(
        "() => [...document.querySelectorAll('.pins path')].map(n => n.getAttribute('stroke-dasharray'))"
    )
    assert len(set(dashes)) == 2
    page.click("button[aria-label='Unpin A: Window 96 values']")
    page.wait_for_function("() => document.querySelectorAll('.pins li').length === 1")
    assert page.inner_text(".pins li").split("\n")[:2] == ["A", "Window 12 values"]
    assert [trace.scenario.window for trace in paused.pinned] == [12]
    assert page.evaluate("() => document.activeElement.getAttribute('aria-label')") == "Unpin A: Window 12 values"


def test_a_ghost_makes_room_for_itself(page, paused):
    turned(page, "Home", "12 values")  # its statistic is the wildest
    ticks = "() => [...document.querySelectorAll('.words .value')].map(n => n.textContent)"
    wild = page.evaluate(ticks)
    pinned(page, 1)
    turned(page, "End", "240 values")
    assert page.evaluate(ticks) == wild


def test_pins_are_in_both_views_and_in_one_that_comes_later(page, paused):
    page.evaluate("() => view()")
    pinned(page, 2)  # one in each view
    page.evaluate("() => view()")
    assert page.locator(".pins li").count() == 3


def test_pinning_keeps_the_playhead_and_the_playing(page, show):
    show(lambda: simulation.widget(controls=("window",)))
    page.evaluate(SEEK, 0.3)
    page.click("button.pin")
    page.wait_for_function("() => document.querySelectorAll('.pins li').length === 1")
    assert page.get_attribute("button.primary", "aria-label") == "Pause"
    low, high, at = page.evaluate(
        "() => { const s = document.querySelector('.scrub'); return [s.min, s.max, s.value].map(Number); }"
    )
    assert 0.29 < (at - low) / (high - low) < 0.6


def test_what_is_pinned_is_said_of_the_picture_as_in_a_saved_notebook(page, paused):
    pinned(page, 1)
    turned(page, "End", "240 values")
    page.evaluate(SEEK, 1)
    said = sentence(simulation, paused.trace, paused.pinned)
    assert said.startswith("Pinned: A Window 96 values — ")
    page.wait_for_function(
        "said => document.querySelector('canvas').getAttribute('aria-label').endsWith(said)", arg=said
    )
    page.click("button[aria-label^='Unpin A']")
    page.wait_for_function("() => !document.querySelector('canvas').getAttribute('aria-label').includes('Pinned')")


class Breaks:
    """A detector that cannot."""

    drift_detected = False

    def update(self, x):
        raise ValueError("this detector cannot")


def test_a_run_that_fails_lets_its_pins_go_all_the_same(page, show):
    widget = show(
        lambda: Simulator(simulation, Scenario(), controls=("detector",), play=False, parts={"detector": Breaks})
    )
    pinned(page, 1)
    page.locator(".knob select").first.select_option("yours")
    page.locator(".error:has-text('this detector cannot')").wait_for()
    page.click("button[aria-label^='Unpin A']")
    page.wait_for_function("() => document.querySelectorAll('.pins li').length === 0")
    assert widget.pinned == ()
    assert page.locator("canvas").is_visible()


# Links


def test_where_the_clipboard_is_refused_the_link_is_shown_selected(page, paused):
    pinned(page, 1)
    assert page.evaluate("() => navigator.clipboard === undefined")  # as on any page without https
    page.click("button:has-text('Link')")
    page.locator(".link :text('press Ctrl+C')").wait_for()
    chosen = page.evaluate(
        "() => { const f = document.activeElement; return f.value.slice(f.selectionStart, f.selectionEnd); }"
    )
    widget = stage.from_link(chosen)
    assert (widget.scenario, widget.pinned) == (paused.scenario, paused.pinned)
    assert widget.spec["tick"] == at(paused, 0.7)
    widget.close()
    page.keyboard.press("Escape")
    assert page.locator(".link").is_hidden()
    assert page.evaluate("() => document.activeElement.textContent") == "Link"


def test_where_the_page_may_copy_the_link_is_in_the_clipboard(page, paused):
    page.evaluate(
        "() => Object.defineProperty(navigator, 'clipboard', {value: {writeText: async text => { window.copied = text; }}})"
    )
    page.click("button:has-text('Link')")
    page.locator(".link :text('Copied.')").wait_for()
    assert stage.links.read(page.evaluate("() => window.copied")).scenario == paused.scenario


def test_a_link_opens_at_its_playhead_at_rest_and_says_what_it_could_not_carry(page, show):
    link = "mlops-widgets:drift.stream?v=1&tick=700&detector=yours&part=detector:Mine"
    widget = show(lambda: stage.from_link(link))
    page.wait_for_function(
        "t => Number(document.querySelector('.scrub').value) === t", arg=float(widget.trace.time[700])
    )
    assert page.get_attribute("button.primary", "aria-label") == "Play"
    assert "stage.from_link(link, detector=YourClass)" in page.inner_text(".notice")


# Picks


def test_a_click_on_the_strip_is_an_intervention_at_just_that_tick(page, paused):
    box = page.locator(".picker").bounding_box()
    page.mouse.click(box["x"] + box["width"] * 0.4, box["y"] + box["height"] / 2)
    page.locator("button:has-text('Undo the last one')").wait_for()
    (made,) = paused.scenario.interventions
    time = paused.trace.time
    span = (time[-1] - time[0]) / box["width"]
    assert made.kind == "inject"
    assert abs(time[made.tick] - (time[0] + 0.4 * (time[-1] - time[0]))) <= 2 * span + 24  # no flights at night
    share = page.evaluate(
        "() => { const s = document.querySelector('.scrub'); return (s.value - s.min) / (s.max - s.min); }"
    )
    assert share == pytest.approx(0.7, abs=0.01), "the playhead stays"


def test_the_strip_is_worked_by_keys_alone(page, paused):
    strip = page.locator(".picker")
    strip.focus()
    page.keyboard.press("Home")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    assert page.get_attribute(".picker", "aria-valuetext") == f"Inject a change here: {moment(paused, 3)}"
    page.keyboard.press("Enter")
    page.locator("button:has-text('Undo the last one')").wait_for()
    assert [each.tick for each in paused.scenario.interventions] == [3]
    assert page.evaluate("() => document.activeElement.className").startswith("picker")


def moment(widget, tick):
    """A tick in the words of the table."""
    return simulation.table(widget.trace).index[tick]


def test_what_the_panel_sets_is_what_a_click_does(page, paused):
    page.click("summary[aria-label='Settings of “Inject a change now”']")
    page.locator(".act .knob input").press("End")
    page.locator(".picker").focus()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.locator("button:has-text('Undo the last one')").wait_for()
    (made,) = paused.scenario.interventions
    assert (made.tick, made.size) == (len(paused.trace) - 1, max(control["max"] for control in type(made).controls()))


def test_everything_works_for_another_scenario_too(page, show):
    widget = show(lambda: simulation.widget(Scenario(source="generated", detector="adwin"), play=False))
    pinned(page, 1)
    page.locator(".picker").focus()
    page.keyboard.press("Enter")
    page.locator("button:has-text('Undo the last one')").wait_for(timeout=15_000)  # river is imported here
    assert (widget.errors, page.locator(".error").is_hidden()) == ([], True)
    assert bridge.ORIGIN in page.url
