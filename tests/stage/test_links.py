"""A link brings back the very run, or says in a sentence why it cannot."""

import json
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlops_widgets import stage
from mlops_widgets.drift.stream import Scenario, simulation
from mlops_widgets.stage import LinkError, PartError, ScenarioError, joiner, links

ACTED = Scenario(window=24, threshold=0.3, airport="LGA").replace(
    interventions=[{"kind": "inject", "tick": 700, "size": 2.5}, {"kind": "reset", "tick": 30}]
)


class Mine:
    drift_detected = False

    def update(self, x):
        self.drift_detected = x > 0.9


@given(st.integers(0, 999), st.sampled_from(["EWR", "JFK", "LGA"]), st.integers(0, 1500), st.text(max_size=20))
def test_what_was_written_is_read(seed, airport, tick, file):
    scenario = Scenario(seed=seed, airport=airport, file=file)
    said = links.read(
        links.write(simulation, scenario, pins=[ACTED, Scenario()], tick=tick, parts={"detector": "Æ:1"})
    )
    assert (said.simulation, said.scenario, said.pins) == (simulation, scenario, (ACTED, Scenario()))
    assert (said.tick, said.parts) == (tick, {"detector": "Æ:1"})


def test_a_link_is_one_line_that_survives_a_mail():
    link = links.write(simulation, Scenario(file="my flights & more.csv", column="Ärger"), tick=3)
    assert link.isascii()
    assert not set(' "<>\n') & set(link)
    assert links.read(f"  {link}\n").scenario.file == "my flights & more.csv"


def test_a_link_may_name_only_what_differs():
    said = links.read("mlops-widgets:drift.stream?v=1&window=24")
    assert (said.scenario, said.pins, said.tick) == (Scenario(window=24), (), None)


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ("", "must look like mlops-widgets:drift.stream"),
        ("https://example.org/?v=1", "must look like mlops-widgets:drift.stream"),
        ("mlops-widgets:drift.stream", "copy the whole line"),
        ("mlops-widgets:drift.stream?window=24", "version none, and this mlops-widgets reads version 1"),
        ("mlops-widgets:drift.stream?v=2&window=24", "version 2.*install the version that made it"),
        ("mlops-widgets:drift.river?v=1", "'drift.river' that is not installed: there is .*drift.stream"),
        ("mlops-widgets:drift.stream?v=1&windows=24", "no field windows"),
        ("mlops-widgets:drift.stream?v=1&window=2", "window must be at least 12, got 2"),
        ("mlops-widgets:drift.stream?v=1&window=many", "window must be JSON in a link, got 'many'"),
        ("mlops-widgets:drift.stream?v=1&tick=soon", "tick must be a whole number from 0, got 'soon'"),
        ("mlops-widgets:drift.stream?v=1&pin=[1]", r"pin must hold the fields of a scenario, got \[1\]"),
        ("mlops-widgets:drift.stream?v=1&pin={", "pin must be JSON in a link, got '{'"),
        ("mlops-widgets:drift.stream?v=1&interventions=[{\"kind\":\"jump\",\"tick\":1}]", "got 'jump'"),
    ],
)  # fmt: skip
def test_a_link_that_cannot_be_followed_says_why(link, words):
    with pytest.raises((LinkError, ScenarioError), match=words):
        stage.from_link(link)


def test_the_widget_of_a_link_is_the_one_it_was_copied_from():
    one = simulation.widget(ACTED)
    one.pin()
    one.set(window=48)
    other = stage.from_link(f"{one.link}&tick=900")
    assert (other.scenario, other.trace, other.pinned) == (one.scenario, one.trace, one.pinned)
    assert (other.spec["tick"], other.spec["play"], other.spec["notice"]) == (900, False, "")
    one.close()
    other.close()


def test_a_part_that_cannot_travel_is_asked_for_by_name_and_replaced_until_it_comes():
    one = simulation.widget(detector=Mine)
    link = one.link
    without, with_it = stage.from_link(link), stage.from_link(link, detector=Mine)
    assert "called Mine" not in without.spec["notice"]
    assert "Mine, which a link cannot carry: this is the default, psi" in without.spec["notice"]
    assert "stage.from_link(link, detector=YourClass)" in without.spec["notice"]
    assert without.trace == simulation.run()
    assert (with_it.spec["notice"], with_it.trace) == ("", one.trace)
    with pytest.raises(PartError, match="no part called 'policy' here: the parts are detector"):
        stage.from_link(link, policy=Mine)
    for widget in (one, without, with_it):
        widget.close()


def test_the_player_writes_the_same_link():
    said = {"name": simulation.name, "parts": {"detector": "Mine"}}
    pins = [json.loads(ACTED.to_json())]
    scenario = Scenario(file="a b&c=d.csv", column="Ärger", size=1.5)
    script = (
        f'import {{ linkOf }} from "{(joiner.PLAYER / "link.js").as_uri()}";'
        f"console.log(linkOf({json.dumps(said)}, {scenario.to_json()}, {json.dumps(pins)}, 42));"
    )
    ran = subprocess.run(["node", "--input-type=module", "-e", script], capture_output=True, text=True, check=True)
    read = links.read(ran.stdout)
    assert (read.simulation, read.scenario, read.pins) == (simulation, scenario, (ACTED,))
    assert (read.tick, read.parts) == (42, {"detector": "Mine"})


def test_a_part_that_the_link_did_not_run_is_there_but_does_not_take_over():
    widget = stage.from_link("mlops-widgets:drift.stream?v=1&window=24", detector=Mine)
    assert widget.scenario == Scenario(window=24)
    assert "Mine (yours)" in str(widget.spec["controls"])
    widget.close()


def test_a_pin_that_cannot_be_made_here_is_named_and_the_run_plays():
    pins = [Scenario(source="csv", file="not here.csv"), Scenario(detector="yours"), Scenario(window=24)]
    widget = stage.from_link(links.write(simulation, Scenario(), pins=pins))
    assert widget.trace == simulation.run()
    assert [trace.scenario for trace in widget.pinned] == [Scenario(), Scenario(window=24)]
    assert "A pinned run cannot be made here and is left out: file must name" in widget.spec["notice"]
    assert "Pass yours: stage.from_link(link, detector=YourClass)" in widget.spec["notice"]
    widget.close()


@pytest.mark.parametrize("wrap", ["\n{}\n", '"{}"', "<{}>"])
def test_a_link_is_read_as_mails_wrap_and_quote_it(wrap):
    link = links.write(simulation, ACTED)
    assert links.read(wrap.format(link[:60] + "\n  " + link[60:])).scenario == ACTED


@pytest.mark.parametrize("field", [f"seed={'9' * 5000}", f"pin={'[' * 9000}", f"tick={'1' * 5000}"])
def test_no_link_is_too_odd_for_a_sentence(field):
    with pytest.raises((LinkError, ScenarioError)):
        links.read(f"mlops-widgets:drift.stream?v=1&{field}")
