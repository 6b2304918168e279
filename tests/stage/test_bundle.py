"""Many faint lines: drawn up to their ends and no further, left out of tables, within the wire's limit."""

import xml.etree.ElementTree as ET
from dataclasses import replace

import numpy as np
import pytest

from mlops_widgets import stage
from mlops_widgets.stage import Axis, Bundle, Lane, Line, Phrase, Scene, SceneError, Trace, Verdict, svg, wire

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
    """Tone → the paths that are drawn in it, in each of the bundle's two groups."""
    root = ET.fromstring(svg.draw(SCENE, _trace(), tick=tick))
    groups = [node for node in root.iter() if node.get("stroke-opacity")]
    return [[(path.get("stroke"), path.get("d").count("L")) for path in group] for group in groups]


def test_a_line_that_has_ended_takes_another_tone_and_is_drawn_no_further():
    (still,) = _strokes(2)
    assert [steps for _, steps in still] == [2, 2, 2]
    still, ended = _strokes(6)
    assert [steps for _, steps in still] == [6, 6]
    assert [steps for _, steps in ended] == [3]
    assert {tone for tone, _ in still}.isdisjoint({tone for tone, _ in ended})


def test_a_line_that_ends_with_the_run_has_ended_and_one_that_ends_after_it_goes_on():
    still, ended = _strokes(9)
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
