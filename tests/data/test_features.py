"""Features know what was known two hours ahead, and nothing more."""

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from mlops_widgets.data.flights import LEAKS, features, load
from mlops_widgets.data.flights.observations import observations
from mlops_widgets.data.flights.source import CLOCK


def _day(flights, day, days=1):
    start = pd.Timestamp(day, tz=CLOCK)
    return flights[flights["scheduled"].between(start, start + pd.Timedelta(days=days), inclusive="left")]


def _another_future(now):
    """Change every departure, landing and observation after now, and keep all that had happened."""
    rng, past, weather = np.random.default_rng(1), load(), observations().copy()
    in_air, on_ground = ~(past["landed"] <= now), ~(past["departed"] <= now)
    later = now + pd.to_timedelta(rng.integers(1, 3000, len(past)), unit="min")
    past["landed"] = past["landed"].mask(in_air, pd.Series(later))
    past["departed"] = past["departed"].mask(on_ground, pd.Series(later))
    past["arr_delay"] = past["arr_delay"].mask(in_air, 999.0)
    past["late"] = past["late"].mask(in_air, True)
    past["dep_delay"] = past["dep_delay"].mask(on_ground, 999.0)
    unseen = weather["time_hour"] + pd.Timedelta(hours=1) > now
    weather.loc[unseen, ["temp", "dewp", "wind_speed", "wind_gust", "precip", "visib"]] = 77.0
    return past, weather


@pytest.mark.parametrize("now", ["2013-03-08 06:00", "2013-03-10 03:30", "2013-07-01 15:07", "2013-11-03 09:00"])
def test_another_future_leaves_the_features_byte_equal(now):
    now = pd.Timestamp(now, tz=CLOCK)
    flights = load()
    ahead = flights["scheduled"] - pd.Timedelta(hours=2)
    known = flights[ahead.between(now - pd.Timedelta(hours=12), now)]
    past, weather = _another_future(now)
    other = features(known, history=past, weather=weather)
    assert len(known) > 50
    assert_frame_equal(other, features(known), check_exact=True)


def test_the_same_change_is_seen_by_the_flights_after_it_and_by_the_leaks():
    now = pd.Timestamp("2013-07-01 12:00", tz=CLOCK)
    past, weather = _another_future(now)
    after = _day(load(), "2013-07-02")
    assert not features(after, history=past, weather=weather).equals(features(after))
    flights = load()
    just_before = flights[flights["scheduled"] == now + pd.Timedelta(hours=2)]
    for leak in LEAKS[1:]:
        changed = features(just_before, leaks=(leak,), history=past, weather=weather)
        assert not changed.equals(features(just_before, leaks=(leak,))), leak


def test_the_weather_is_that_of_the_last_hour_over_two_hours_before_departure():
    flights = _day(load(), "2013-06-13").query("origin == 'EWR' and hour == 15").head(1)
    weather = observations().query("origin == 'EWR' and month == 6 and day == 13").set_index("hour")
    seen = features(flights, leaks=("weather_at_departure",)).iloc[0]
    assert seen["temperature"] == weather.loc[12, "temp"]
    assert seen["temperature_at_departure"] == weather.loc[15, "temp"]


def test_recent_history_agrees_with_counting_by_hand():
    flights = load()
    one = _day(flights, "2013-12-10").query("carrier == 'UA' and origin == 'EWR' and hour == 17").head(1)
    cutoff = one["scheduled"].item() - pd.Timedelta(hours=2)
    airport = flights[flights["origin"] == "EWR"]
    recent, day = cutoff - pd.Timedelta(hours=3), cutoff - pd.Timedelta(hours=24)
    landed = airport[(airport["landed"] > recent) & (airport["landed"] <= cutoff)]
    carrier = airport[(airport["landed"] > day) & (airport["landed"] <= cutoff) & (airport["carrier"] == "UA")]
    left = airport[(airport["departed"] > recent) & (airport["departed"] <= cutoff)]
    due = airport[(airport["scheduled"] > recent) & (airport["scheduled"] <= cutoff)]
    known = features(one).iloc[0]
    assert known["recent_late"] == pytest.approx(float(landed["late"].mean()))
    assert known["carrier_late"] == pytest.approx(float(carrier["late"].mean()))
    assert known["recent_delay"] == pytest.approx(left["dep_delay"].mean())
    assert known["waiting"] == (~(due["departed"] <= cutoff)).sum()


def test_a_flight_has_the_same_features_alone_and_in_company():
    day = _day(load(), "2013-02-08")
    together = features(day)
    assert_frame_equal(features(day.iloc[[100]]), together.iloc[[100]], check_exact=True)
    assert features(day.iloc[:0]).columns.equals(together.columns)


def test_no_leak_comes_unasked_and_each_comes_by_its_name():
    day = _day(load(), "2013-02-01")
    honest = features(day)
    assert not {"dep_delay", "arr_delay", "air_time", "dep_time", "late"} & set(honest)
    for leak in LEAKS:
        added = set(features(day, leaks=(leak,))) - set(honest)
        assert added
        assert all(leak in name or name.endswith("_at_departure") for name in added)


@pytest.mark.parametrize("leaks", ["dep_delay", ("arr_delay",)])
def test_an_unknown_leak_is_answered_with_the_names_to_choose_from(leaks):
    with pytest.raises(ValueError, match="dep_delay, weather_at_departure, late_share_of_day, got"):
        features(load().head(), leaks=leaks)


def test_a_missing_column_is_named():
    with pytest.raises(ValueError, match=r"flights must have the column tailnum.*use rows of load"):
        features(load().head().drop(columns="tailnum"))


def test_a_wind_that_cannot_be_is_unknown():
    assert observations()["wind_speed"].max() < 100
