"""Many faint lines: drawn up to their ends and no further, left out of tables, within the wire's limit."""

import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import numpy as np
import pytest

from mlops_widgets import stage
from mlops_widgets.rollout.peeking import Scenario, simulation
from mlops_widgets.stage import Axis, Bundle, Lane, Line, Phrase, Scene, SceneError, Trace, Verdict, svg, wire
from mlops_widgets.stage.svg.pen import LEFT, RIGHT, WIDTH
from mlops_widgets.stage.svg.thin import thinned

LINES = Bundle(("a0", "a1", "a2"), (3.0, 9.0, 99.0))
SCENE = Scene(
    "Many", "made up", Axis("h"), (Lane("Heights", "m", (LINES, Line("mean"))),), (Verdict(0, (Phrase("So."),)),)
)


def _trace():
    time = np.arange(10.0)
    return Trace(
        time, {"a0": time, "a1": 2 * time, "a2": -time, "mean": time / 2}, scenario=stage.Scenario()
    )  # fmt: skip


def _strokes(tick):
    """The tone of each of the bundle's two groups, and the hour to which each of its lines is drawn."""
    root = ET.fromstring(svg.draw(SCENE, _trace(), tick=tick))
    groups = [node for node in root.iter() if node.get("stroke-opacity")]
    return [(group.get("stroke"), [_hours(path.get("d")) for path in group]) for group in groups]


def _hours(path):
    """Where a path of one point and many steps ends."""
    right = sum(map(int, re.findall(r"-?\d+", path)[::2]))
    return round(9 * (right - LEFT) / (WIDTH - RIGHT - LEFT))


def test_a_line_that_has_ended_takes_another_tone_and_is_drawn_no_further():
    ((_, still),) = _strokes(2)
    assert still == [2, 2, 2]
    (tone, still), (other, ended) = _strokes(6)
    assert (still, ended) == ([6, 6], [3])
    assert tone != other


def test_a_line_that_ends_with_the_run_has_ended_and_one_that_ends_after_it_goes_on():
    (_, still), (_, ended) = _strokes(9)
    assert (len(still), len(ended)) == (1, 2)


def test_the_lane_has_room_for_every_line_up_to_its_end():
    assert LINES.extent(_trace()).max() == 18
    assert replace(LINES, ends=(3.0, 4.0, 99.0)).extent(_trace()).max() == 8


def test_the_lines_travel_but_stand_in_no_table_of_the_run_and_behind_no_other_run():
    assert SCENE.along() == ["mean"]
    assert SCENE.columns() == ["mean", "a0", "a1", "a2"]
    layout, _ = wire.pack(_trace(), SCENE.columns(), peaks=SCENE.along())
    assert [name for name, _, _ in layout["columns"]] == SCENE.columns()


def test_a_bundle_without_an_end_for_each_line_is_refused():
    wrong = replace(SCENE, lanes=(Lane("Heights", "m", (Bundle(("a0", "a1"), (3.0,)),)),))
    with pytest.raises(SceneError, match="an end for each line, got 2 lines and 1 ends"):
        wrong.check(_trace())


def test_no_point_that_is_left_out_lies_further_off_than_the_eye_sees():
    x, y = np.arange(300.0), np.random.default_rng(0).normal(size=300).cumsum()
    kept = np.array(list(thinned(zip(x, y, strict=True))))
    assert 3 < len(kept) < 200
    assert np.abs(np.interp(x, *kept.T) - y).max() <= 0.75 + 1e-9


def test_two_hundred_tests_of_a_hundred_looks_are_a_picture_and_no_archive():
    assert len(simulation.svg(simulation.run(Scenario(looks=100)))) < 90_000
