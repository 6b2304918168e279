"""A forgotten model fades as its angle says, a watched one costs less, and labels that come late are late."""

import numpy as np
import pytest
from scipy import stats

from mlops_widgets.lifecycle.fraud_year import Retrain, Scenario, Trick, simulate, simulation
from mlops_widgets.lifecycle.fraud_year.scenario import DAYS, FRAUDS, LOST, PROJECT
from mlops_widgets.lifecycle.fraud_year.simulate import caught

RUNS = {
    "watched": Scenario(),
    "by the calendar, with a trick and a retraining by hand": Scenario(way="calendar", seed=1)
    .act(Trick(tick=100))
    .act(Retrain(tick=140)),
    "forgotten": Scenario(way="forgotten", pace=4.0),
}


def test_runs_are_as_they_were(golden):
    golden(simulation, "fraud_year.txt", RUNS, every=40)


def test_what_a_model_stops_is_what_drawn_payments_say():
    rng = np.random.default_rng(0)
    honest, frauds = rng.standard_normal((200_000, 2)), rng.standard_normal((200_000, 2)) + np.array([3.0, 0.0])
    for degrees in (0, 30, 60, 120):
        direction = np.array([np.cos(np.radians(degrees)), np.sin(np.radians(degrees))])
        line = np.quantile(honest @ direction, 0.99)
        expected = float(caught(np.radians([degrees]))[0])
        assert np.mean(frauds @ direction > line) == pytest.approx(expected, abs=0.006)


def test_a_forgotten_model_fades_with_the_angle():
    run = simulate(Scenario(way="forgotten", pace=10.0))
    month = 365 / 12
    for months in (3, 6, 9):
        day = round(months * month)
        expected = stats.norm.cdf(3 * np.cos(np.radians(10.0 * day / month)) - stats.norm.ppf(0.99))
        assert run["caught"][day] == pytest.approx(expected, abs=0.02)  # the model itself was learned from a sample
    assert [event.kind for event in run.events] == []


def test_nothing_changes_nothing_fades():
    run = simulate(Scenario(pace=0.0))
    assert run.summary["retrainings"] == 0
    assert run["caught"].min() > 0.74


def test_money_is_missed_frauds_and_retrainings():
    run = simulate(Scenario(handover=0))
    missed = LOST * (1 - run["caught"]).sum() * FRAUDS
    assert 1000 * run.summary["lost"] == pytest.approx(missed + PROJECT * run.summary["retrainings"], rel=0.03)


@pytest.mark.parametrize("seed", range(5))
def test_who_watches_loses_less_and_nobody_less_than_at_best(seed):
    ways = {
        way: simulate(Scenario(way=way, seed=seed)).summary["lost"] for way in ("forgotten", "calendar", "watched")
    }
    best = simulate(Scenario(seed=seed)).summary["lost_fresh"]
    assert best < min(ways["watched"], ways["calendar"]) < 0.8 * ways["forgotten"]


def test_the_later_frauds_are_known_the_dearer_the_year():
    lost = [
        np.mean([simulate(Scenario(delay=delay, seed=seed)).summary["lost"] for seed in range(5)])
        for delay in (0, 30, 90)
    ]
    assert lost == sorted(lost)


def test_labels_tell_what_was_stopped_before_they_came():
    run = simulate(Scenario(way="forgotten", delay=30))
    assert np.isnan(run["known"][:43]).all()
    stopped = run["day"]
    assert run["known"][200] == pytest.approx(np.nanmean(stopped[200 - 30 - 13 : 200 - 30 + 1]), abs=0.03)


def test_what_is_done_changes_nothing_before():
    calm = simulate(Scenario())
    for act in (Trick(tick=150), Retrain(tick=150)):
        other = simulate(Scenario().act(act))
        for name in calm.columns:
            np.testing.assert_array_equal(calm[name][:150], other[name][:150])
    assert len(calm) == DAYS
    assert "trick" in {event.kind for event in simulate(Scenario().act(Trick(tick=150))).events}


def test_the_last_word_tells_the_half_year_to_who_forgets():
    text = simulation.text(simulate(Scenario(way="forgotten")))
    assert "after six months" in text
    assert "nobody was told" in text
