"""The small hourly stream: complete, honest about the clock, and the same bytes every time."""

import subprocess
import sys
import time

import numpy as np
import pytest

from mlops_widgets.data.flights import AIRPORTS, hourly, load
from mlops_widgets.data.flights.hourly import HOURS, STORED
from mlops_widgets.data.flights.hourly.build import write


@pytest.mark.parametrize("airport", AIRPORTS)
def test_the_hours_add_up_to_the_flights_of_the_table(airport):
    year, flights = hourly(airport), load().query("origin == @airport")
    assert year.scheduled.sum() == len(flights)
    assert year.cancelled.sum() == (flights["status"] == "cancelled").sum()
    in_2013 = flights["landed"].dt.year == 2013
    assert year.landed.sum() == in_2013.sum()
    assert year.late.sum() == flights["late"][in_2013].sum()
    assert (year.late <= year.landed).all()


def test_a_label_arrives_in_the_hour_of_landing_on_the_clock_of_new_york():
    flights = load().query("origin == 'EWR' and month == 3 and day == 8 and status == 'landed'")
    noon = 24 * (31 + 28 + 7) + 12
    landed_then = (flights["landed"].dt.day == 8) & (flights["landed"].dt.hour == 12)
    year = hourly("EWR")
    assert year.landed[noon] == landed_then.sum()
    assert year.late[noon] == (flights["late"] & landed_then).sum()


def test_the_skipped_hour_is_empty_and_every_column_has_a_year_of_rows():
    year = hourly("JFK")
    skipped = 24 * (31 + 28 + 9) + 2
    assert year.departed[skipped] == 0
    assert np.isnan(year.visibility[skipped])
    assert {array.shape for array in (year.hour, year.late, year.gust, year.storm)} == {(HOURS,)}


def test_a_mean_delay_is_missing_exactly_where_nobody_departed():
    year = hourly("LGA")
    np.testing.assert_array_equal(np.isnan(year.departure_delay), year.departed == 0)


def test_the_arrays_cannot_be_changed_by_a_reader():
    with pytest.raises(ValueError, match="read-only"):
        hourly("EWR").late[0] = 1


def test_a_difference_of_counts_does_not_wrap():
    year = hourly("EWR")
    assert (year.late - year.landed).min() < 0


def test_a_wrong_airport_is_answered_with_the_three_right_ones():
    with pytest.raises(ValueError, match=r"airport must be one of EWR, JFK, LGA.*got 'BOS'; use"):
        hourly("BOS")


def test_making_the_file_again_gives_the_same_bytes(tmp_path):
    write(tmp_path / "again.npz")
    assert (tmp_path / "again.npz").read_bytes() == STORED.read_bytes()


def test_the_file_is_small():
    assert STORED.stat().st_size <= 700_000


def test_an_airport_is_read_in_milliseconds():
    hourly.__globals__["_hourly"].cache_clear()
    start = time.perf_counter()
    hourly("EWR")
    assert time.perf_counter() - start < 0.1  # measured: about 5 ms


def test_first_views_need_numpy_alone():
    code = (
        "import sys; from mlops_widgets.data.flights import hourly, storms; hourly('EWR'); storms('JFK');"
        "print(sorted({'pandas', 'sklearn', 'scipy', 'river'} & set(sys.modules)))"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"
