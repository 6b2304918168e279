"""What is not seen decides: holes and losses are those of Poisson hits, and armour belongs where no holes are."""

import numpy as np
import pytest

from mlops_widgets.lifecycle import survival
from mlops_widgets.lifecycle.survivorship import SECTIONS, Armour, Scenario, simulate, simulation
from mlops_widgets.lifecycle.survivorship.world import AREAS, ARMOUR, DANGERS

MANY = Scenario(planes=400, seed=3)
SHARES = AREAS / AREAS.sum()
RUNS = {
    "as it is": Scenario(),
    "wings first, engines later, all revealed": Scenario(armour="wings", reveal=True, seed=1).act(
        Armour(tick=30, place="engines")
    ),
}


def test_runs_are_as_they_were(golden):
    golden(simulation, "survivorship.txt", RUNS, every=10)


@pytest.mark.parametrize("hits", [0.5, 2.0, 6.0])
def test_as_many_come_back_as_poisson_hits_let(hits):
    back = simulate(MANY.replace(hits=hits)).summary["back"]
    expected = np.exp(-hits * SHARES @ DANGERS)
    assert back == pytest.approx(expected, abs=4 * np.sqrt(expected * (1 - expected) / (400 * 60)))


def test_on_those_that_come_back_holes_are_missing_where_they_are_fatal():
    run = simulate(MANY)
    planes = 400 * 60 * run.summary["back"]
    for name, share, danger, area in zip(SECTIONS, SHARES, DANGERS, AREAS, strict=True):
        expected = 2.0 * share * (1 - danger)  # holes a plane: of Poisson hits those that it survives
        seen = run[f"seen_{name}"][-1] * area / 10
        assert seen == pytest.approx(expected, abs=4 * np.sqrt(expected / planes))


def test_on_all_planes_hits_fall_evenly():
    run = simulate(MANY)
    for name, area in zip(SECTIONS, AREAS, strict=True):
        expected = 2.0 * area / AREAS.sum()
        every = run[f"all_{name}"][-1] * area / 10
        assert every == pytest.approx(expected, abs=4 * np.sqrt(expected / (400 * 60)))


def test_where_most_holes_are_armour_saves_least_but_one_may_not_see_that():
    runs = {name: simulate(MANY.replace(armour=name)) for name in SECTIONS}
    bare = simulate(MANY)
    saved = {name: bare.summary["lost"] - run.summary["lost"] for name, run in runs.items()}
    densest = max(SECTIONS, key=lambda name: bare[f"seen_{name}"][-1])
    rarest = min(SECTIONS, key=lambda name: bare[f"seen_{name}"][-1])
    assert (densest, rarest) == ("wings", "engines")
    assert saved["engines"] == max(saved.values()) > 4 * saved[densest] > 0
    assert runs["engines"].summary["lost"] == bare.summary["lost_best"]
    stopped = np.exp(-2.0 * SHARES @ (DANGERS * np.where(np.array(list(SECTIONS)) == "engines", 1 - ARMOUR, 1)))
    assert runs["engines"].summary["back"] == pytest.approx(stopped, abs=0.01)


def test_armour_that_comes_later_changes_nothing_before():
    bare, late = simulate(Scenario()), simulate(Scenario().act(Armour(tick=40, place="engines")))
    for name in bare.columns:
        np.testing.assert_array_equal(bare[name][:40], late[name][:40])
    assert late.summary["lost"] < bare.summary["lost"]


def test_no_armour_makes_a_plane_worse():
    worlds = [simulate(Scenario(armour=name)) for name in ("none", *SECTIONS)]
    assert all(np.all(run["lost"] <= worlds[0]["lost"]) for run in worlds)


def test_walds_own_example():
    assert survival([320, 32, 20, 4, 2, 2], planes=400) == pytest.approx(0.851, abs=5e-4)


def test_walds_estimate_finds_the_chance_that_was_drawn():
    rng = np.random.default_rng(0)
    hits = rng.poisson(2.0, 100_000)
    back = hits[rng.random(100_000) < 0.9**hits]
    counts = np.bincount(back).tolist()
    assert survival(counts, planes=100_000) == pytest.approx(0.9, abs=0.01)
    assert survival([10, 5], planes=15) == 1.0


@pytest.mark.parametrize(
    ("returned", "planes", "words"),
    [
        ([320, 32], 300, "300 together at most"),
        ([5], 10, "returned must hold"),
        ([5, -1], 10, "returned must hold"),
        ([5, 0, 0], 10, "a plane with a hit, got none"),
    ],
)
def test_what_tells_nothing_is_refused(returned, planes, words):
    with pytest.raises(ValueError, match=words):
        survival(returned, planes)
