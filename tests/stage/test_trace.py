"""A trace is one frozen value: it refuses what makes no sense, compares by its bytes, and travels unharmed."""

import csv
import io
import pickle
from dataclasses import FrozenInstanceError

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mlops_widgets import stage
from mlops_widgets.drift import stream
from mlops_widgets.stage import Event, Scenario, StageError, Trace

numbers = st.floats(allow_infinity=False, width=64)


def _trace(values=(1.0, 2.0, 3.0), **more):
    return Trace(range(len(values)), {"x": values}, scenario=Scenario(), **more)


@pytest.mark.parametrize(
    ("time", "columns", "words"),
    [
        ([], {}, "time must hold at least one tick"),
        ([0, 1, 1], {}, "rise strictly"),
        ([2, 1], {}, "rise strictly"),
        ([0, np.nan], {}, "time"),
        ([np.nan], {}, "time"),
        ([0, np.inf], {}, "time"),
        ([[0, 1]], {}, r"time must be one-dimensional, got shape \(1, 2\)"),
        ([0, 1], {"x": [1, 2, 3]}, r"x must be of shape \(2,\) like the time, got shape \(3,\)"),
        ([0, 1], {"x": 5}, r"x must be of shape \(2,\)"),
    ],
)
def test_arrays_that_make_no_run_are_refused_by_name(time, columns, words):
    with pytest.raises(StageError, match=words):
        Trace(time, columns, scenario=Scenario())


@pytest.mark.parametrize("tick", [-1, 3])
def test_an_event_outside_the_run_is_refused_with_its_label(tick):
    with pytest.raises(StageError, match=rf"on the 3 ticks of the run, got tick {tick} \(bang\)"):
        _trace(events=[Event(tick, "alarm", "bang")])


def test_an_unknown_column_is_answered_with_the_known_ones():
    with pytest.raises(StageError, match="no column 'y': it holds x"):
        _trace()["y"]


def test_nothing_in_a_trace_can_be_changed():
    given_values = np.array([1.0, 2.0, 3.0])
    trace = _trace(given_values)
    given_values[0] = 99
    assert trace["x"][0] == 1
    with pytest.raises(ValueError, match="read-only"):
        trace["x"][0] = 5
    with pytest.raises(ValueError, match="read-only"):
        trace.time[0] = 5
    with pytest.raises(TypeError):
        trace.columns["x"] = np.zeros(3)
    with pytest.raises(TypeError):
        trace.summary["mean"] = 0
    with pytest.raises(FrozenInstanceError):
        trace.scenario = Scenario()


def test_events_are_sorted_by_tick():
    events = [Event(2, "alarm", "b"), Event(0, "truth", "a"), Event(1, "false", "c")]
    assert [event.tick for event in _trace(events=events).events] == [0, 1, 2]


@given(st.lists(numbers, min_size=1, max_size=8), st.integers(0, 7))
@example([np.finfo(np.float64).max], 0)
def test_traces_are_equal_exactly_when_every_byte_is(values, place):
    same, other = _trace(values), list(values)
    value = values[place % len(values)]
    other[place % len(values)] = 0.0 if np.isnan(value) or value == 1 else np.nextafter(value, 1.0)  # never overflows
    assert same == _trace(values)
    assert hash(same) == hash(_trace(values))
    assert same != _trace(other)


@pytest.mark.parametrize(
    "other",
    [
        _trace(events=[Event(0, "alarm", "a")]),
        _trace(summary={"mean": 2}),
        Trace([0, 1, 2], {"y": [1, 2, 3]}, scenario=Scenario()),
        Trace([0, 1, 3], {"x": [1, 2, 3]}, scenario=Scenario()),
        Trace([0, 1, 2], {"x": [1, 2, 3]}, scenario=Scenario(seed=1)),
    ],
)
def test_one_difference_anywhere_makes_another_trace(other):
    assert other != _trace()
    assert _trace() != "a trace"


def test_an_event_at_a_tick_of_numpy_is_the_same_event():
    assert _trace(events=[Event(np.int64(1), "alarm", "a")]) == _trace(events=[Event(1, "alarm", "a")])


def test_pickled_and_back_it_is_equal_and_still_frozen():
    trace = stream.simulation.run()
    back = pickle.loads(pickle.dumps(trace))
    assert back == trace
    assert back.scenario == trace.scenario
    assert not back["value"].flags.writeable


@given(st.lists(numbers, min_size=1, max_size=20))
def test_csv_keeps_every_bit(values):
    rows = list(csv.reader(io.StringIO(_trace(values).to_csv())))
    assert rows[0] == ["time", "x"]
    read = np.array([float(row[1]) for row in rows[1:]])
    assert np.array_equal(read, np.array(values), equal_nan=True)


def test_csv_in_a_file_is_the_same_text_with_plain_line_ends(tmp_path):
    text = _trace().to_csv(tmp_path / "run.csv")
    assert (tmp_path / "run.csv").read_bytes() == text.encode()
    assert "\r" not in text


def test_the_frame_has_time_as_index_and_knows_its_scenario():
    frame = _trace().frame()
    assert (frame.index.name, list(frame.columns), frame.shape) == ("time", ["x"], (3, 1))
    assert stage.Scenario.from_json(frame.attrs["scenario"]) == Scenario()
    frame.loc[0, "x"] = 99
    assert _trace()["x"][0] == 1
