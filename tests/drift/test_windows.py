"""Each window notices what its length lets it notice, and what it cries without a cause is what theory says."""

import numpy as np
import pytest

from mlops_widgets import stage
from mlops_widgets.drift import PSI
from mlops_widgets.drift.windows import Move, Scenario, curve, simulate, simulation
from mlops_widgets.drift.windows.scoring import begun, delays
from mlops_widgets.drift.windows.streams import Change, made
from mlops_widgets.drift.windows.watching import distance

CALM = Scenario(kind="none", swing=0.0, rate=0.01)


# Truth


@pytest.mark.parametrize("hours", [1, 6, 24])
def test_without_a_rhythm_each_length_fires_by_mistake_at_the_nominal_share_of_its_looks(hours):
    far = distance(made(CALM.replace(baseline=42, days=119), list(range(60))), hours, CALM.replace(baseline=42))
    looks = far[:, 42 * 24 :: hours]
    share = (looks > 1).mean()
    # The baseline's own mean is estimated: variance 1/w becomes 1/w + 1/1008.
    error = np.sqrt(0.01 / looks.size)
    assert 0.01 - 3 * error < share < 0.012 + 3 * error


def test_the_rhythm_makes_the_short_window_fire_by_day_and_by_night_alone():
    trace = simulate(Scenario(kind="none", swing=0.6))
    fired = np.flatnonzero(np.diff(trace["short_false"]) > 0) + 1
    assert fired.size > 10
    from_mean = np.abs(np.sin(2 * np.pi * (fired % 24 - 9) / 24))
    assert np.median(from_mean) > 0.8
    assert trace.summary["long_false"] == 0


def test_windows_of_whole_days_do_not_see_the_rhythm():
    found = curve(Scenario(kind="none"), windows=(1, 12, 24, 168), streams=60, adwin=False)
    assert (found.false_per_week[:2] > 3).all()
    assert (found.false_per_week[2:] < 0.2).all()


@pytest.mark.parametrize("size", [0.2, 0.5, 1.0])
def test_the_long_window_needs_the_hours_that_its_threshold_says(size):
    scenario = Scenario(size=size, swing=0.0)
    # z(1 − 0.001 / 2) · √(w / values) / size, and the baseline of four weeks is uncertain too
    needed = 3.29 * np.sqrt(168 / 20) * np.sqrt(1 + 168 / 672) / size
    found = curve(scenario, windows=(168,), streams=60, adwin=False)
    assert found.delay[0] == pytest.approx(needed - 1, rel=0.15, abs=1)  # the hour of the change is the first of them


def test_with_one_limit_for_all_lengths_the_week_takes_days():
    share = curve(Scenario(rule="size", limit=0.5, swing=0.0), windows=(168,), streams=40, adwin=False)
    assert share.delay[0] == pytest.approx(0.5 * 168, rel=0.1)


def test_a_small_change_is_for_the_long_window_and_a_short_burst_for_the_short_one():
    small = curve(Scenario(size=0.15, swing=0.0), windows=(1, 168), streams=40, adwin=False)
    assert small.noticed[1] == 1
    assert small.noticed[0] < 1 or small.delay[0] > small.delay[1]
    burst = curve(Scenario(kind="burst", over=4, swing=0.0), windows=(1, 168), streams=40, adwin=False)
    assert burst.noticed[0] == 1
    assert burst.noticed[1] < 0.2


def test_larger_swings_with_the_same_mean_are_nothing_to_the_long_window():
    found = curve(Scenario(kind="rhythm", size=0.6), windows=(1, 168), streams=40, adwin=False)
    assert found.noticed[0] == 1
    assert found.noticed[1] < 0.1


def test_adwin_is_silent_without_a_change_and_sees_a_large_one_within_a_day():
    found = curve(Scenario(), windows=(168,), streams=30)
    assert found.window[-1] == "ADWIN"
    assert found.false_per_week[-1] < 0.05
    assert (found.noticed[-1], found.delay[-1] < 24) == (1, True)


# The pieces


def test_an_alarm_that_comes_back_at_once_is_the_same_alarm():
    on = np.array([[0, 1, 0, 0, 1, 0, 0, 0, 0, 1]]) > 0
    assert np.flatnonzero(begun(on)[0]).tolist() == [1, 9]


def test_the_delay_counts_from_the_change_to_the_first_alarm_about_it():
    alarms = np.isin(np.arange(100), [5, 30, 60])[None]
    changes = (Change(20, 40, "a", grace=0), Change(40, 50, "b", grace=5))
    assert np.array_equal(delays(alarms, changes), [[10, np.nan]], equal_nan=True)


def test_many_streams_at_once_are_the_runs_one_by_one():
    scenario = Scenario(size=0.7, seed=3)
    found = curve(scenario, windows=(1, 168), streams=3)
    runs = [simulate(scenario.replace(seed=seed)).summary for seed in (3, 4, 5)]
    for place, name in enumerate(("short", "long", "adwin")):
        assert found.delay[place] == np.median([each[f"{name}_delay"] for each in runs])
        assert found.false_per_week[place] == pytest.approx(
            np.mean([each[f"{name}_false"] for each in runs]) / (340 / 168)
        )


def test_a_learners_detector_runs_in_the_same_race():
    trace = simulation.run(detector=lambda: PSI(window=48, reference=672, threshold=1.0))
    assert {"yours", "yours_delay", "yours_false"} <= set(trace.columns)
    assert len(simulation.scene(trace).readouts) == 8
    assert "by" in simulation.text(trace)


def test_a_detector_that_is_none_is_refused_by_name():
    with pytest.raises(stage.PartError, match=r"Lamp lacks one"):
        simulation.run(detector=type("Lamp", (), {}))


def test_real_flights_have_hours_without_a_flight_and_storms_as_truth():
    trace = simulation.run(Scenario(source="flights", days=119))
    assert np.isnan(trace["value"]).any()
    assert next(event.label for event in trace.events if event.kind == "truth").startswith(("storm", "nor'easter"))
    assert np.isfinite(trace["short"][trace.time >= 28 * 24]).mean() > 0.5


def test_only_what_begins_after_the_baseline_is_held_against_the_windows():
    trace = simulation.run(Scenario(kind="none").act(Move(tick=100)))
    assert [event for event in trace.events if event.kind == "truth"] == []
    later = simulation.run(Scenario(kind="none").act(Move(tick=900)))
    assert later.summary["long_found"] == 1


@pytest.mark.parametrize(("fields", "words"), [({"windows": (0,)}, "windows must"), ({"streams": 0}, "streams must")])
def test_a_curve_of_nothing_is_refused(fields, words):
    with pytest.raises(stage.ScenarioError, match=words):
        curve(**fields)


# Words


@pytest.mark.parametrize("fields", [{}, {"kind": "burst", "over": 6}, {"source": "flights"}, {"rule": "size"}])
def test_the_sentence_at_each_tick_counts_what_the_columns_count(fields):
    trace = simulation.run(Scenario(**fields))
    scene, names = simulation.scene(trace), trace.labels.names
    for tick in range(28 * 24, len(trace), 5):
        said = scene.verdict(tick).sentence
        silent = all(trace[f"{name}_false"][tick] == 0 for name in names)
        assert ("No false alarm so far" in said) == silent, (tick, said)
        change = next((each for each in reversed(trace.labels.changes) if each.start <= tick), None)
        for event in trace.events:
            if change and event.kind == "alarm" and change.start <= event.tick <= tick:
                assert f"{event.label} after" in said, (tick, said)
        assert said.count(" after ") <= len(names)


def test_the_stored_runs_are_what_the_simulation_gives_today(golden):
    runs = {
        "as it comes": Scenario(),
        "a burst, and a push": Scenario(kind="burst", over=12).act(Move(tick=1200, size=0.5)),
        "flights, one limit": Scenario(source="flights", rule="size"),
    }
    golden(simulation, "windows.txt", runs, every=131)
