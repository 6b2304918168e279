"""Forgetting costs what the closed forms say, and a log of records answers one question only."""

import numpy as np
import pytest

from mlops_widgets.stage import PartError
from mlops_widgets.tracking import chance
from mlops_widgets.tracking.lost_notes import KEEPERS, Begin, Scenario, simulate, simulation
from mlops_widgets.tracking.lost_notes.world import LEVEL, SPREAD

SEEDS = range(1000)
RUNS = {
    "nothing is written down": Scenario(),
    "records, the fast runs are asked for, tracked from run 30 on": Scenario(
        notes="records", asked="fast", seed=4
    ).act(Begin(tick=30)),
}


def many(name, **knobs):
    return np.array([simulate(Scenario(seed=seed, **knobs)).summary[name] for seed in SEEDS])


def test_runs_are_as_they_were(golden):
    golden(simulation, "lost_notes.txt", RUNS, every=10)


@pytest.mark.parametrize(("n", "mean"), [(1, 0.0), (2, 0.56419), (3, 0.84628), (10, 1.53875), (100, 2.50759)])
def test_the_best_of_n_is_that_of_the_published_table(n, mean):
    # Harter, H. L. (1961). Expected values of normal order statistics. Biometrika 48, 151-165.
    assert chance.expected_best(n) == pytest.approx(mean, abs=1e-4)


@pytest.mark.parametrize("half", [2.0, 8.0, 30.0])
def test_the_best_is_still_known_as_often_as_the_closed_form_says(half):
    known = 1 - many("lost", half=half)
    expected = chance.remembered(60, half)
    assert known.mean() == pytest.approx(expected, abs=4 * np.sqrt(expected * (1 - expected) / len(SEEDS)))


@pytest.mark.parametrize("noise", [0.0, 1.0, 3.0])
def test_with_a_log_the_winner_keeps_what_the_closed_form_says(noise):
    kept = many("log", noise=noise) - LEVEL
    assert kept.mean() == pytest.approx(
        chance.expected_choice(60, SPREAD, noise)[1], abs=4 * kept.std() / np.sqrt(len(SEEDS))
    )


def test_records_are_as_many_as_the_harmonic_number():
    notes = many("notes", notes="records")
    assert notes.mean() == pytest.approx(chance.expected_records(60), abs=4 * notes.std() / np.sqrt(len(SEEDS)))


def test_a_log_of_records_knows_the_best_always_and_the_best_fast_one_often_not():
    assert many("lost", notes="records").max() == 0
    assert 0.2 < many("lost", notes="records", asked="fast").mean() < 0.5
    assert many("lost", notes="tracker", asked="fast").max() == 0


def test_who_writes_everything_down_hands_over_what_the_log_does():
    for notes in ("hand", "tracker"):
        run = simulate(Scenario(notes=notes, mixed=1.0, half=1.0))
        np.testing.assert_array_equal(run["yours"], run["log"])
        assert run["again"].max() == 0
        np.testing.assert_array_equal(run["known"], run["done"])
    assert simulate(Scenario(notes="hand", minutes=30)).summary["note_hours"] == 30
    assert simulate(Scenario(notes="tracker", minutes=30)).summary["note_hours"] == 0


def test_to_find_one_of_the_forgotten_takes_half_of_them_and_a_half():
    run = simulate(Scenario(hours=2.0))
    forgotten = run["done"] - run["known"]
    lost = run["lost"] > 0
    np.testing.assert_allclose(run["again"][lost], (forgotten[lost] + 1) / 2 * 2.0)
    drawn = np.random.default_rng(0).permuted(np.tile(np.arange(48), (20_000, 1)), axis=1)
    assert (np.argmax(drawn == 0, axis=1) + 1).mean() == pytest.approx((48 + 1) / 2, rel=0.01)


def test_what_is_written_down_changes_neither_the_runs_nor_what_is_forgotten():
    runs = [simulate(Scenario(notes=notes)) for notes in KEEPERS]
    for run in runs[1:]:
        np.testing.assert_array_equal(run["score"], runs[0]["score"])
        assert (run["known"] >= runs[0]["known"]).all()


def test_tracking_from_a_run_on_leaves_what_was_before_alone():
    before, after = simulate(Scenario()), simulate(Scenario().act(Begin(tick=20)))
    for name in before.columns:
        np.testing.assert_array_equal(before[name][:20], after[name][:20])
    assert after["known"][-1] >= 40


def test_a_learners_keeper_is_asked_after_every_run():
    class Third:
        def keep(self, run, score):
            return run % 3 == 0

    run = simulation.run(Scenario(minutes=6.0), notes=Third)
    assert run.scenario.notes == "yours"
    assert run.summary["notes"] == 20
    assert run.summary["note_hours"] == pytest.approx(2)


def test_settings_of_another_run_are_called_so_even_when_they_are_better_by_luck():
    run = simulate(Scenario(seed=24, mixed=1.0, half=60.0))
    assert (run.summary["lost"], run.summary["regret"] < 0) == (0, True)
    said = "".join(phrase.text for phrase in simulation.scene(run).verdicts[-1].phrases)
    assert "with the settings of another run: by luck they are worth no less" in said
    assert "can be handed over" not in said


@pytest.mark.parametrize(
    ("keep", "words"),
    [(lambda self, run, score: None, "keep must return True or False, got None"), (None, "no keep")],
)
def test_a_keeper_that_is_none_gets_a_sentence(keep, words):
    keeper = type("Mine", (), {"keep": keep} if keep else {})
    with pytest.raises(PartError, match=words if keep else "with keep"):
        simulation.run(notes=keeper)
