"""The year's flights: all of them, with moments that fit together and labels that say what they cannot."""

import numpy as np
import pandas as pd
import pytest

from mlops_widgets.data.flights import DataMissingError, load, unlabelled
from mlops_widgets.data.flights.observations import observations
from mlops_widgets.data.flights.source import folder, read


def test_all_flights_are_there_in_order_of_scheduled_departure():
    flights = load()
    assert len(flights) == 336_776
    assert flights["scheduled"].is_monotonic_increasing
    assert flights["status"].value_counts().to_dict() == {
        "landed": 327_346,
        "cancelled": 8_255,
        "diverted": 1_175,
    }


def test_a_flight_has_a_label_if_and_only_if_it_landed_as_planned():
    flights = load()
    has_landed = flights["status"] == "landed"
    assert (flights["late"].notna() == has_landed).all()
    assert (flights["landed"].notna() == has_landed).all()
    assert (flights["departed"].isna() == (flights["status"] == "cancelled")).all()


def test_a_label_says_more_than_thirty_minutes():
    flights = load()
    edge = flights[flights["arr_delay"].isin([30, 31])]
    assert (edge["late"] == (edge["arr_delay"] == 31)).all()


def test_the_share_without_a_label_is_largest_in_february():
    table = unlabelled(load())
    assert table.loc["all", "share"] == pytest.approx(0.0280, abs=5e-5)
    assert table.loc[2, "share"] == pytest.approx(0.0537, abs=5e-5)
    assert table.drop("all")["share"].astype(float).idxmax() == 2
    assert table.drop("all")["flights"].sum() == table.loc["all", "flights"]


def test_every_flight_spends_minutes_not_hours_on_the_ground_between_departure_and_landing():
    flights = load()
    ground = (flights["landed"] - flights["departed"]).dt.total_seconds() / 60 - flights["air_time"]
    assert ground.min() >= 5
    assert ground.max() <= 240
    assert ground.median() == 28


def test_the_landing_is_as_late_as_the_label_says_in_every_time_zone_of_the_destinations():
    flights = load()
    flights = flights[flights["status"] == "landed"]
    flight_time = (flights["landed"] - flights["scheduled"]).dt.total_seconds() / 60 - flights["arr_delay"]
    planned = flight_time.groupby([flights["dest"], flights["month"]], observed=True)
    assert planned.min().min() > 20  # minutes from gate to gate: a wrong zone would cost an hour or a day
    assert (planned.max() - planned.min()).max() < 150


def test_the_weather_file_tells_the_same_hour_by_both_of_its_clocks():
    weather = observations()
    clock = pd.to_datetime(weather[["year", "month", "day", "hour"]])
    np.testing.assert_array_equal(weather["time_hour"].dt.tz_localize(None), clock)
    coldest = read("weather").groupby("hour")["temp"].mean().idxmin()
    assert coldest in (4, 5, 6)  # before sunrise


def test_what_a_reader_does_to_the_frame_stays_with_the_reader():
    mine = load()
    mine.loc[:, "late"] = False
    assert load()["late"].any()


def test_a_missing_package_is_answered_with_the_line_to_run():
    with pytest.raises(DataMissingError, match=r'run: pip install "mlops-widgets\[drift\]"'):
        folder("no_such_flights")
