"""Every registered simulation keeps the same promises; a new one is tested before its author writes a test."""

import json
import subprocess
import sys
import time
import xml.etree.ElementTree as ET

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
    for name, simulation in SIMULATIONS.items():
        yield pytest.param(simulation, simulation.Scenario(), id=f"{name} as it comes")
        for control in simulation.Scenario.controls():
            if not kinds or control["kind"] in kinds:
                for value in _ends(control):
                    scenario = _moved(simulation, control, value)
                    yield pytest.param(simulation, scenario, id=f"{name} {control['name']}={value}")


every_corner = pytest.mark.parametrize(("simulation", "scenario"), list(_corners()))
every_choice = pytest.mark.parametrize(("simulation", "scenario"), list(_corners("menu", "toggle")))
every_simulation = pytest.mark.parametrize(
    "simulation", [pytest.param(each, id=name) for name, each in SIMULATIONS.items()]
)


def test_there_is_something_to_keep_the_promises():
    assert "drift.stream" in SIMULATIONS


@every_corner
def test_a_corner_runs_in_time_and_holds_no_infinity(simulation, scenario):
    for _ in range(2):  # the first run of all may import what it needs
        began = time.perf_counter()
        trace = simulation.run(scenario)
        seconds = time.perf_counter() - began
        if seconds <= SECONDS:
            break
    else:
        pytest.fail(f"{simulation.name} took {seconds:.2f} s for {scenario!r}")
    held = {"time": trace.time, **trace.columns}
    assert [name for name, values in held.items() if np.isinf(values).any()] == []
    assert not any(np.isinf(value) for value in trace.summary.values())
    assert trace.scenario == scenario


@every_corner
def test_a_corner_can_be_drawn_read_and_sent(simulation, scenario):
    trace = simulation.run(scenario)
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


@every_corner
def test_a_corner_says_whole_sentences_at_every_verdict(simulation, scenario):
    trace = simulation.run(scenario)
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
    scenarios = [corner.values[1] for corner in _corners("menu") if corner.values[0] is simulation]
    pairs = [(simulation.run(each), simulation.run(each.replace(seed=each.seed + 1))) for each in scenarios]
    assert any(_past(one, len(one)) != _past(other, len(other)) for one, other in pairs)


@every_choice
def test_inputs_stay_as_they_were(simulation, scenario):
    before = scenario.to_json()
    trace = simulation.run(scenario)
    kept = {name: values.copy() for name, values in trace.columns.items()}
    scene = simulation.scene(trace)
    scene.picture(trace)
    simulation.svg(trace)
    assert scenario.to_json() == before
    assert all(np.array_equal(kept[name], trace[name], equal_nan=True) for name in kept)


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


def _acts(simulation, tick):
    """Each action as it comes, and at the ends of its own knobs."""
    for action in simulation.Scenario.actions:
        yield action(tick=tick)
        for control in action.controls():
            yield from (action(tick=tick, **{control["name"]: end}) for end in _ends(control))


@every_choice
def test_an_intervention_leaves_every_array_and_event_before_it_as_it_was(simulation, scenario):
    without = simulation.run(scenario)
    for tick in (0, len(without) // 2, len(without) - 1):
        for act in _acts(simulation, tick):
            trace = simulation.run(scenario.act(act))
            assert len(trace) == len(without), act
            assert _past(trace, tick) == _past(without, tick), act


def _seldom(corners):
    """Slow, but for a simulation as it comes."""
    for corner in corners:
        simulation, scenario = corner.values
        marks = () if scenario == simulation.Scenario() else pytest.mark.slow
        yield pytest.param(simulation, scenario, id=corner.id, marks=marks)


@pytest.mark.parametrize(("simulation", "scenario"), list(_seldom(_corners("menu", "toggle"))))
def test_a_second_intervention_leaves_the_first_as_it_was(simulation, scenario):
    n = len(simulation.run(scenario))
    is_default = scenario == simulation.Scenario()  # where every action follows every one; elsewhere each follows one
    for at, first in enumerate(_acts(simulation, n // 3)):
        once = simulation.run(scenario.act(first))
        for tick in (n // 3 + 1, n // 2) if is_default else (n // 3 + 1,):
            acts = list(_acts(simulation, min(tick, n - 1)))
            for second in acts if is_default else [acts[at - 1]]:
                twice = simulation.run(scenario.act(first).act(second))
                assert _past(twice, second.tick) == _past(once, second.tick), (first, second)


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


@every_corner
def test_a_scenario_survives_json_with_its_interventions(simulation, scenario):
    for act in _acts(simulation, 7):
        acted = scenario.act(act).act(act.replace(tick=3))
        back = simulation.Scenario.from_json(acted.to_json())
        assert back == acted
        assert [type(each) for each in back.interventions] == [type(act)] * 2
        assert [each.tick for each in back.interventions] == [3, 7]


@every_corner
def test_a_link_brings_the_scenario_back(simulation, scenario):
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


@every_choice
def test_packed_and_read_again_it_is_the_same_to_the_precision_of_the_wire(simulation, scenario):
    trace = simulation.run(scenario)
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


@every_choice
@pytest.mark.parametrize("limit", [200, 100])
def test_thinned_it_keeps_ends_extremes_and_events_within_the_limit(simulation, scenario, limit):
    trace = simulation.run(scenario)
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
