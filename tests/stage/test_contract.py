"""Every registered simulation keeps the same promises; a new one is tested before its author writes a test."""

import json
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from typing import NamedTuple

import numpy as np
import pytest
from wire_reader import read

from mlops_widgets import stage
from mlops_widgets.stage import links, wire

SIMULATIONS = stage.simulations()
SECONDS = 1.0  # that one run may take, imports apart


def _moved(simulation, control, value):
    """The default scenario with one knob moved, and those knobs set that make it matter."""
    asked = {name: values[0] for name, values in control["when"].items()}
    return simulation.Scenario(**asked, **{control["name"]: value})


def _ends(control):
    if "choices" in control:
        return [value for value, _ in control["choices"] if value != "yours"]  # a part has tests of its own
    if "min" in control:
        return [control["min"], control["max"]]
    return [False, True] if control["kind"] == "toggle" else []


def _corners(*kinds):
    """Each simulation as it comes, and with one knob at an end of its own."""
    for name, simulation in SIMULATIONS.items():
        as_it_comes = simulation.Scenario()
        yield pytest.param((simulation, as_it_comes), id=f"{name} as it comes")
        for control in simulation.Scenario.controls():
            if not kinds or control["kind"] in kinds:
                for value in _ends(control):
                    scenario = _moved(simulation, control, value)
                    if scenario != as_it_comes:
                        yield pytest.param((simulation, scenario), id=f"{name} {control['name']}={value}")


class Ran(NamedTuple):
    """One scenario of a simulation, run; how long that took."""

    simulation: stage.Simulation
    scenario: stage.Scenario
    trace: stage.Trace
    seconds: float


def _ran(simulation, scenario):
    began = time.perf_counter()
    trace = simulation.run(scenario)
    return Ran(simulation, scenario, trace, time.perf_counter() - began)


@pytest.fixture(scope="module", params=list(_corners()))
def corner(request):
    """As each simulation comes, and with each knob at an end: run once for all tests of it."""
    return _ran(*request.param)


@pytest.fixture(scope="module", params=list(_corners("menu", "toggle")))
def choice(request):
    """As each simulation comes, and with each of its choices: run once for all tests of it."""
    return _ran(*request.param)


every_simulation = pytest.mark.parametrize(
    "simulation", [pytest.param(each, id=name) for name, each in SIMULATIONS.items()]
)


def test_there_is_something_to_keep_the_promises():
    assert "drift.stream" in SIMULATIONS


def test_a_corner_runs_in_time_and_holds_no_infinity(corner):
    simulation, scenario, trace, seconds = corner
    if seconds > SECONDS:  # the first run of all may import what it needs
        seconds = _ran(simulation, scenario).seconds
    assert seconds <= SECONDS
    held = {"time": trace.time, **trace.columns}
    assert [name for name, values in held.items() if np.isinf(values).any()] == []
    assert not any(np.isinf(value) for value in trace.summary.values())
    assert trace.scenario == scenario


def test_a_corner_can_be_drawn_read_and_sent_and_stays_as_it_was(corner):
    simulation, scenario, trace, _ = corner
    before, kept = scenario.to_json(), {name: values.copy() for name, values in trace.columns.items()}
    scene = simulation.scene(trace)
    scene.check(trace)
    assert set(scene.columns()) <= set(trace.columns)
    assert set(scene.flags) >= {event.kind for event in trace.events} - {"inject", "missed"}
    assert json.loads(json.dumps(scene.picture(trace), allow_nan=False))["title"] == scene.title
    root = ET.fromstring(simulation.svg(trace))
    kinds = [child.tag.rpartition("}")[2] for child in root]
    assert kinds[:2] == ["title", "desc"]
    assert root[0].text == scene.title
    assert root[1].text == simulation.text(trace)
    assert scenario.to_json() == before
    assert all(np.array_equal(kept[name], trace[name], equal_nan=True) for name in kept)


def test_a_corner_says_whole_sentences_at_every_verdict(corner):
    simulation, _, trace, _ = corner
    for verdict in simulation.scene(trace).verdicts:
        assert verdict.sentence[0].isupper()
        assert verdict.sentence.endswith(".")
    text = simulation.text(trace)
    assert text.startswith(simulation.scene(trace).title)
    assert text.endswith(".")
    for flaw in ("nan", "None", "  ", " .", "..", ". .", ",,", "no noticed"):
        assert flaw not in text, text


@every_simulation
def test_the_same_scenario_gives_the_same_bytes(simulation):
    first, second = simulation.run(), simulation.run()
    assert first.digest() == second.digest()
    assert first == second


def test_a_fresh_process_gives_the_same_bytes():
    code = (
        "from mlops_widgets import stage\n"
        "for name, simulation in stage.simulations().items():\n"
        "    print(name, simulation.run().digest())\n"
    )
    fresh = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert fresh.stdout.split("\n")[:-1] == [
        f"{name} {simulation.run().digest()}" for name, simulation in SIMULATIONS.items()
    ]


@every_simulation
def test_another_seed_gives_another_run_where_chance_has_a_part(simulation):
    corners = (corner.values[0] for corner in _corners("menu"))
    scenarios = (scenario for which, scenario in corners if which is simulation)
    pairs = ((simulation.run(each), simulation.run(each.replace(seed=each.seed + 1))) for each in scenarios)
    assert any(_past(one, len(one)) != _past(other, len(other)) for one, other in pairs)


@every_simulation
def test_the_table_has_a_row_for_each_tick_and_tells_each_event(simulation):
    trace = simulation.run()
    table = simulation.table(trace)
    assert len(table) == len(trace)
    assert list(table.columns) == [*simulation.scene(trace).columns(), "events"]
    assert table.index.is_unique
    for event in trace.events:
        assert event.label in table["events"].iloc[event.tick]


@every_simulation
def test_a_picture_of_the_middle_shows_less_than_the_whole(simulation):
    trace = simulation.run()
    middle = simulation.svg(trace, tick=len(trace) // 2)
    assert len(middle) < len(simulation.svg(trace))
    assert ET.fromstring(simulation.svg(trace, dark=True)).tag.endswith("svg")
    assert simulation.text(trace, tick=0) != simulation.text(trace)


# Interventions leave the past alone


def _past(trace, tick):
    columns = {name: values[:tick].tobytes() for name, values in trace.columns.items()}
    return trace.time[:tick].tobytes(), columns, [event for event in trace.events if event.tick < tick]


def _plain_acts(simulation, tick):
    """Each action as it comes."""
    return (action(tick=tick) for action in simulation.Scenario.actions)


def _acts(simulation, tick):
    """Each action as it comes, and at the ends of its own knobs."""
    yield from _plain_acts(simulation, tick)
    for action in simulation.Scenario.actions:
        for control in action.controls():
            yield from (action(tick=tick, **{control["name"]: end}) for end in _ends(control))


def _leaves_the_past_alone(ran, act):
    simulation, scenario, without, _ = ran
    trace = simulation.run(scenario.act(act))
    assert len(trace) == len(without), act
    assert _past(trace, act.tick) == _past(without, act.tick), act


@every_simulation
def test_an_intervention_leaves_every_array_and_event_before_it_as_it_was(simulation):
    as_it_comes = _ran(simulation, simulation.Scenario())
    n = len(as_it_comes.trace)
    for act in (*_plain_acts(simulation, 0), *_acts(simulation, n // 2), *_acts(simulation, n - 1)):
        _leaves_the_past_alone(as_it_comes, act)


def test_an_intervention_leaves_all_before_it_as_it_was_whatever_was_chosen(choice):
    for act in _plain_acts(choice.simulation, len(choice.trace) // 2):
        _leaves_the_past_alone(choice, act)


@pytest.mark.slow
def test_an_intervention_leaves_all_before_it_as_it_was_whatever_was_chosen_and_with_its_own_knobs_turned(choice):
    n = len(choice.trace)
    for act in (*_acts(choice.simulation, n // 2), *_acts(choice.simulation, n - 1)):
        _leaves_the_past_alone(choice, act)


@every_simulation
def test_a_second_intervention_leaves_the_first_as_it_was(simulation):
    scenario = simulation.Scenario()
    n = len(simulation.run(scenario))
    for first in _acts(simulation, n // 3):
        once = simulation.run(scenario.act(first))
        for second in _acts(simulation, n // 3 + 1):
            twice = simulation.run(scenario.act(first).act(second))
            assert _past(twice, second.tick) == _past(once, second.tick), (first, second)


@pytest.mark.slow
def test_a_second_intervention_leaves_the_first_as_it_was_whatever_was_chosen(choice):
    simulation, scenario, without, _ = choice
    third = len(without) // 3
    acts, later = list(_acts(simulation, third)), list(_acts(simulation, third + 1))
    for at, first in enumerate(acts):
        once = simulation.run(scenario.act(first))
        twice = simulation.run(scenario.act(first).act(later[at - 1]))
        assert _past(twice, third + 1) == _past(once, third + 1), (first, later[at - 1])


@every_simulation
def test_the_sentence_at_a_tick_knows_nothing_of_later_interventions(simulation):
    without = simulation.run()
    for tick in (len(without) // 2, len(without) - 2):
        for act in _acts(simulation, tick):
            trace = simulation.run(simulation.Scenario().act(act))
            said, before = simulation.scene(trace), simulation.scene(without)
            assert said.verdict(tick - 1) == before.verdict(tick - 1), act


@every_simulation
def test_an_intervention_changes_something_after_it(simulation):
    without = simulation.run()
    middle = len(without) // 2
    for action in simulation.Scenario.actions:
        trace = simulation.run(simulation.Scenario().act(action(tick=middle)))
        assert _past(trace, len(trace)) != _past(without, len(trace)), action


@every_simulation
def test_an_intervention_beyond_the_run_changes_no_number(simulation):
    without = simulation.run()
    for act in _acts(simulation, 10 * len(without)):
        trace = simulation.run(simulation.Scenario().act(act))
        assert _past(trace, len(trace)) == _past(without, len(trace)), act


# What travels comes back


def test_a_scenario_survives_json_with_its_interventions(corner):
    simulation, scenario, *_ = corner
    for act in _acts(simulation, 7):
        acted = scenario.act(act).act(act.replace(tick=3))
        back = simulation.Scenario.from_json(acted.to_json())
        assert back == acted
        assert [type(each) for each in back.interventions] == [type(act)] * 2
        assert [each.tick for each in back.interventions] == [3, 7]


def test_a_link_brings_the_scenario_back(choice):
    simulation, scenario, *_ = choice
    acted = scenario
    for act in _acts(simulation, 7):
        acted = acted.act(act)
    said = links.read(links.write(simulation, acted, pins=[scenario], tick=5))
    assert (said.simulation, said.scenario, said.pins, said.tick) == (simulation, acted, (scenario,), 5)


@every_simulation
def test_no_knob_is_called_as_a_link_calls_its_own(simulation):
    assert {"v", "tick", "pin", "part"} & set(simulation.Scenario.model_fields) == set()


@every_simulation
def test_every_knob_has_a_title_and_a_default_inside_its_bounds(simulation):
    scenario = simulation.Scenario()
    for control in simulation.Scenario.controls():
        value = getattr(scenario, control["name"])
        assert control["title"][0].isupper(), control
        if "min" in control:
            assert control["min"] <= value <= control["max"], control
            steps = (value - control["min"]) / control["step"]
            assert abs(steps - round(steps)) < 1e-9, f"a slider cannot stand at its own default: {control}"
        for name, values in control["when"].items():
            asked = next(each for each in simulation.Scenario.controls() if each["name"] == name)
            choices = asked.get("choices") or [["true", "on"], ["false", "off"]]
            assert set(values) <= {choice for choice, _ in choices}, control


def test_packed_and_read_again_it_is_the_same_to_the_precision_of_the_wire(choice):
    simulation, _, trace, _ = choice
    scene = simulation.scene(trace)
    layout, data = wire.pack(trace, scene.columns(), exact=scene.numbers())
    ticks, time, columns = read(layout, data)
    assert len(data) <= wire.BUDGET
    assert (layout["of"], [name for name, _, _ in layout["columns"]]) == (len(trace), scene.columns())
    assert np.array_equal(time, trace.time[ticks])
    for name, low, step in layout["columns"]:
        sent = trace[name][ticks]
        slack = 0.5001 * step + 1e-12 * abs(low) if step else np.abs(np.where(np.isfinite(sent), sent, 0)) * 6e-8
        assert np.array_equal(np.isnan(columns[name]), np.isnan(sent)), name
        known = np.isfinite(sent)
        assert np.all(np.abs(columns[name] - sent)[known] <= (slack if np.ndim(slack) == 0 else slack[known])), name
        assert np.array_equal(columns[name][~known], sent[~known], equal_nan=True), name
    read_out = {name: step for name, _, step in layout["columns"] if name in scene.numbers()}
    assert set(read_out.values()) <= {0.0, 1.0}, "what is read as a number keeps 32 bits, or is whole"


@pytest.mark.parametrize("limit", [200, 100])
def test_thinned_it_keeps_ends_extremes_and_events_within_the_limit(choice, limit):
    simulation, _, trace, _ = choice
    names = simulation.scene(trace).along()
    kept = wire.thinned(trace, names, limit=limit)
    events = np.unique([event.tick for event in trace.events]).astype(int)
    assert kept.size <= limit
    assert np.all(np.diff(kept) > 0)
    assert {0, len(trace) - 1, *events[: limit // 2].tolist()} <= set(kept.tolist())
    for name in names:
        values = trace[name]
        if np.isfinite(values).any():
            assert np.nanmax(values[kept]) == np.nanmax(values), name
            assert np.nanmin(values[kept]) == np.nanmin(values), name
