"""Does every simulation paint, and does every control of the player do what it says? Without Jupyter, in Chromium."""

from __future__ import annotations

import bridge
import pytest
from playing import answered, drawn, scrubbed, still

from mlops_widgets.drift.stream import Scenario, simulation

pytestmark = pytest.mark.browser

INK = """() => { const c = document.querySelector('.picture canvas');
  const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
  let n = 0; for (let i = 3; i < d.length; i += 4) if (d[i]) n++; return n; }"""
SEEK = """share => { const s = document.querySelector('.scrub');
  s.value = Number(s.min) + (s.max - s.min) * share; s.dispatchEvent(new Event('input')); }"""


def test_words_never_cover_each_other(page, show):
    show(lambda: simulation.widget(Scenario(window=24)))  # more than twenty alarms
    still(page)
    boxes = page.evaluate(
        "() => [...document.querySelectorAll('.flag:not([hidden])')].map(n => n.getBoundingClientRect())"
        ".map(r => [r.left, r.top, r.right, r.bottom])"
    )
    assert len(boxes) > 5
    for i, a in enumerate(boxes):
        for b in boxes[:i]:
            assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]


def test_flags_stay_off_the_data(page, show):
    show(lambda: simulation.widget(Scenario(window=24)))
    still(page)
    gutter, title = page.evaluate(
        "() => { const of = s => [...document.querySelectorAll(s)].map(n => n.getBoundingClientRect());"
        " const flags = of('.flag:not([hidden])');"
        " return [[Math.min(...flags.map(r => r.top)), Math.max(...flags.map(r => r.bottom))],"
        " [Math.max(...of('.value').filter(r => r.top < flags[0].top).map(r => (r.top + r.bottom) / 2)),"
        "  of('.words .title')[1].top]]; }"
    )
    assert title[0] < gutter[0]
    assert gutter[1] <= title[1]


def test_the_scrubber_travels_with_the_playhead(page, show):
    show(simulation.widget)
    for share in (0.25, 0.5, 1.0):
        page.evaluate(SEEK, share)
        drawn(page)
        x = page.evaluate(
            "share => { const s = document.querySelector('.scrub').getBoundingClientRect();"
            " const p = document.querySelector('.picture').getBoundingClientRect();"
            " return [s.left + 8 + (s.width - 16) * share, p.left + 62 + (p.width - 82) * share]; }",
            share,
        )
        assert abs(x[0] - x[1]) < 1


def test_a_click_on_the_picture_moves_the_playhead(page, show):
    show(simulation.widget)
    still(page, 0.1)
    box = page.locator("canvas").bounding_box()
    page.mouse.click(box["x"] + 62 + (box["width"] - 82) / 2, box["y"] + 100)
    drawn(page)
    low, high, value = page.evaluate(
        "() => { const s = document.querySelector('.scrub'); return [s.min, s.max, s.value].map(Number); }"
    )
    assert value == pytest.approx((low + high) / 2, rel=0.01)


def test_a_step_is_one_tick(page, show):
    widget = show(simulation.widget)
    still(page, 0.0)
    for _ in range(3):
        page.click("button[aria-label='Step']")
    drawn(page)
    assert float(page.input_value(".scrub")) == widget.trace.time[3]
    page.click("button[aria-label='Step back']")
    drawn(page)
    assert float(page.input_value(".scrub")) == widget.trace.time[2]


def test_a_moved_knob_keeps_the_playhead(page, show):
    widget = show(lambda: simulation.widget(controls=("window",)))
    still(page, 0.6)
    before = page.input_value(".scrub")
    page.focus(".knob input[type=range]")
    page.keyboard.press("ArrowRight")
    answered(page)
    assert widget.scenario.window == 108
    assert page.input_value(".scrub") == before


def test_an_intervention_acts_at_the_playhead_and_can_be_undone(page, show):
    widget = show(simulation.widget)
    still(page, 0.5)
    page.click("button:has-text('Inject a change now')")
    answered(page)
    (made,) = widget.scenario.interventions
    assert widget.trace.time[made.tick] <= float(page.input_value(".scrub")) < widget.trace.time[made.tick + 1]
    page.click("button:has-text('Undo the last one')")
    answered(page)
    assert widget.scenario.interventions == ()


def test_knobs_that_do_not_matter_are_out_of_sight(page, show):
    show(lambda: simulation.widget(controls=("detector", "threshold")))
    assert page.locator("label.knob:has-text('Threshold')").is_visible()
    page.select_option(".knob select", "adwin")
    answered(page)
    assert page.locator("label.knob:has-text('Threshold')").is_hidden()


def test_a_learners_detector_is_in_the_menu_by_its_name(page, show):
    class Nervous:
        def __init__(self):
            self.drift_detected = False

        def update(self, x):
            self.drift_detected = x > 0.5

    show(lambda: simulation.widget(detector=Nervous))
    labels = page.locator(".knob select").first.locator("option").all_text_contents()
    assert labels[:2] == ["PSI, sliding window", "ADWIN, adaptive window"]
    assert labels[-1] == "Nervous (yours)"


def test_an_error_is_a_sentence_and_nothing_typed_is_lost(page, show):
    show(lambda: simulation.widget(Scenario(source="csv"), controls=("file",)))
    page.fill(".knob.text input", "no such file.csv")
    page.keyboard.press("Enter")
    answered(page)
    assert "file must name a CSV file on this computer, got 'no such file.csv'" in page.inner_text(".error")
    assert page.input_value(".knob.text input") == "no such file.csv"
    page.fill(".knob.text input", "")
    page.keyboard.press("Enter")
    answered(page)
    assert page.locator(".error").is_hidden()


def test_a_silent_kernel_is_called_by_its_name(page, show):
    show(lambda: simulation.widget(controls=("window",)))
    page.evaluate("() => { window.deaf = true; }")
    page.focus(".knob input[type=range]")
    page.keyboard.press("ArrowRight")
    page.locator(".status:text-is('computing …')").wait_for()
    page.wait_for_function("() => document.querySelector('.status').textContent.includes('re-run this cell')")


def test_two_views_each_keep_their_own_playhead(page, show):
    widget = show(lambda: simulation.widget(controls=("window",)))
    page.evaluate("() => view()")
    first, second = page.locator(".mlops-player").all()
    for player, share in ((first, 0.2), (second, 0.7)):
        still(player, share)
    first.locator(".knob input[type=range]").first.focus()
    page.keyboard.press("ArrowRight")
    answered(page)
    span = widget.trace.time[-1] - widget.trace.time[0]
    shares = [(scrubbed(each) - widget.trace.time[0]) / span for each in (first, second)]
    assert shares == pytest.approx([0.2, 0.7], abs=0.01)
    assert second.locator(".knob.range .value").first.inner_text() == "108 values"


def test_a_view_that_is_left_leaves_no_listener(page, show):
    show(simulation.widget)
    before = page.evaluate("() => { leave.pop()(); return model.count(); }")
    assert before == 0
    assert page.locator(".mlops-player").count() == 0


def test_those_who_want_no_motion_start_at_rest(browser):
    page = browser.new_page(reduced_motion="reduce", viewport={"width": 1120, "height": 900})
    widget = bridge.show(page, simulation.widget)
    drawn(page, frames=12)
    assert float(page.input_value(".scrub")) == widget.trace.time[0]
    assert page.get_attribute("button.primary", "aria-label") == "Play"
    page.close()


def test_what_could_not_be_run_is_a_sentence_and_not_an_empty_picture(page, show):
    class Broken:
        drift_detected = False

        def update(self, x):
            return 1 / 0

    show(lambda: simulation.widget(detector=Broken))
    assert "ZeroDivisionError" in page.inner_text(".error")
    assert page.locator("canvas").is_hidden()
    page.select_option(".knob select >> nth=0", "psi")
    page.wait_for_function("() => document.querySelector('canvas').offsetHeight > 0")
    assert page.locator(".error").is_hidden()


def test_menus_that_come_and_go_keep_the_order_of_the_knobs(page, show):
    show(simulation.widget)
    order = "() => [...document.querySelectorAll('.knobs > .knob')].filter(n => !n.hidden).map(n => n.firstChild.textContent)"
    before = page.evaluate(order)
    for detector in ("adwin", "psi"):
        page.select_option(".knob select >> nth=0", detector)
        answered(page)
    assert page.evaluate(order) == before


def test_a_slider_is_called_by_its_title_alone(page, show):
    show(lambda: simulation.widget(controls=("window",)))
    assert page.get_by_role("slider", name="Window", exact=True).is_visible()


def test_it_draws_only_while_it_is_seen(page, show):
    show(simulation.widget)
    page.evaluate("() => { document.getElementById('cell').style.marginTop = '3000px'; }")
    drawn(page)
    before = page.input_value(".scrub")
    drawn(page, frames=18)
    assert page.input_value(".scrub") == before


def test_it_survives_having_no_width(page, show):
    show(simulation.widget)
    for width in ("0px", "90px", "1000px"):
        page.evaluate("width => { document.getElementById('cell').style.width = width; }", width)
        drawn(page)
    assert page.evaluate(INK) > 500


def test_controls_go_above_the_picture_on_a_narrow_page(page, show):
    show(simulation.widget)
    page.set_viewport_size({"width": 560, "height": 900})
    controls, picture = (page.locator(name).bounding_box() for name in (".controls", ".picture"))
    assert controls["y"] + controls["height"] <= picture["y"]


def test_the_table_shows_what_the_picture_shows(page, show):
    widget = show(simulation.widget)
    still(page)
    page.click("button:has-text('Table')")
    head = page.locator("thead th").all_inner_texts()
    assert head[:2] == ["time", "truth"]
    cells = page.locator("tbody tr").first.locator("td").all_inner_texts()
    value = widget.trace["value"][-1]
    assert float(cells[head.index("value") - 1]) == pytest.approx(value, rel=1e-3)


@pytest.mark.parametrize("light", ["true", "false"])
def test_text_has_enough_contrast_in_both_themes(page, show, light):
    page.emulate_media(color_scheme="dark" if light == "false" else "light")
    show(simulation.widget)
    page.evaluate("light => { document.body.dataset.jpThemeLight = light; }", light)
    still(page)
    worst = page.evaluate(
        """() => {
            const rgb = text => { const p = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
              p.fillStyle = text; p.fillRect(0, 0, 1, 1); return [...p.getImageData(0, 0, 1, 1).data]; };
            const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
              .map(v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4).reduce((s, v, i) => s + v * [.2126, .7152, .0722][i], 0);
            const ground = node => { for (; node; node = node.parentElement) {
              const c = rgb(getComputedStyle(node).backgroundColor); if (c[3] > 250) return c; } return [255, 255, 255]; };
            return [...document.querySelectorAll('.mlops-player *')]
              .filter(n => n.offsetParent && [...n.childNodes].some(c => c.nodeType === 3 && c.textContent.trim()))
              .map(n => { const [a, b] = [light(rgb(getComputedStyle(n).color)), light(ground(n))];
                return [(Math.max(a, b) + .05) / (Math.min(a, b) + .05), n.className + ': ' + n.textContent.slice(0, 30)]; })
              .sort((a, b) => a[0] - b[0])[0];
        }"""
    )
    assert worst[0] >= 4.5, worst
