"""Storms are found by the weather station alone, and they are the ones people remember."""

import inspect

import numpy as np
import pytest

from mlops_widgets.data.flights import AIRPORTS, hourly, storms
from mlops_widgets.data.flights.hourly.storm import APART, find


def _calm(hours=48):
    return {
        "precipitation": np.zeros(hours),
        "visibility": np.full(hours, 10.0),
        "gust": np.full(hours, np.nan),
    }


def test_the_rule_is_given_weather_and_no_delay():
    assert set(inspect.signature(find).parameters) == {"precipitation", "visibility", "gust"}


def test_a_calm_day_and_a_silent_station_have_no_storm():
    silent = {name: np.full(48, np.nan) for name in _calm()}
    assert find(**_calm()) == find(**silent) == ()


def test_fog_is_no_storm_and_snow_is():
    weather = _calm()
    weather["visibility"][5:9] = 0.25
    assert find(**weather) == ()
    weather["precipitation"][5:9] = 0.02
    assert [(storm.start, storm.end) for storm in find(**weather)] == [(5, 9)]


@pytest.mark.parametrize(
    ("column", "below", "at"),
    [("precipitation", 0.30, 0.31), ("gust", 45.9, 46.0), ("visibility", 1.0, 0.75)],
)
def test_each_threshold_is_where_the_rule_says(column, below, at):
    weather = _calm()
    weather["precipitation"][7] = 0.01
    weather[column][7] = below
    assert find(**weather) == ()
    weather[column][7] = at
    assert len(find(**weather)) == 1


def test_rough_hours_belong_together_when_less_than_twelve_hours_lie_between():
    weather = _calm()
    weather["precipitation"][[10, 10 + APART]] = 0.5
    assert [(storm.start, storm.end) for storm in find(**weather)] == [(10, 11 + APART)]
    weather = _calm()
    weather["precipitation"][[10, 11 + APART]] = 0.5
    assert len(find(**weather)) == 2


@pytest.mark.parametrize("airport", AIRPORTS)
def test_the_storms_of_record_are_among_them(airport):
    labels = [storm.label for storm in storms(airport)]
    assert "nor'easter, 8 Feb" in labels
    assert "tropical storm Andrea, 7 Jun" in labels
    assert "storm, 13 Jun" in labels
    assert "storm, 1 Jul" in labels


@pytest.mark.parametrize("airport", AIRPORTS)
def test_the_hours_marked_are_those_of_the_storms_and_each_storm_says_why(airport):
    marked = {hour for storm in storms(airport) for hour in range(storm.start, storm.end)}
    assert set(np.flatnonzero(hourly(airport).storm)) == marked
    assert all(storm.why for storm in storms(airport))


def test_some_storms_shift_the_late_share_some_do_not_and_some_bad_days_have_none():
    year = hourly("EWR")
    late, landed = (counts.reshape(365, 24).sum(axis=1) for counts in (year.late, year.landed))
    share, stormy = late / landed, year.storm.reshape(365, 24).any(axis=1)
    assert (share[stormy] > 0.5).sum() >= 3
    assert (share[stormy] < 0.2).sum() >= 3
    assert (share[~stormy] > 0.4).sum() >= 5
