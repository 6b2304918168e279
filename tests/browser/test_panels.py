"""Are bands, bundles, histograms and clouds painted, side by side or stacked, and do they leave keyboard and playhead alone?"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "stage"))  # the toy with panels lies there

from playing import drawn, still
from test_bridge import INK, SEEK
from toy import SCENE, TOY

from mlops_widgets.rollout.peeking import simulation as peeking

pytestmark = pytest.mark.browser

INKS = """() => [...document.querySelectorAll('.panels canvas')].map((c) => {
  const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
  let n = 0; for (let i = 3; i < d.length; i += 4) if (d[i]) n++; return n; })"""
WARM = """() => { const c = document.querySelector('.picture canvas');
  const d = c.getContext('2d').getImageData(0, 0, c.width, c.height / 2).data;
  let n = 0; for (let i = 0; i < d.length; i += 4) if (d[i + 3] > 200 && d[i] > d[i + 2] + 100) n++; return n; }"""
PICTURES = "() => [...document.querySelectorAll('.panels canvas')].map((c) => c.toDataURL())"


def _boxes(page):
    return [figure.bounding_box() for figure in page.locator(".panels figure").all()]


def test_panels_are_painted_side_by_side_and_stacked_on_a_narrow_page(page, show):
    show(TOY.widget)
    still(page)
    assert min(page.evaluate(INKS)) > 1000
    first, second = _boxes(page)
    assert first["y"] == second["y"]
    assert first["x"] + first["width"] < second["x"]
    page.set_viewport_size({"width": 560, "height": 900})
    drawn(page)
    first, second = _boxes(page)
    assert first["x"] == second["x"]
    assert first["y"] + first["height"] <= second["y"]
    assert min(page.evaluate(INKS)) > 1000


def test_the_playhead_moves_what_panels_show_and_they_say_it(page, show):
    widget = show(TOY.widget)
    still(page, 0.0)
    before = page.evaluate(PICTURES)
    page.evaluate(SEEK, 1.0)
    drawn(page)
    after = page.evaluate(PICTURES)
    assert all(one != other for one, other in zip(before, after, strict=True))
    told = [canvas.get_attribute("aria-label") for canvas in page.locator(".panels canvas").all()]
    assert SCENE.text(widget.trace).endswith(" ".join(told))


def test_panels_take_no_focus_no_click_and_no_room_where_there_is_none(page, show):
    show(TOY.widget)
    still(page, 0.5)
    at = page.input_value(".scrub")
    page.locator(".panels canvas").first.click()
    assert page.input_value(".scrub") == at
    assert page.locator(".panels :is([tabindex], button, input)").count() == 0
    for width in ("0px", "90px", "1000px"):
        page.evaluate("width => { document.getElementById('cell').style.width = width; }", width)
        drawn(page)
    assert min(page.evaluate(INKS)) > 1000


def test_panels_and_bands_follow_the_theme(page, show):
    show(TOY.widget)
    still(page)
    light, picture = page.evaluate(PICTURES), page.evaluate("() => document.querySelector('canvas').toDataURL()")
    page.evaluate("() => { document.body.dataset.jpThemeLight = 'false'; }")
    drawn(page)
    assert all(one != other for one, other in zip(light, page.evaluate(PICTURES), strict=True))
    assert picture != page.evaluate("() => document.querySelector('canvas').toDataURL()")


def test_a_band_is_painted_under_its_line_and_named_at_its_end(page, show):
    show(TOY.widget)
    still(page)
    assert page.evaluate(INK) > 5000
    assert page.locator(".end:not([hidden])").all_inner_texts() == ["nine in ten", "mean"]


def test_the_table_leaves_out_the_many_columns_of_panels(page, show):
    show(TOY.widget)
    still(page)
    page.click("button:has-text('Table')")
    assert page.locator("thead th").all_inner_texts() == ["time", *SCENE.along(), "events"]


def test_the_table_leaves_out_the_many_lines_of_a_bundle_and_a_pin_draws_none_of_them(page, show):
    widget = show(peeking.widget)
    still(page)
    page.click("button:has-text('Pin')")
    page.click("button:has-text('Table')")
    names = [name.replace("_", " ") for name in peeking.scene(widget.trace).along()]
    assert page.locator("thead th").all_inner_texts() == ["time", *names, "events"]


def test_lines_of_a_bundle_end_one_after_the_other(page, show):
    show(peeking.widget)
    still(page, 0.2)
    early = page.evaluate(WARM)
    page.evaluate(SEEK, 1.0)
    drawn(page)
    assert page.evaluate(WARM) > 2 * early > 0
