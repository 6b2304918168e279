"""Pinned runs are known to a saved picture and to those who listen, not only to the canvas."""

import base64
import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest

from mlops_widgets.drift.stream import Scenario, simulation
from mlops_widgets.rollout.experiment import simulation as shop
from mlops_widgets.stage import pinned


@pytest.fixture
def forked():
    """Two pins behind a run of another window."""
    widget = simulation.widget(Scenario(days=30))
    widget.pin()
    widget.set(window=12)
    widget.pin()
    widget.set(window=240)
    yield widget
    widget.close()


def _dashes(svg):
    strokes = [
        (path.get("stroke-width"), path.get("stroke-dasharray"))
        for path in ET.fromstring(svg).iter()
        if path.get("fill") == "none"
    ]
    return {dash for width, dash in strokes if width == "1.5"}


def test_the_saved_picture_draws_each_ghost_thin_and_with_a_dash_of_its_own(forked):
    html = forked._repr_mimebundle_()[0]["text/html"]
    svg = base64.b64decode(html.partition("base64,")[2].rstrip('">')).decode()
    assert _dashes(svg) == {"7 4", "2 3"}
    assert "Pinned: A Window 96 values, B Window 12 values" in ET.fromstring(svg)[1].text
    assert _dashes(simulation.svg(forked.trace)) == set()


def test_the_words_say_what_is_pinned_and_how_far_the_numbers_moved(forked):
    said = forked._repr_mimebundle_()[0]["text/plain"]
    assert said.startswith(forked.answer["text"] + " Pinned: A Window 96 values, B Window 12 values — ")
    now, first, second = (int(trace["false_alarms"][-1]) for trace in (forked.trace, *forked.pinned))
    told = next(part for part in said.split("; ") if part.startswith("alarms without a cause") and " A" in part)
    for name, then in (("A", first), ("B", second)):
        by = f"{now - then:+d}".replace("-", "−")
        assert (f"{name} {then} ({by})" in told) == (then != now)
    assert said.endswith("late arrivals now same in A, B.")  # the same flights
    forked.unpin()
    assert forked._repr_mimebundle_()[0]["text/plain"] == forked.answer["text"]


def test_a_ghost_ends_at_the_moment_of_the_picture_and_makes_room_for_itself(forked):
    half, whole = (simulation.svg(forked.trace, tick=tick, pins=forked.pinned) for tick in (300, None))
    longest = [
        max(len(path.get("d")) for path in ET.fromstring(svg).iter() if path.get("stroke-dasharray") == "7 4")
        for svg in (half, whole)
    ]
    assert longest[0] < 0.7 * longest[1]
    wild = simulation.svg(forked.pinned[1]), simulation.svg(forked.trace, pins=forked.pinned)
    ticks = [
        [
            text.text
            for text in ET.fromstring(svg).iter()
            if text.get("text-anchor") == "end" and text.get("font-weight") == "400"
        ]
        for svg in wild
    ]
    assert ticks[0] == ticks[1]


@pytest.mark.parametrize(
    ("change", "words"),
    [({}, "A this very run"),
     ({"detector": "adwin"}, "A Detector ADWIN, adaptive window"),
     ({"interventions": ({"kind": "inject", "tick": 5}, {"kind": "reset", "tick": 9})}, "A 2 interventions")],
)  # fmt: skip
def test_a_pin_is_named_by_what_it_has_and_the_run_in_front_has_not(change, words):
    front = Scenario(days=7)
    said = pinned.sentence(simulation, simulation.run(front), [simulation.run(front.replace(**change))])
    assert said.startswith(f"Pinned: {words} — ")
    assert pinned.sentence(simulation, simulation.run(front), []) == ""


def test_of_a_pinned_stack_the_edges_between_its_layers_are_drawn_over_the_areas():
    runs = [shop.run(shop.Scenario(policy=policy)) for policy in ("thompson", "fixed")]
    paths = [path for path in ET.fromstring(shop.svg(runs[0], pins=runs[1:])).iter() if path.tag.endswith("path")]
    areas = [place for place, path in enumerate(paths) if path.get("fill-opacity") == ".5"]
    dashed = [place for place, path in enumerate(paths) if path.get("stroke-dasharray") == "7 4"]
    assert len([place for place in dashed if areas[-1] < place < areas[-1] + 3]) == 2  # three layers, two edges
    assert len(dashed) == 2 + 3  # and the lines of the other lane


def test_no_name_of_a_ghost_covers_a_name_of_the_run_in_front():
    front, *pins = (shop.run(shop.Scenario(policy=policy)) for policy in ("fixed", "thompson", "epsilon"))
    for tick in (200, None):
        words = [
            node for node in ET.fromstring(shop.svg(front, tick=tick, pins=pins)).iter() if node.get("paint-order")
        ]
        named = [node for node in words if node.get("font-weight") == "400"]
        levels = sorted(float(node.get("y")) for node in named)
        assert len(levels) >= 3
        assert min(b - a for a, b in pairwise(levels)) >= 14


def test_what_another_detector_calls_by_the_same_column_is_no_number_to_compare_and_no_line():
    run = simulation.run(Scenario(detector="always", days=30))
    psi, other = simulation.run(Scenario(days=30)), simulation.run(Scenario(detector="always", days=30, pace=500))
    said = {pin: pinned.sentence(simulation, run, [pin]) for pin in (psi, other)}
    name = next(each.name for each in simulation.scene(run).readouts if each.column == "statistic")
    assert f"{name} A –" in said[psi]
    assert f"{name} A –" not in said[other]
    lines = [simulation.svg(run, pins=[pin]).count('stroke-dasharray="7 4"') for pin in (psi, other)]
    assert lines[1] == lines[0] + 1
