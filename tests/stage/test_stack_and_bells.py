"""A stack stands on zero and fills its lane; bells tell each belief in numbers, here and in the browser alike."""

import json
import subprocess
import xml.etree.ElementTree as ET
from dataclasses import replace

import numpy as np
import pytest
from toy import SCENE, TOY, Scenario, toy

from mlops_widgets.stage import Bells, Lane, Panel, SceneError, Simulation, Stack, message, svg
from mlops_widgets.stage.joiner import PLAYER

STACK = Lane("Shares", "of users", (Stack(("w0", "w1", "w2"), ("one", "two", "three"), ("soft", "accent", "warn")),))
BELLS = Panel(
    "Belief", "metres", Bells(("mean", "x0"), ("w1", "w0"), ("A", "B"), ("soft", "good"), -1.0, 2.0, 1, "m")
)
BOTH = replace(SCENE, lanes=(STACK,), panels=(BELLS,))


def test_a_scene_names_the_layers_and_the_beliefs():
    assert BOTH.columns() == ["w0", "w1", "w2", "mean", "x0"]
    assert BOTH.along() == ["w0", "w1", "w2"]


def test_a_lane_leaves_room_for_all_layers_together():
    trace = toy(Scenario())
    (lane,) = BOTH.picture(trace)["lanes"]
    assert lane["low"] == 0
    assert lane["high"] >= (trace["w0"] + trace["w1"] + trace["w2"]).max()


def test_the_layers_on_paper_stand_on_each_other():
    root = ET.fromstring(svg.draw(BOTH, toy(Scenario())))
    areas = [node.get("d") for node in root.iter() if node.get("fill-opacity") == ".5"]
    assert len(areas) == 3
    below, above = (area.removeprefix("M").removesuffix("Z").split("L") for area in areas[:2])
    half = len(below) // 2
    assert below[:half] == above[half:][::-1]
    assert {"two", "three"} <= {node.text for node in root.iter()}


def test_a_layer_that_is_too_thin_carries_no_name():
    trace = toy(Scenario())
    assert trace["w0"][-1] == 0
    assert "one" not in {node.text for node in ET.fromstring(svg.draw(BOTH, trace)).iter()}


def test_the_surer_belief_stands_higher():
    root = ET.fromstring(svg.draw(BOTH, toy(Scenario()), tick=10))
    curves = [node.get("d") for node in root.iter() if node.get("stroke-width") == "2"]
    tops = [min(float(place.split(" ")[1]) for place in curve[1:].split("L")) for curve in curves]
    trace = toy(Scenario())
    assert trace["w1"][10] > trace["w0"][10]
    assert tops[1] < tops[0]


def test_what_is_not_known_is_not_drawn_and_not_said():
    trace = toy(Scenario(), unknown=True)
    assert "Belief: A 0.0 m ± –." in BOTH.text(trace, 0)
    assert "nan" not in svg.draw(BOTH, trace, tick=0)
    assert "nan" not in svg.draw(BOTH, trace)


@pytest.mark.parametrize(
    "change",
    [{"spreads": ("w0",)}, {"labels": ()}, {"low": 2.0}, {"means": (), "spreads": (), "labels": (), "tones": ()}],
)
def test_bells_that_do_not_fit_are_refused_with_their_name(change):
    panel = replace(BELLS, mark=replace(BELLS.mark, **change))
    with pytest.raises(SceneError, match=r"bells 'Belief'.*need a spread, a label and a tone for each mean"):
        replace(BOTH, panels=(panel,)).check(toy(Scenario()))


def test_the_browser_says_the_same_of_every_belief():
    trace = toy(Scenario())
    told, data = message.answer(Simulation("toy.bells", TOY.Scenario, toy, lambda _: BOTH), trace, request="1")
    code = f"""
        import {{ tellBells }} from "{(PLAYER / "marks" / "bells.js").as_uri()}";
        import {{ unpack }} from "{(PLAYER / "trace.js").as_uri()}";
        import {{ readFileSync }} from "node:fs";
        const {{ told, data }} = JSON.parse(readFileSync(0, "utf8"));
        const trace = unpack(told.layout, new DataView(Uint8Array.from(data).buffer));
        console.log(JSON.stringify([...trace.time].map((_, now) => tellBells(told.picture.panels[0], trace, now))));
    """
    ran = subprocess.run(
        ["node", "--input-type=module", "-e", code],
        input=json.dumps({"told": told, "data": list(data)}), capture_output=True, text=True, check=True,
    )  # fmt: skip
    same = [BOTH.text(trace, tick).endswith(words) for tick, words in enumerate(json.loads(ran.stdout))]
    assert np.mean(same) == 1
