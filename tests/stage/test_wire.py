"""A run travels in at most 120 kB, whatever it holds, and nothing that can be seen is lost."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from wire_reader import read

from mlops_widgets.stage import Event, Scenario, Trace, wire


def _noise(n, columns, *, events=()):
    rng = np.random.default_rng(0)
    held = {f"c{index}": rng.normal(size=n) for index in range(columns)}
    return Trace(np.cumsum(rng.random(n) + 0.01), held, scenario=Scenario(), events=events)


@pytest.mark.parametrize(("n", "columns"), [(10, 1), (6000, 3), (6000, 40), (50_000, 10)])
def test_any_run_fits(n, columns):
    trace = _noise(n, columns)
    layout, data = wire.pack(trace, list(trace.columns), exact=set(trace.columns))
    assert len(data) <= wire.BUDGET
    ticks, time, _ = read(layout, data)
    assert (ticks[0], ticks[-1], layout["of"]) == (0, n - 1, n)
    assert np.array_equal(time, trace.time[ticks])


def test_what_has_to_be_thinned_more_keeps_its_events_and_its_peaks():
    trace = _noise(6000, 40, events=[Event(1234, "alarm", "a"), Event(4321, "alarm", "b")])
    ticks, _, columns = read(*wire.pack(trace, list(trace.columns)))
    assert ticks.size < 6000
    assert {1234, 4321} <= set(ticks.tolist())
    for name, values in columns.items():
        assert np.isclose(values.max(), trace[name].max(), atol=1e-4)


numbers = st.floats(-1e300, 1e300) | st.sampled_from([np.nan, np.inf, -np.inf])
values = st.lists(numbers, min_size=1, max_size=40)


@given(values)
def test_a_column_comes_back_within_its_step_and_what_is_no_number_as_it_was(column):
    trace = Trace(range(len(column)), {"x": column}, scenario=Scenario())
    layout, data = wire.pack(trace, ["x"])
    _, _, columns = read(layout, data)
    sent, came = trace["x"], columns["x"]
    known = np.isfinite(sent)
    assert np.array_equal(came[~known], sent[~known], equal_nan=True)
    if known.any():
        step = np.ptp(sent[known]) / 65_532
        assert np.all(np.abs(came[known] - sent[known]) <= 0.51 * step + 1e-7 * np.abs(sent[known]) + 1e-45)


@given(st.lists(st.integers(-30_000, 30_000), min_size=1, max_size=40))
def test_whole_numbers_come_back_exactly_in_sixteen_bits(column):
    trace = Trace(range(len(column)), {"x": column}, scenario=Scenario())
    layout, data = wire.pack(trace, ["x"], exact={"x"})
    assert np.array_equal(read(layout, data)[2]["x"], trace["x"])
    assert len(data) == 2 * len(column)


def test_an_even_axis_needs_no_bytes():
    trace = Trace(5 + 0.5 * np.arange(100), {"x": np.arange(100)}, scenario=Scenario())
    layout, data = wire.pack(trace, ["x"])
    assert layout["even"] == [5.0, 0.5]
    assert len(data) == 200
    assert np.array_equal(read(layout, data)[1], trace.time)


def test_what_is_read_as_a_number_keeps_the_digits_that_are_shown():
    trace = Trace(range(3), {"x": [0.12345, 70_000.5, np.inf]}, scenario=Scenario())
    came = read(*wire.pack(trace, ["x"], exact={"x"}))[2]["x"]
    assert came.tolist() == [np.float32(0.12345), 70_000.5, np.inf]
