"""The stream has the truth it says it has, whatever watches it, and a learner's own file or detector fits in."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlops_widgets import stage
from mlops_widgets.data.flights import AIRPORTS, hourly, storms
from mlops_widgets.drift.stream import Inject, Reset, Scenario, simulation, stream

CHANGES = ("none", "sudden", "gradual", "incremental", "recurring", "unit")


def _kinds(trace, kind):
    return [event for event in trace.events if event.kind == kind]


def _values_scenarios():
    knobs = {}
    for control in Scenario.controls():
        name, whole = control["name"], Scenario.model_fields[control["name"]].annotation is int
        if "choices" in control:
            knobs[name] = st.sampled_from([value for value, _ in control["choices"] if value != "yours"])
        elif "min" in control:
            kind = st.integers if whole else st.floats
            knobs[name] = kind(control["min"], control["max"])
    acts = st.one_of(
        st.builds(Inject, tick=st.integers(0, 9000), size=st.floats(0.5, 4)),
        st.builds(Reset, tick=st.integers(0, 9000)),
    )
    return st.builds(Scenario, interventions=st.lists(acts, max_size=3), **knobs)


@settings(max_examples=80)
@given(_values_scenarios())
def test_any_scenario_within_bounds_gives_a_run_without_infinity_and_a_picture(scenario):
    trace = simulation.run(scenario)
    assert not any(np.isinf(values).any() for values in trace.columns.values())
    assert np.isfinite(trace["value"]).all()
    assert set(np.unique(trace["alarm"])) <= {0, 1}
    assert set(np.unique(trace["truth"])) <= {0, 1}
    assert (np.diff(trace["false_alarms"]) >= 0).all()
    assert trace["false_alarms"][-1] == trace.summary["false_alarms"] == len(_kinds(trace, "false"))
    assert trace.summary["found"] + len(_kinds(trace, "missed")) <= trace.summary["changes"]
    assert simulation.scene(trace).picture(trace)["verdicts"][0]["tick"] == 0


# Truth


@pytest.mark.parametrize("airport", AIRPORTS)
def test_storms_come_from_the_weather_alone(airport):
    year = hourly(airport)
    told = set()
    for measure in ("late", "delay"):
        trace = simulation.run(Scenario(airport=airport, measure=measure, begins=1, days=365))
        assert np.array_equal(trace["truth"] > 0, year.storm[trace.time.astype(int)])
        told.add(tuple(event.label for event in trace.events if event.kind in ("truth", "already")))
    assert told == {tuple(storm.label for storm in storms(airport))}


def test_the_measured_share_is_what_the_flights_say():
    trace = simulation.run(Scenario(airport="JFK", begins=100, days=7))
    year, hours = hourly("JFK"), trace.time.astype(int) + 99 * 24
    assert np.array_equal(trace["value"], year.late[hours] / year.landed[hours])
    assert year.landed[hours].min() >= 5


@pytest.mark.parametrize("change", CHANGES)
def test_the_world_is_the_same_before_the_change_and_different_after_it(change):
    calm = stream(Scenario(source="generated", change="none")).values
    values = stream(Scenario(source="generated", change=change, at=600, over=100)).values
    assert np.array_equal(values[:600], calm[:600])
    assert (change == "none") == np.array_equal(values[600:], calm[600:])


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_of_no_size_is_no_change_unless_the_unit_changes(change):
    source = stream(Scenario(source="generated", change=change, size=0))
    calm = stream(Scenario(source="generated", change="none"))
    assert (len(source.changes) == 0) == np.array_equal(source.values, calm.values)


def test_a_change_that_comes_and_goes_is_told_each_time():
    scenario = Scenario(source="generated", change="recurring", at=200, over=100, size=2)
    trace = simulation.run(scenario)
    told = [event.tick for event in trace.events if event.kind in ("truth", "already")]
    assert told == list(range(200, len(trace), 200))
    shift = np.log(trace["value"] / simulation.run(scenario.replace(change="none"))["value"])
    assert np.array_equal(shift > 0.1, trace["truth"] > 0)


def test_the_detector_changes_neither_the_values_nor_the_truth():
    psi, adwin = (simulation.run(Scenario(source="generated", detector=name)) for name in ("psi", "adwin"))
    assert psi["value"].tobytes() == adwin["value"].tobytes()
    assert psi["truth"].tobytes() == adwin["truth"].tobytes()
    assert psi["alarm"].tobytes() != adwin["alarm"].tobytes()


def test_the_mean_is_that_of_the_last_24_values():
    trace = simulation.run()
    assert np.isnan(trace["mean"][:23]).all()
    assert trace["mean"][500] == pytest.approx(trace["value"][477:501].mean())


def test_the_window_reaches_back_to_its_first_value():
    trace = simulation.run(Scenario(window=48, reference=96))
    for tick in (96, 120, 143, 500):
        values = min(tick - 95, 48)
        assert trace["window"][tick] == trace.time[tick] - trace.time[tick - values + 1]


# Interventions


def test_an_injected_change_lifts_every_later_value_by_its_size():
    scenario = Scenario(source="generated", change="none")
    before, trace = simulation.run(scenario), simulation.run(scenario.act(Inject(tick=700, size=2)))
    spread = before["value"][: scenario.reference].std()
    assert np.allclose(trace["value"][700:] - before["value"][700:], 2 * spread)
    assert [(event.tick, event.label) for event in _kinds(trace, "truth")] == [(700, "your change")]
    assert trace.summary["found"] == 1


def test_an_injected_share_stays_a_share():
    trace = simulation.run(Scenario().act(Inject(tick=100, size=4)).act(Inject(tick=200, size=4)))
    assert trace["value"].max() == 1


def test_a_change_noticed_in_its_first_hour_is_said_to_be_noticed():
    class Sharp:
        def __init__(self):
            self.seen = 0

        @property
        def drift_detected(self):
            return self.seen > 240

        def update(self, x):
            self.seen += 1

    trace = simulation.run(Scenario(source="generated", at=240), detector=Sharp)
    assert trace["delay"][240] == 0
    assert simulation.scene(trace).verdict(240).sentence.startswith("Noticed after 0 hours: change")


@pytest.mark.parametrize("window", [12, 24, 48, 96, 240])
@pytest.mark.parametrize("airport", AIRPORTS)
def test_a_sentence_that_says_no_alarm_stands_over_no_alarm(airport, window):
    trace = simulation.run(Scenario(airport=airport, window=window, days=365))
    verdicts = simulation.scene(trace).verdicts
    for verdict, end in zip(verdicts, [*(each.tick for each in verdicts[1:]), len(trace)], strict=True):
        if "No alarm yet" in verdict.sentence or "cannot fire" in verdict.sentence:
            assert not trace["alarm"][verdict.tick : end].any(), verdict.sentence


def test_a_file_is_counted_in_rows_not_in_hours():
    scenario = Scenario(source="csv", reference=180, window=120).act(Inject(tick=310, size=4))
    trace = simulation.run(scenario)
    words = " ".join(each.sentence for each in simulation.scene(trace).verdicts) + simulation.text(trace)
    assert trace.summary["found"] == 1
    assert "rows" in words
    assert "hour" not in words.replace("hour by hour", "")
    assert " h;" not in words


# A learner's file


def _csv(tmp_path, text, **knobs):
    path = tmp_path / "mine.csv"
    path.write_text(text, encoding="utf-8")
    return Scenario(source="csv", file=str(path), **knobs)


def test_a_file_is_read_by_its_first_column_of_numbers_and_gaps_keep_their_rows(tmp_path):
    text = "\ufeffday,sold\n" + "\n".join(f"mon,{i}" if i != 3 else "tue," for i in range(9))
    trace = simulation.run(_csv(tmp_path, text))
    assert trace["value"].tolist() == [0, 1, 2, 4, 5, 6, 7, 8]
    assert trace.time.tolist() == [0, 1, 2, 4, 5, 6, 7, 8]
    assert "sold, row by row (your file mine.csv, 1 rows without a number left out)" in simulation.text(trace)


@pytest.mark.parametrize(
    ("text", "knobs", "words"),
    [
        ("", {}, "at least two numbers .it has no columns., got ''"),
        ("a,b\nx,y\n", {}, "at least two numbers .it has a, b., got ''"),
        ("a,b\n1,2\n3,4\n", {"column": "c"}, "it has a, b., got 'c'"),
        ("a,b\n1,x\n3,y\n", {"column": "b"}, "at least two numbers .*got 'b'"),
        ("a\n1\n", {}, "at least two numbers"),
        ("a\n1\ninf\n", {}, "at least two numbers"),
    ],
)
def test_a_file_that_holds_no_stream_gets_a_sentence(tmp_path, text, knobs, words):
    with pytest.raises(stage.ScenarioError, match=f"column must be a column of mine.csv.*{words}"):
        simulation.run(_csv(tmp_path, text, **knobs))


@pytest.mark.parametrize("file", ["nowhere.csv", "/", "a\0b"])
def test_a_file_that_is_not_there_gets_a_sentence(file):
    with pytest.raises(stage.ScenarioError, match="file must name a CSV file on this computer, got"):
        simulation.run(Scenario(source="csv", file=file))


@pytest.mark.parametrize("content", [b"a\n1\n\xff\xfe\n2\n", b"a\n" + b"1" * 200_000])
def test_a_file_that_is_no_text_table_gets_a_sentence(tmp_path, content):
    path = tmp_path / "odd.csv"
    path.write_bytes(content)
    with pytest.raises(stage.ScenarioError, match=r"file must be a table in CSV text, UTF-8, and odd\.csv is not"):
        simulation.run(Scenario(source="csv", file=str(path)))


def test_rows_that_are_too_short_or_too_long_are_read_as_far_as_they_go(tmp_path):
    trace = simulation.run(_csv(tmp_path, "a,b\n1\n2,3,4\n5,6\n", column="b"))
    assert trace["value"].tolist() == [3, 6]


@pytest.mark.parametrize("name", [name for name in stage.simulations() if name.startswith("drift.")])
def test_what_a_menu_offers_can_be_read_in_its_box(name):
    fields = stage.simulations()[name].Scenario.model_fields.values()
    offers = [
        each.json_schema_extra["knob"]["choices"] for each in fields if "knob" in (each.json_schema_extra or {})
    ]
    assert [label for choices in offers for label in (choices or {}).values() if len(label) > 25] == []
