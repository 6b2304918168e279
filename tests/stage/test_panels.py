"""A band lies between its columns; a panel shows the playhead's tick, in its own axes, in words and in every run."""

import json
import subprocess
import xml.etree.ElementTree as ET
from dataclasses import replace

import numpy as np
import pytest
from toy import SCENE, TOY, Scenario, toy

from mlops_widgets.stage import Band, Cloud, Histogram, Lane, Panel, SceneError, kept, message, svg, wire
from mlops_widgets.stage.joiner import PLAYER


def test_a_scene_names_the_columns_of_its_panels_after_those_along_the_time():
    assert SCENE.along() == ["low", "high", "mean"]
    assert SCENE.columns() == ["low", "high", "mean", "r0", "r1", "r2", "w0", "w1", "w2", "x0", "x1", "y0", "y1"]


@pytest.mark.parametrize(
    ("panels", "words"),
    [
        ((Panel("a", "", Histogram(("r0",), ("w0", "w1"), ("1",))),), "histogram 'a'.*got 1, 2 and 1"),
        ((Panel("a", "", Histogram((), (), ())),), "at least one"),
        ((Panel("a", "", Cloud(("x0",), (), (), ("u", "v"))),), "got 1 for x and 0 for y"),
        ((Panel("a", "", Cloud(("x0",), ("lost",), (), ("u", "v"))),), "column 'lost'"),
        (SCENE.panels * 2, "may have 3 panels.*got 4"),
    ],
)
def test_a_panel_that_does_not_fit_is_refused_with_its_name(panels, words):
    with pytest.raises(SceneError, match=words):
        replace(SCENE, panels=panels).check(toy(Scenario()))


def test_a_lane_leaves_room_for_both_edges_of_a_band():
    trace = toy(Scenario())
    (lane,) = SCENE.picture(trace)["lanes"]
    assert lane["low"] <= trace["low"].min()
    assert lane["high"] >= trace["high"].max()


def test_the_axes_of_a_panel_hold_for_every_tick_of_the_run():
    trace = toy(Scenario())
    histogram, cloud = SCENE.picture(trace)["panels"]
    assert histogram["axes"]["y"]["low"] == 0
    assert histogram["axes"]["y"]["high"] > max(trace[name].max() for name in ("r0", "w0", "w1", "w2"))
    assert [label for _, label in histogram["axes"]["y"]["ticks"]][:2] == ["0 %", "25 %"]
    for axis, names in (("x", ("x0", "x1")), ("y", ("y0", "y1"))):
        values = np.concatenate([trace[name] for name in names])
        assert cloud["axes"][axis]["low"] < np.nanmin(values)
        assert cloud["axes"][axis]["high"] > np.nanmax(values)


def test_the_words_say_what_the_panels_show_at_the_tick():
    trace = toy(Scenario())
    assert SCENE.text(trace, 0).endswith(
        "Size: within a point of the reference in every bin. Both: correlation of the dots –, of the reference 1.00."
    )
    last = SCENE.text(trace)
    assert "furthest from the reference in bin 0–2, 0 % and not 25 %" in last
    assert "correlation of the dots −" in last


def test_a_cloud_may_count_its_dots_and_leave_room_for_words():
    trace = toy(Scenario())
    panel = replace(SCENE.panels[1], mark=replace(SCENE.panels[1].mark, counted=True, room=0.5))
    scene = replace(SCENE, panels=(panel,))
    dots = sum(np.isfinite(trace[name][-panel.mark.ticks :]).sum() for name in ("x0", "x1"))
    assert dots > 0
    assert scene.text(trace).endswith(f"Both, dots: {dots}.")
    usual, roomy = (each.picture(trace)["panels"][-1]["axes"]["y"] for each in (SCENE, scene))
    assert roomy["low"] == usual["low"]
    assert roomy["high"] == pytest.approx(usual["high"] + 0.5 * (usual["high"] - usual["low"]))


@pytest.mark.parametrize("counted", [False, True])
def test_the_browser_says_the_same_of_every_panel_at_every_tick(counted):
    trace = toy(Scenario())
    histogram, cloud = SCENE.panels
    scene = replace(SCENE, panels=(histogram, replace(cloud, mark=replace(cloud.mark, counted=counted))))
    told, data = message.answer(replace(TOY, scene=lambda _: scene), trace, request="1")
    code = f"""
        import {{ Panels }} from "{(PLAYER / "panels.js").as_uri()}";
        import {{ unpack }} from "{(PLAYER / "trace.js").as_uri()}";
        import {{ readFileSync }} from "node:fs";
        const {{ told, data }} = JSON.parse(readFileSync(0, "utf8"));
        const trace = unpack(told.layout, new DataView(Uint8Array.from(data).buffer));
        const sentences = Object.getOwnPropertyDescriptor(Panels.prototype, "sentences").value;
        const run = {{ picture: told.picture, trace }};
        const panels = {{ run, panels: told.picture.panels }};
        console.log(JSON.stringify([...trace.time].map((time) => sentences.call(panels, time))));
    """
    ran = subprocess.run(
        ["node", "--input-type=module", "-e", code],
        input=json.dumps({"told": told, "data": list(data)}), capture_output=True, text=True, check=True,
    )  # fmt: skip
    for tick, words in enumerate(json.loads(ran.stdout)):
        assert scene.text(trace, tick).endswith(" ".join(words))


def test_on_paper_panels_stand_under_the_lanes_and_inside_the_picture():
    trace = toy(Scenario())
    without = ET.fromstring(svg.draw(replace(SCENE, panels=()), trace))
    root = ET.fromstring(svg.draw(SCENE, trace))
    assert float(root.get("height")) > float(without.get("height")) + 150
    words = [node.text for node in root.iter() if node.text]
    assert {"Size", "Both", "reference", "now", "0–2", "first", "second"} <= set(words)
    for bar in root.iter("{http://www.w3.org/2000/svg}rect"):
        if bar.get("x"):
            assert 0 <= float(bar.get("x")) <= 860
            assert float(bar.get("y")) + float(bar.get("height")) <= float(root.get("height"))


def test_no_flag_and_no_axis_of_time_goes_through_a_panel():
    trace = toy(Scenario())
    lanes = float(ET.fromstring(svg.draw(replace(SCENE, panels=()), trace)).get("height"))
    root = ET.fromstring(svg.draw(SCENE, trace))
    flagged = [node.get("d") for node in root.iter() if node.get("stroke-dasharray") == "4 3"]
    assert flagged
    assert all(float(path.rpartition(" ")[2]) < lanes for path in flagged)


def test_what_is_not_known_leaves_a_gap_and_no_number():
    trace = toy(Scenario(), unknown=True)
    assert "Size: not known yet." in SCENE.text(trace, 0)
    assert "nan" not in svg.draw(SCENE, trace, tick=0)
    assert "nan" not in svg.draw(SCENE, trace)
    json.dumps(SCENE.picture(trace), allow_nan=False)


def test_a_value_beyond_a_declared_axis_stays_in_its_lane_on_paper():
    lane = Lane("Height", "metres", (Band("low", "high"),), low=0.0, high=0.1)
    root = ET.fromstring(svg.draw(replace(SCENE, lanes=(lane,)), toy(Scenario())))
    assert [node for node in root.iter() if (node.get("clip-path") or "").startswith("url(#lane")]


def test_thinned_for_the_wire_the_lanes_keep_their_peaks_and_panels_go_along():
    trace = toy(Scenario(), n=7000)
    layout, data = wire.pack(trace, SCENE.columns(), peaks=SCENE.along(), limit=500)
    assert layout["n"] <= 500
    assert len(data) <= wire.BUDGET
    kept_ticks = wire.thinned(trace, SCENE.along(), limit=500)
    assert trace["high"][kept_ticks].max() == trace["high"].max()


def test_a_run_with_panels_is_kept_within_its_limit_and_a_pin_leaves_them_out():
    trace = toy(Scenario(), n=3000)
    spec = message.spec(TOY, (), {}, play=True)
    assert len(json.dumps(kept.keep(TOY, [trace], spec=spec, pins=[trace]))) <= kept.LIMIT
    (ghost,), _ = message.ghosts(TOY, [trace])
    assert [name for name, _, _ in ghost["layout"]["columns"]] == SCENE.along()
