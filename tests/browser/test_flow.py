"""Do requests flow while time runs, stand still when it does, and keep calm for those who want no motion?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playing import drawn, play, still
from test_bridge import SEEK

from mlops_widgets.rollout.delivery import Scenario, simulation

pytestmark = pytest.mark.browser

FLOW = "() => document.querySelector('canvas.flow').toDataURL()"
# How many pictures of the flow, and of the lanes, there are in so many frames.
PICTURES = """frames => new Promise(done => {
  const [flow, lanes] = ['canvas.flow', '.picture canvas'].map(name => document.querySelector(name));
  const seen = [new Set(), new Set()];
  const next = () => {
    [flow, lanes].forEach((canvas, i) => seen[i].add(canvas.toDataURL()));
    if (frames-- > 0) requestAnimationFrame(next);
    else done(seen.map(each => each.size));
  };
  next();
})"""
WARM = """() => { const c = document.querySelector('canvas.flow');
  const d = c.getContext('2d').getImageData(c.width / 2, 0, c.width / 2, c.height).data;
  let n = 0; for (let i = 0; i < d.length; i += 4) if (d[i + 3] > 200 && d[i] > d[i + 2] + 100) n++; return n; }"""


@pytest.fixture
def calm(page: Any) -> Iterator[None]:
    """Whoever looks wants no motion."""
    page.emulate_media(reduced_motion="reduce")
    yield
    page.emulate_media(reduced_motion="null")


def test_the_flow_moves_with_the_playhead_alone_and_says_what_it_shows(page, show):
    widget = show(simulation.widget)
    still(page, 0.2)
    one = page.evaluate(FLOW)
    assert page.evaluate(PICTURES, 10) == [1, 1]
    page.evaluate(SEEK, 0.21)
    drawn(page)
    assert page.evaluate(FLOW) != one
    page.evaluate(SEEK, 0.2)
    drawn(page)
    assert page.evaluate(FLOW) == one
    page.evaluate(SEEK, 1.0)
    drawn(page)
    assert page.get_attribute("canvas.flow", "aria-label") in simulation.text(widget.trace)


def test_failures_come_back_in_a_colour_of_their_own(page, show):
    show(lambda: simulation.widget(Scenario(candidate_errors=0.0, stable_errors=0.0)))
    still(page)
    assert page.evaluate(WARM) == 0
    show(lambda: simulation.widget(Scenario(candidate_errors=0.5, strategy="all_at_once", policy="baseline")))
    still(page, 0.05)
    assert page.evaluate(WARM) > 100


def test_while_it_plays_each_frame_is_another_picture(page, show):
    show(simulation.widget)
    play(page)
    flow, _ = page.evaluate(PICTURES, 20)
    assert flow > 10


def test_who_wants_no_motion_sees_one_picture_of_the_flow_a_second(page, show, calm):
    show(simulation.widget)
    play(page)
    flow, lanes = page.evaluate(PICTURES, 20)
    assert flow <= 3
    assert lanes > 10
    still(page, 0.5)
    moved = page.evaluate(FLOW)
    still(page, 0.6)
    assert page.evaluate(FLOW) != moved


def test_the_gauge_and_the_flow_have_room_on_a_narrow_page(page, show):
    show(simulation.widget)
    still(page, 0.1)
    for width in (700, 420):
        page.set_viewport_size({"width": width, "height": 900})
        drawn(page)
        for canvas in page.locator("figure canvas").all():
            box = canvas.bounding_box()
            assert box["width"] > 120
            assert box["x"] + box["width"] <= width
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
