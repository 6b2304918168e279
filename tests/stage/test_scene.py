"""A scene that does not fit its trace is refused before anything is drawn; one that fits is drawn in every shape."""

import json
import xml.etree.ElementTree as ET
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from mlops_widgets.stage import (
    Axis,
    Event,
    Lane,
    Line,
    Phrase,
    Points,
    ReadOut,
    Scenario,
    Scene,
    SceneError,
    Span,
    Threshold,
    Trace,
    Verdict,
    Window,
    svg,
)  # fmt: skip
from mlops_widgets.stage.svg.draw import _widened as widened
from mlops_widgets.stage.svg.pen import Pen

LANE = Lane("Height", "metres", (Line("x"),))
SCENE = Scene("A walk", "made up", Axis("h"), (LANE,), (Verdict(0, (Phrase("All is well."),)),))


def _trace(n=50, **columns):
    return Trace(
        range(n), {"x": np.arange(n), **columns}, scenario=Scenario(), events=[Event(n // 2, "alarm", "a<b")]
    )


@pytest.mark.parametrize(
    ("scene", "words"),
    [
        (replace(SCENE, lanes=(replace(LANE, marks=(Line("y"),)),)), "shows a column 'y'.*it holds x"),
        (replace(SCENE, lanes=(replace(LANE, marks=(Window("y"),)),)), "shows a column 'y'"),
        (replace(SCENE, readouts=(ReadOut("pace", "pace"),)), "shows a column 'pace'"),
        (replace(SCENE, verdicts=()), "something from tick 0 on"),
        (replace(SCENE, verdicts=(Verdict(1, (Phrase("Late."),)),)), "something from tick 0 on"),
        (replace(SCENE, verdicts=tuple(Verdict(t, (Phrase("."),)) for t in (0, 9, 5))), r"rise.*\[0, 9, 5\]"),
        (replace(SCENE, verdicts=tuple(Verdict(t, (Phrase("."),)) for t in (0, 50))), r"on the run.*\[0, 50\]"),
    ],
)
def test_a_scene_that_does_not_fit_is_refused_with_its_title(scene, words):
    for use in (scene.check, scene.picture, scene.text, lambda trace: svg.draw(scene, trace)):
        with pytest.raises(SceneError, match=f"'A walk'.*{words}|{words}"):
            use(_trace())


def _words(drawn):
    return ["".join(each.itertext()) for each in ET.fromstring(drawn).iter("{http://www.w3.org/2000/svg}text")]


def test_the_axis_names_its_unit_and_dates_need_none():
    assert "h" in _words(svg.draw(SCENE, _trace()))
    assert "h" not in _words(svg.draw(replace(SCENE, axis=Axis("h", start="2013-01-01")), _trace()))


def test_lines_that_end_together_are_all_named():
    marks = tuple(Line(name, label=f"line {name}") for name in "xyz")
    same = {name: np.arange(50) for name in "yz"}
    said = _words(svg.draw(replace(SCENE, lanes=(replace(LANE, marks=marks),)), _trace(**same)))
    assert {"line x", "line y", "line z"} <= set(said)


@pytest.mark.parametrize(("step", "at"), [("pre", 19), ("post", 20)])
def test_what_is_switched_at_one_moment_has_no_slope(step, at):
    marks, switched = (Line("x", step=step),), np.where(np.arange(50) < 20, 1.0, 4.0)
    drawn = ET.fromstring(svg.draw(replace(SCENE, lanes=(replace(LANE, marks=marks),)), _trace(x=switched)))
    path = max((each.get("d", "") for each in drawn.iter() if each.tag.endswith("path")), key=len)
    places = [tuple(map(float, each.split())) for each in path[1:].split("L")]
    assert all(x == x2 or y == y2 for (x, y), (x2, y2) in pairwise(places))
    assert len({y for _, y in places}) == 2
    (jump,) = {x for (x, y), (x2, y2) in pairwise(places) if y != y2}
    assert jump == pytest.approx(places[0][0] + at / 49 * (places[-1][0] - places[0][0]), abs=0.1)


def test_columns_are_named_once_in_order_of_the_marks():
    marks = (Points("b"), Line("a"), Window("w"), Span("s", "night"), Threshold(1.0, "top"), Line("b"))
    scene = replace(SCENE, lanes=(replace(LANE, marks=marks),), readouts=(ReadOut("now", "a"), ReadOut("r", "r")))
    assert scene.columns() == ["b", "a", "w", "s", "r"]


def test_the_verdict_is_the_last_one_begun():
    verdicts = tuple(Verdict(tick, (Phrase(f"From {tick}."),)) for tick in (0, 10, 20))
    scene = replace(SCENE, verdicts=verdicts)
    assert [scene.verdict(tick).sentence for tick in (0, 9, 10, 49)] == ["From 0.", "From 0.", "From 10.", "From 20."]


def test_the_text_ends_in_one_full_stop_with_and_without_numbers():
    assert SCENE.text(_trace()) == "A walk (made up), at 49 h. All is well."
    with_number = replace(SCENE, readouts=(ReadOut("height", "x", digits=1, unit="m", base="normal 2"),))
    assert with_number.text(_trace(), tick=3) == "A walk (made up), at 3 h. All is well. height 3.0 m (normal 2)."


@pytest.mark.parametrize(
    "values",
    [np.zeros(50), np.full(50, np.nan), np.full(50, 1e9), np.linspace(-1e-9, 1e-9, 50),
     np.r_[np.nan, np.arange(49.0)], -np.arange(50.0)],
)  # fmt: skip
def test_flat_empty_huge_and_tiny_columns_are_drawn_on_an_axis_that_rises(values):
    marks = (Points("x"), Line("x", dashed=True, label="end"), Window("x"), Span("x", "night"))
    scene = replace(SCENE, lanes=(replace(LANE, marks=marks), replace(LANE, marks=())))
    trace = _trace(x=values)
    for lane in json.loads(json.dumps(scene.picture(trace), allow_nan=False))["lanes"]:
        assert lane["low"] < lane["high"]
        assert all(lane["low"] - 1e-9 <= tick <= lane["high"] + 1e-9 for tick, _ in lane["ticks"])
    drawn = svg.draw(scene, trace)
    assert ET.fromstring(drawn).tag.endswith("svg")
    assert "nan" not in drawn


def test_a_run_of_one_tick_is_drawn_and_told():
    scene = replace(SCENE, flags={"alarm": "warn"}, readouts=(ReadOut("height", "x"),))
    trace = _trace(n=1)
    assert scene.picture(trace)["axis"]["ticks"] == [(0.0, "0")]
    assert ET.fromstring(svg.draw(scene, trace)).tag.endswith("svg")
    assert scene.text(trace) == "A walk (made up), at 0 h. All is well. height 0."


def test_words_with_angle_brackets_stay_words():
    scene = replace(SCENE, title="x < y & z", flags={"alarm": "warn"})
    root = ET.fromstring(svg.draw(scene, _trace()))
    assert root[0].text == "x < y & z"
    assert "a<b" in "".join(root.itertext())


def test_only_events_of_a_kind_with_a_tone_get_a_flag():
    assert SCENE.picture(_trace())["flags"] == []
    flags = replace(SCENE, flags={"alarm": "warn"}).picture(_trace())["flags"]
    assert flags == [{"tick": 25, "time": 25.0, "label": "a<b", "tone": "warn"}]


def test_on_paper_the_gutter_is_as_high_as_its_flags_need_and_gone_without_any():
    def height(events):
        trace = Trace(range(50), {"x": np.arange(50)}, scenario=Scenario(), events=events)
        scene = replace(SCENE, lanes=(LANE, replace(LANE, title="Width")), flags={"alarm": "warn"})
        return float(ET.fromstring(svg.draw(scene, trace)).get("height"))

    one, two = [Event(25, "alarm", "a")], [Event(tick, "alarm", "a long label") for tick in (24, 25, 26)]
    assert height([]) < height(one) < height(two)


@pytest.mark.parametrize("others", [1, 2])
def test_a_lane_has_room_for_the_ghosts_and_one_grid(others):
    mine = {"title": "Loss", "low": 0.34, "high": 0.56, "ticks": [[0.4, "0.40"], [0.5, "0.50"]]}
    theirs = {"title": "Loss", "low": 0.4, "high": 0.63, "ticks": [[0.4, "0.40"], [0.45, "0.45"], [0.6, "0.60"]]}
    (lane,) = widened([mine], [[theirs]] * others)
    assert (lane["low"], lane["high"]) == (0.34, 0.63)
    assert lane["ticks"] == [(0.4, "0.40"), (0.5, "0.50"), (0.6, "0.60")]


def test_in_a_lane_of_powers_equal_factors_are_equal_steps_and_what_is_not_above_zero_leaves_the_rest_in_place():
    values = np.repeat([1.0, 10.0, 100.0, 0.0], 25)
    trace = Trace(range(100), {"x": values}, scenario=Scenario())
    scene = replace(SCENE, lanes=(replace(LANE, marks=(Line("x"),), log=True),), readouts=())
    (lane,) = scene.picture(trace)["lanes"]
    assert (lane["log"], [tick for tick, _ in lane["ticks"]]) == (True, [1, 3, 10, 30, 100])
    pen = Pen(trace, 99, {}, 0.0, 100.0, lane["low"], lane["high"], log=True)
    assert pen.y(1) - pen.y(10) == pytest.approx(pen.y(10) - pen.y(100))
    assert pen.y(0) > 100
    assert "nan" not in svg.draw(scene, trace)


def test_a_lane_of_powers_begins_above_zero_and_stands_upright():
    trace = Trace(range(3), {"x": [1.0, 3.0, 5.0]}, scenario=Scenario())
    lane = replace(LANE, marks=(Line("x"),), log=True)
    with pytest.raises(SceneError, match="begin above 0, got low=0: write low=1"):
        replace(SCENE, lanes=(replace(lane, low=0.0),), readouts=()).check(trace)
    (upright,) = replace(SCENE, lanes=(replace(lane, low=10.0),), readouts=()).picture(trace)["lanes"]
    assert upright["low"] < upright["high"]


def test_names_of_thresholds_that_lie_close_stand_beside_each_other():
    marks = (Line("x"), Threshold(10.0, "look at it"), Threshold(10.5, "wake somebody"))
    root = ET.fromstring(svg.draw(replace(SCENE, lanes=(replace(LANE, marks=marks),)), _trace()))
    low, high = (float(node.get("x")) for node in root.iter() if node.text in ("look at it", "wake somebody"))
    assert high > low + 50
