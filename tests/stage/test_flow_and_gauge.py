"""Requests flow to who answers them, a budget empties: the same dots and words on paper and in the browser."""

import json
import subprocess
import xml.etree.ElementTree as ET
from dataclasses import replace

import numpy as np
import pytest

from mlops_widgets import stage
from mlops_widgets.stage import (
    Axis,
    Flow,
    Gauge,
    Lane,
    Line,
    Panel,
    Phrase,
    Scene,
    SceneError,
    Trace,
    Verdict,
    message,
    svg,
)
from mlops_widgets.stage.joiner import PLAYER
from mlops_widgets.stage.svg.flow import underway

MARK = Flow(
    ("p0", "p1", "p0", "p1"), ("w0", "w1", "c0", "c1"), ("s0", "s1", "s1", "s0"),
    ("old", "new"), ("kept", "moved"), ("soft", "accent"), ticks=4, copies=2,
)  # fmt: skip
GAUGE = Gauge("left", "other", "rate", "this one", "the other")
SCENE = Scene(
    "Moving", "made up", Axis("h"), (Lane("Height", "m", (Line("left"),)),), (Verdict(0, (Phrase("So."),)),),
    above=(Panel("Requests", "some of them", MARK),), panels=(Panel("Budget", "share", GAUGE),),
)  # fmt: skip


def _run(scenario=None, *, n=30):
    """Two requests a tick, some fail; the second goes to the new version in the last third, and is copied before."""
    ticks = np.arange(n)
    late = ticks >= 2 * n // 3
    columns = {"p0": np.full(n, 0.9), "p1": np.full(n, 0.1), "s0": np.full(n, 0.5), "s1": 1 + ticks % 7.0}
    columns |= {"w0": (ticks % 5 == 0) * 1.0, "w1": np.where(late, 2.0 + (ticks % 4 == 0), 0.0)}
    columns |= {"c0": np.full(n, np.nan), "c1": np.where(late, np.nan, 2.0 + (ticks % 3 == 0))}
    columns |= {"moved": 0.2 * late, "kept": 1 - 0.2 * late}
    columns |= {"left": 1 - ticks / 20, "other": 1 - ticks / 50, "rate": 1.5 * np.ones(n)}
    return Trace(ticks, columns, scenario=scenario or stage.Scenario())


def _in_node(code, run):
    """What the player's modules print for this run, as JSON."""
    told, data = message.answer(stage.Simulation("toy.flow", stage.Scenario, _run, lambda _: SCENE), run, request="1")
    script = f"""
        import {{ tellFlow, underway }} from "{(PLAYER / "marks" / "flow.js").as_uri()}";
        import {{ tellGauge }} from "{(PLAYER / "marks" / "gauge.js").as_uri()}";
        import {{ unpack }} from "{(PLAYER / "trace.js").as_uri()}";
        import {{ readFileSync }} from "node:fs";
        const {{ told, data }} = JSON.parse(readFileSync(0, "utf8"));
        const trace = unpack(told.layout, new DataView(Uint8Array.from(data).buffer));
        const [flow, gauge] = [told.picture.above[0], told.picture.panels[0]];
        console.log(JSON.stringify({code}));
    """
    ran = subprocess.run(
        ["node", "--input-type=module", "-e", script],
        input=json.dumps({"told": told, "data": list(data)}), capture_output=True, text=True, check=True,
    )  # fmt: skip
    return json.loads(ran.stdout)


def test_the_browser_says_the_same_of_every_tick():
    run = _run()
    said = _in_node("[...trace.time].map((_, i) => `${tellFlow(flow, trace, i)} ${tellGauge(gauge, trace, i)}`)", run)
    assert all(SCENE.text(run, tick).endswith(words) for tick, words in enumerate(said))
    assert said[12].startswith("Requests, the last drawn: 8 to old (1 failed); copies: 4 to new (2 failed).")
    assert said[-1].endswith("Budget: −45 % left, going 1.5 times as fast as would last; the other 42 % left.")


@pytest.mark.parametrize("time", [0.0, 3.0, 12.4, 25.0, 29.0])
def test_the_browser_draws_the_same_dots_in_the_same_places(time):
    run = _run()
    theirs = _in_node(f"underway(flow, trace, {time})", run)
    ours = list(underway(SCENE.picture(run)["above"][0], run, time))
    assert bool(ours) == (time > 0)
    assert [(each["target"], each["failed"], each["copy"]) for each in theirs] == [
        (dot.target, dot.failed, dot.copy) for dot in ours
    ]
    for name in ("place", "off", "done"):
        assert [each[name] for each in theirs] == pytest.approx([getattr(dot, name) for dot in ours], abs=1e-3)


def test_the_slower_is_longer_on_its_way_and_only_failures_stay():
    dots = list(underway(SCENE.picture(_run())["above"][0], _run(), 15.0))
    own = [dot for dot in dots if not dot.copy]
    assert {dot.failed for dot in own if dot.done > 1} == {True}
    assert sum(dot.place == 0.1 for dot in own) > sum(dot.place == 0.9 for dot in own)  # the place of the slow ones


def _drawn(tick, **ways):
    root = ET.fromstring(svg.draw(SCENE, _run(), tick=tick, **ways))
    return [node.attrib for node in root.iter() if node.tag.endswith("path")]


def test_on_paper_failures_are_crosses_in_a_colour_of_their_own_and_copies_are_rings():
    for dark in (False, True):
        paths = _drawn(14, dark=dark)
        (crosses,) = [path for path in paths if "l6 6m0-6l-6 6" in path["d"]]
        dots = [path for path in paths if path.get("stroke-width") == "4.5"]
        (rings,) = [path for path in paths if "a2.5 2.5" in path["d"]]
        assert crosses["stroke"] not in {path["stroke"] for path in (*dots, rings)}
    assert [path for path in paths if path.get("stroke-dasharray") == "5 4"]  # the way of the copies
    assert not [path for path in _drawn(29) if "a2.5 2.5" in path["d"]]


def test_on_paper_the_flow_stands_over_the_lanes_and_names_who_answers():
    root = ET.fromstring(svg.draw(SCENE, _run()))
    y = {node.text: float(node.get("y")) for node in root.iter() if node.text and node.get("y")}
    assert y["Requests"] < y["old"] < y["new"] < y["Height"] < y["Budget"] < y["this one"]
    assert {"users", "answers", "80 %", "20 %", "even pace", "just lasts", "45 % overspent", "42 % left"} <= set(y)
    assert "new, copies only" in {node.text for node in ET.fromstring(svg.draw(SCENE, _run(), tick=9)).iter()}


def test_where_no_requests_flow_other_words_stand_for_them_on_paper_aloud_and_in_the_page():
    mark = replace(MARK, words=("parts", "sorted", "wrongly"))
    scene = replace(SCENE, above=(Panel("Parts", "some of them", mark),))
    written = {node.text for node in ET.fromstring(svg.draw(scene, _run())).iter()}
    assert {"parts", "sorted"} <= written
    assert not {"users", "answers"} & written
    assert "wrongly)" in scene.text(_run())
    assert "wrongly)" in _in_node("tellFlow({ ...flow, words: ['parts', 'sorted', 'wrongly'] }, trace, 20)", _run())


def test_before_the_first_request_and_without_a_number_nothing_is_invented():
    run = _run()
    hollow = Trace(run.time, {name: values * np.nan for name, values in run.columns.items()}, scenario=run.scenario)
    assert "Requests: none yet. Budget: not known yet." in SCENE.text(hollow, 5)
    assert "nan" not in svg.draw(SCENE, hollow)
    assert "nan" not in svg.draw(SCENE, run, tick=0)


@pytest.mark.parametrize(
    "change", [{"paces": ("s0",)}, {"tones": ("soft",)}, {"places": (), "ways": (), "paces": ()}]
)
def test_a_flow_that_does_not_fit_is_refused_with_its_name(change):
    panel = replace(SCENE.above[0], mark=replace(MARK, **change))
    with pytest.raises(SceneError, match=r"the flow 'Requests' of 'Moving' needs a place, a way and a pace"):
        replace(SCENE, above=(panel,)).check(_run())


def test_the_dots_travel_but_stand_behind_no_other_run():
    assert SCENE.along() == ["left"]
    assert SCENE.columns()[:7] == ["left", "p0", "p1", "w0", "w1", "c0", "c1"]
