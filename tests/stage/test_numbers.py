"""A number is written once and for all: the same here, in the browser, and on every machine."""

import inspect
import json
import random
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlops_widgets.stage import numbers, written
from mlops_widgets.stage.joiner import PLAYER
from mlops_widgets.stage.numbers import moment, nice_ticks, speeds, time_ticks


def _node(call, cases):
    code = f"""
        import * as numbers from "{(PLAYER / "numbers.js").as_uri()}";
        import {{ readFileSync }} from "node:fs";
        const cases = JSON.parse(readFileSync(0, "utf8"));
        console.log(JSON.stringify(cases.map((c) => {call})));
    """
    ran = subprocess.run(
        ["node", "--input-type=module", "-e", code],
        input=json.dumps(cases),
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(ran.stdout)


@pytest.mark.parametrize(
    ("value", "digits", "unit", "text"),
    [(0.224, 1, "%", "22.4 %"), (0.125, 0, "%", "13 %"), (2.5, 0, "", "3"), (-2.5, 0, "", "−3"),
     (0.25, 1, "h", "0.3 h"), (-0.001, 2, "", "0.00"), (-0.0, 0, "h", "0 h"), (float("nan"), 2, "h", "–"),
     (1e6, 0, "", "1000000"),
     (-1.5, 1, "°C", "−1.5 °C"), (float("inf"), 1, "h", "∞ h"), (float("-inf"), 1, "", "−∞"),
     (3.0, 0, "co-pilots", "3 co-pilots")],
)  # fmt: skip
def test_a_value_is_written_for_people(value, digits, unit, text):
    assert written(value, digits=digits, unit=unit) == text


def test_the_browser_writes_values_exactly_the_same():
    draw = random.Random(3)
    values = [draw.uniform(-1000, 1000) for _ in range(150)] + [draw.randint(-400, 400) / 16 for _ in range(150)]
    values += [draw.uniform(-1e-6, 1e-6) for _ in range(50)] + [0.0, -0.0, 1e15, -1e15, 0.5, 1.5, 1e-30]
    cases = [[value, draw.randint(0, 4), draw.choice(["", "%", "h", "€", "PSI"])] for value in values]
    theirs = _node("numbers.written(...c)", cases)
    assert theirs == [written(value, digits=digits, unit=unit) for value, digits, unit in cases]


def test_the_browser_writes_moments_exactly_the_same():
    draw = random.Random(4)
    starts = ["2013-01-01T00:00", "2013-10-10T00:00", "2024-02-28T23:00", None, None]
    cases = [[draw.randint(-100, 9000), {"start": draw.choice(starts), "unit": "rows"}] for _ in range(200)]
    cases += [[draw.randint(0, 400) / 4, {"start": draw.choice(starts), "unit": "h"}] for _ in range(200)]
    cases += [
        [draw.uniform(-300, 300) * 10.0 ** -draw.randint(0, 2), {"start": None, "unit": "s"}] for _ in range(200)
    ]
    cases += [[each / 16, {"start": None, "unit": "s"}] for each in range(-20, 40)]  # exact halves of a thousandth
    theirs = _node("numbers.moment(...c)", cases)
    assert theirs == [moment(time, **axis) for time, axis in cases]


def test_months_are_english_whatever_the_language_of_the_machine():
    months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    for number, month in enumerate(months, start=1):
        assert moment(0, start=f"2013-{number:02}-05T07:00", unit="h") == f"5 {month} 2013, 07:00"
        assert time_ticks(0, 24 * 30, start=f"2013-{number:02}-05T00:00")[0] == (0, f"5 {month}")
    assert "%b" not in inspect.getsource(numbers)  # strftime would ask the machine


@given(st.floats(-1e6, 1e6), st.floats(1e-6, 1e6), st.integers(2, 9))
def test_ticks_lie_between_the_ends_evenly_and_are_about_as_many_as_asked(low, span, about):
    ticks = nice_ticks(low, low + span, about=about)
    assert ticks == sorted(ticks)
    assert about / 2.3 - 1 <= len(ticks) <= 2.3 * about + 1
    slack = 1e-6 * span + 1e-9 * abs(low)
    assert all(low - slack <= tick <= low + span + slack for tick in ticks)


@given(st.floats(-50, 50), st.floats(1e-3, 1e3), st.integers(0, 3))
def test_a_tick_is_written_as_what_it_is(low, span, digits):
    ticks = nice_ticks(low, low + span, digits=digits)
    labels = [written(tick, digits=digits).replace("−", "-") for tick in ticks]
    assert [float(label) for label in labels] == pytest.approx(ticks, abs=1e-9)
    assert len(set(labels)) == len(ticks)


def test_an_axis_of_no_length_has_one_tick():
    assert nice_ticks(3, 3) == [3]
    assert time_ticks(0, 0, start=None) == [(0, "0")]
    assert len(time_ticks(0, 0, start="2013-01-01T00:00")) == 1


@pytest.mark.parametrize("days", [1, 2, 7, 60, 365])
def test_days_and_hours_are_labelled_where_the_clock_has_them(days):
    ticks = time_ticks(0, 24 * days, start="2013-10-10T06:00")
    assert 3 <= len(ticks) <= 9
    assert all((time + 6) % 24 == 0 for time, label in ticks if ":" not in label)
    assert all(label == f"{int(time + 6) % 24:02}:00" for time, label in ticks if ":" in label)


@given(st.floats(1e-3, 1e7), st.sampled_from([None, "2013-01-01T00:00"]))
def test_speeds_rise_and_offer_a_choice(span, start):
    offered = speeds(span, start=start)
    assert 1 <= len(offered) <= 4
    assert offered == sorted(set(offered))
    assert all(speed > 0 for speed in offered)


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [(1.5, 473, [3, 10, 30, 100, 300]), (2, 30, [2, 5, 10, 20]), (0.04, 5e4, [0.1, 1, 10, 100, 1000, 1e4]),
     (3, 4.9, [3, 3.5, 4, 4.5]), (1e-12, 1, [1e-12, 1e-9, 1e-6, 1e-3, 1])],
)  # fmt: skip
def test_an_axis_of_powers_has_as_many_labels_as_can_be_read(low, high, ticks):
    assert numbers.log_ticks(low, high) == ticks


def test_what_the_labels_cannot_tell_from_zero_gets_none_on_an_axis_of_powers():
    assert numbers.log_ticks(1e-12, 1, digits=2) == [0.01, 0.03, 0.1, 0.3, 1]


def test_all_that_is_offered_has_a_sentence():
    assert all(getattr(numbers, name).__doc__ for name in numbers.__all__)
