"""Each gauge moves when what it watches moves, stays at its stated rate when not, and the sentence says so."""

import numpy as np
import pytest

from mlops_widgets.drift import mmd, psi
from mlops_widgets.drift.gauges import Flip, Resample, Scenario, Shift, Turn, simulate, simulation
from mlops_widgets.drift.gauges.readings import BANDWIDTH, deciles_of, losses, on_grid, psi_of, up
from mlops_widgets.drift.gauges.simulate import GAUGES
from mlops_widgets.drift.gauges.world import CORRELATION, INTERCEPT, WEIGHTS, drawn, moves, reference

STILL = {"copula": CORRELATION, "concept": 0, "delay": 0}
AT = 20
DAYS = 60


def _above(seeds, **fields):
    """Share of days above its threshold, each gauge, before and after day 20, over seeds."""
    found = []
    for seed in seeds:
        trace = simulate(Scenario(seed=seed, days=DAYS, **(STILL | fields)))
        values = (np.maximum(trace["psi1"], trace["psi2"]), trace["mmd"], trace["scores"], trace["performance"])
        above = np.array([each > level for each, level in zip(values, trace.labels.thresholds, strict=True)])
        found.append([above[:, :AT].mean(axis=1), above[:, AT:].mean(axis=1)])
    return dict(zip(GAUGES, np.mean(found, axis=0)[1], strict=True))


# Which gauge moves: "up" nearly always, "still" hardly ever, "some" in between.
TABLE = {
    "nothing": ({}, "still", "still", "still", "still"),
    "p(x) toward the unsure": ({"shift": 0.5, "shift_at": AT}, "up", "up", "up", "some"),
    "p(x) away from it": ({"shift": -0.5, "shift_at": AT}, "up", "up", "up", "still"),
    "dependence alone": ({"copula": -0.6, "copula_at": AT}, "still", "up", "some", "some"),
    "p(y|x) alone": ({"concept": 120, "concept_at": AT}, "still", "still", "still", "up"),
    "p(y), positives more frequent": ({"prior": 3.0, "prior_at": AT}, "up", "up", "up", "up"),
}
SHARES = {"up": (0.8, 1.0), "some": (0.01, 0.8), "still": (0.0, 0.035)}


@pytest.mark.parametrize("name", TABLE)
def test_which_gauges_move_under_which_change_over_thirty_seeds(name):
    fields, *wished = TABLE[name]
    seen = _above(range(30), **fields)
    for gauge, wish in zip(GAUGES, wished, strict=True):
        low, high = SHARES[wish]
        assert low <= seen[gauge] <= high, (gauge, wish, seen)


@pytest.mark.parametrize("rate", [0.01, 0.05])
@pytest.mark.parametrize("rows", [100, 1000])
def test_on_quiet_days_each_gauge_passes_its_threshold_at_about_the_stated_rate(rows, rate):
    seen = _above(range(25), rows=rows, rate=rate)
    for gauge, share in seen.items():
        assert 0.25 * rate <= share <= 2.2 * rate + 0.002, (gauge, seen)


# Closed forms


@pytest.mark.parametrize(("d", "population"), [(0.1, 0.00959), (0.25, 0.05982), (0.5, 0.23775), (1.0, 0.92614)])
def test_the_psi_of_shifted_normals_is_the_integral(d, population):
    rng = np.random.default_rng(1)
    found = psi_of(rng.normal(d, 1, (1, 400_000)), deciles_of(rng.normal(0, 1, 400_000)))
    assert found[0] == pytest.approx(population, rel=0.03, abs=0.001)


def test_psi_of_a_day_is_what_the_statistic_says():
    known, now = reference().x[0, :, 0], np.random.default_rng(2).normal(0.3, 1, (3, 250))
    assert psi_of(now, deciles_of(known)) == pytest.approx([psi(known, day) for day in now])


def test_mmd_on_a_grid_is_the_discrepancy_of_the_rows():
    rows = drawn(3, 400, moves(Scenario(days=60, copula_at=30, concept=0))).x
    for day in (5, 40, 50):
        exact = mmd(reference().x[0, :3000], rows[day], permutations=1, bandwidth=BANDWIDTH).statistic
        assert on_grid(rows)[day] == pytest.approx(exact, rel=0.05, abs=0.0015)


@pytest.mark.parametrize("odds", [0.25, 1.0, 2.5])
def test_performance_under_prior_shift_is_the_integral_over_the_scores(odds):
    spread = np.sqrt(WEIGHTS[0] ** 2 + WEIGHTS[1] ** 2 + 2 * CORRELATION * WEIGHTS[0] * WEIGHTS[1])
    nodes, weights = np.polynomial.hermite_e.hermegauss(80)
    p, weights = 1 / (1 + np.exp(-(INTERCEPT + spread * nodes))), weights / weights.sum()
    share = (weights * p).sum()
    of_positives, of_negatives = (
        (weights * p * -np.log(p)).sum() / share,
        (weights * (1 - p) * -np.log(1 - p)).sum() / (1 - share),
    )
    tilted = odds * share / (odds * share + 1 - share)
    expected = tilted * of_positives + (1 - tilted) * of_negatives
    rows = drawn(4, 1000, moves(Scenario(prior=odds, prior_at=0, days=240, **STILL)))
    assert rows.y.mean() == pytest.approx(tilted, abs=0.005)
    assert losses(rows, "loss").mean() == pytest.approx(expected, rel=0.015)


# Apart


def test_a_change_of_dependence_leaves_every_first_feature_as_it_was():
    calm = simulate(Scenario(**STILL))
    flipped = simulate(Scenario(**STILL | {"copula": -0.6}))
    assert np.array_equal(calm["psi1"], flipped["psi1"])
    assert np.array_equal(calm["mmd"][:30], flipped["mmd"][:30])
    assert (flipped["mmd"][30:] > 10 * flipped.labels.thresholds[1]).all()


def test_turned_answers_leave_inputs_and_predictions_as_they_were():
    calm, turned = (simulate(Scenario(**STILL | {"concept": each, "concept_at": 40})) for each in (0, 120))
    for name in ("psi1", "psi2", "mmd", "scores"):
        assert np.array_equal(calm[name], turned[name]), name
    assert turned["performance"][40:].mean() > calm["performance"][40:].mean() + 0.1


@pytest.mark.parametrize("delay", [0, 1, 60])
def test_labels_come_as_late_as_they_are_said_to(delay):
    at_once, late = (simulate(Scenario(delay=each)) for each in (0, delay))
    assert np.isnan(late["performance"][:delay]).all()
    assert np.array_equal(late["performance"][delay:], at_once["performance"][: len(late) - delay])


def test_resampled_positives_look_as_positives_always_did():
    moved = drawn(5, 1000, moves(Scenario(prior=4.0, prior_at=0, days=60, **STILL)))
    known = reference()
    for answer in (0, 1):
        now, before = moved.x[moved.y == answer], known.x[known.y == answer]
        assert now.mean(axis=0) == pytest.approx(before.mean(axis=0), abs=0.04)


def test_what_is_done_now_adds_to_what_the_knobs_did():
    moved = moves(Scenario(shift=1.0, shift_at=0).act(Shift(tick=50, size=-0.5)).act(Turn(tick=60, by=30)))
    assert (moved.shift[40], moved.shift[55]) == (1.0, 0.5)
    assert np.rad2deg(moved.angle[[0, 65, 80]]).round() == pytest.approx([0, 30, 90])
    done = moves(Scenario(**STILL).act(Flip(tick=10)).act(Resample(tick=20)))
    assert (done.correlation[9], done.correlation[10], done.odds[19], done.odds[20]) == (0.6, -0.6, 1.0, 2.5)


def test_a_gauge_is_up_from_the_second_day_above_to_the_second_below():
    values = np.array([0, 2, 0, 2, 2, 0, 2, 0, 0, 0]) * 1.0
    assert up(values, 1.0).astype(int).tolist() == [0, 0, 0, 0, 1, 1, 1, 1, 0, 0]


# Words

SAID = {
    "features": "the features",
    "together": "both features together",
    "predictions": "the predictions",
    "performance": "performance",
}


@pytest.mark.parametrize(
    "fields",
    [{}, STILL, {"shift": 1.0}, {"copula": CORRELATION}, {"prior": 3.0, "delay": 40}, {"concept": 180, "rate": 0.05}],
)
def test_the_sentence_of_each_day_names_the_gauges_that_are_up_and_no_label_that_has_come(fields):
    scenario = Scenario(**fields)
    trace = simulate(scenario)
    scene = simulation.scene(trace)
    for day in range(len(trace)):
        said = scene.verdict(day).sentence
        on = [name for name in GAUGES if trace[f"{name}_up"][day] > 0]
        assert said.startswith("Up: ") == bool(on), (day, said)
        lead = said.removeprefix("Up: ").split(":")[0].split(";")[0]
        named = [name for name in GAUGES if SAID[name] in (lead if on else "")]
        assert named == on, (day, said)
        waits = any(begun <= day < begun + scenario.delay for begun, _ in trace.labels.begun)
        assert ("days late" in said) == waits, (day, said)
        moved = any(begun <= day for begun, _ in trace.labels.begun)
        assert ("nothing has moved" in said) != moved, (day, said)


def test_the_default_tells_of_a_change_that_only_both_together_show():
    text = {each.tick: each.sentence for each in simulation.scene(simulation.run()).verdicts}
    assert "no feature alone shows it, their dependence does" in text[44]
    assert text[85].startswith("Up: both features together and performance")


def test_the_stored_runs_are_what_the_simulation_gives_today(golden):
    runs = {
        "as it comes": Scenario(),
        "inputs, then shares by hand, wrong answers": Scenario(shift=-1.0, measure="error").act(Resample(tick=80)),
        "quiet, then all at once": Scenario(**STILL).act(Shift(tick=60)).act(Flip(tick=60)).act(Turn(tick=60)),
    }
    golden(simulation, "gauges.txt", runs, every=11)
