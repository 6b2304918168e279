"""Every strategy asks for networks of the space, the same with the same seed, and learns where there is a hill."""

import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlops_widgets.automl import AXES, STRATEGIES, TPE, Evolution, Grid, Space, Strategy, explore, plane, race, table
from mlops_widgets.stage import PartError, StageError

every_strategy = pytest.mark.parametrize("name", STRATEGIES)
OURS = [name for name in STRATEGIES if name not in ("hyperopt", "optuna")]
LISTENS = [name for name in STRATEGIES if name not in ("grid", "random")]


def _asked(name, space, seed, scores, count=14):
    strategy = STRATEGIES[name](space, seed)
    asked = []
    for i in range(count):
        asked.append(dict(strategy.ask()))
        strategy.tell(dict(asked[-1]), scores[i % len(scores)])
    return asked


@every_strategy
def test_it_has_the_two_words_and_can_be_built_without_arguments(name):
    assert isinstance(STRATEGIES[name](), Strategy)
    assert set(STRATEGIES[name]().ask()) == {axis.name for axis in AXES}


@pytest.mark.parametrize("name", OURS)
@given(seed=st.integers(0, 999), scores=st.lists(st.floats(0, 1), min_size=1, max_size=6))
def test_whatever_it_is_told_it_asks_for_networks_of_the_space(name, seed, scores):
    for space in (Space(), plane().space):
        places = space.cube(_asked(name, space, seed, scores))  # raises for what is none
        assert ((places >= 0) & (places <= 1)).all()


@pytest.mark.parametrize("name", ["hyperopt", "optuna"])
@pytest.mark.parametrize("scores", [[0.5], [0.0, 1.0, 0.3], [0.9, 0.1]])
def test_the_libraries_ask_for_networks_of_the_space_too(name, scores):
    for space in (Space(), plane().space):
        places = space.cube(_asked(name, space, 3, scores, count=30))
        assert ((places >= 0) & (places <= 1)).all()


@every_strategy
def test_the_same_seed_asks_the_same(name):
    one, two = (_asked(name, Space(), 7, [0.2, 0.8, 0.5], count=24) for _ in range(2))
    assert one == two
    if name != "grid":
        assert one != _asked(name, Space(), 8, [0.2, 0.8, 0.5], count=24)


@pytest.mark.parametrize("name", LISTENS)
def test_one_that_listens_asks_otherwise_when_it_hears_otherwise(name):
    rising, falling = np.linspace(0, 1, 40), np.linspace(1, 0, 40)
    assert _asked(name, Space(), 0, rising, 40) != _asked(name, Space(), 0, falling, 40)


@pytest.mark.parametrize("name", LISTENS)
def test_its_later_networks_are_better_than_those_of_chance(name):
    means = [race(STRATEGIES[name], 40, seed=seed, among=plane()).score[20:].mean() for seed in range(6)]
    assert np.mean(means) > plane().score.mean() + 0.15


def test_a_grid_tries_every_combination_once_and_then_a_finer_one():
    space = plane().space
    grid = Grid(space, trials=36)
    first = [tuple(grid.ask().values()) for _ in range(36)]
    assert len(set(first)) == 36
    assert [len({each[axis] for each in first}) for axis in (0, 1)] == [6, 6]
    finer = [grid.ask()["rate"] for _ in range(49)]
    assert len(set(finer)) == 7


def test_of_a_full_population_the_oldest_dies_however_good():
    breeder = Evolution(plane().space, population=5)
    config = breeder.ask()
    breeder.tell(config, 1.0)
    for _ in range(5):
        breeder.tell(breeder.ask(), 0.1)
    assert [score for score, _ in breeder.alive] == [0.1] * 5


def test_a_child_without_crossover_differs_from_its_parent_in_one_value():
    breeder = Evolution(Space(), population=1, tournament=1, crossover=0.0)
    parent = breeder.ask()
    breeder.tell(parent, 0.5)
    for _ in range(20):
        child = breeder.ask()
        assert sum(not np.isclose(a, b) if isinstance(a, float) else a != b
                   for a, b in zip(child.values(), parent.values(), strict=True)) <= 1  # fmt: skip


@pytest.mark.parametrize(("name", "module"), [("hyperopt", "hyperopt"), ("optuna", "optuna")])
def test_without_its_library_one_reads_what_to_install(name, module, monkeypatch):
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(StageError, match=r'pip install "mlops-widgets\[automl\]"'):
        STRATEGIES[name]()


@every_strategy
def test_it_says_nothing_on_the_screen(name, capfd):
    race(STRATEGIES[name], 25, among=plane())
    assert capfd.readouterr() == ("", "")


# What is asked for


def test_a_place_between_the_networks_gets_the_nearest_and_the_same_again():
    grid = plane()
    config = dict(grid.configs[100])
    assert grid.nearest(config) == 100
    assert grid.nearest(config | {"rate": config["rate"] * 1.2}) == 100
    assert table().nearest(config) == 100  # what is left out is as on the grid


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"rate": 0.01}, "got one without width: add it"),
        ({"rate": 0.01, "width": 8, "colour": 1}, "got one with 'colour': leave it out"),
        ({"rate": 2.0, "width": 8}, r"rate must be a number from 0.0001 to 1, got 2: move it inside"),
        ({"rate": float("nan"), "width": 8}, "rate must be a number"),
        ({"rate": "fast", "width": 8}, "rate must be a number from 0.0001 to 1, got 'fast'"),
        (None, "got NoneType: return"),
        ([0.1, 8], "got list: return"),
    ],
)
def test_what_is_no_network_gets_a_sentence(asked, words):
    class Odd:
        def ask(self):
            return asked

        def tell(self, config, score):
            pass

    with pytest.raises(StageError, match=words):
        explore(Odd(), 1, plane())


def test_an_unknown_choice_gets_a_sentence():
    with pytest.raises(StageError, match="activation must be one of relu, tanh, sigmoid, got 'gelu'"):
        table().nearest({"rate": 0.01, "width": 8, "activation": "gelu"})


def test_half_a_strategy_is_refused():
    class Half:
        def ask(self):
            return {}

    with pytest.raises(PartError, match=r"needs ask\(\) and tell\(config, score\), got Half"):
        explore(Half(), 1, plane())


@given(st.lists(st.floats(0, 1), min_size=6, max_size=6))
def test_a_place_becomes_a_network_and_the_network_its_nearest_place(places):
    space = Space()
    config = space.config(places)
    (back,) = space.cube([config])
    np.testing.assert_allclose(back, space.snapped(np.array([places]))[0], atol=1e-9)
    for name, value in space.config(back).items():
        assert value == (config[name] if name == "activation" else pytest.approx(config[name]))


@pytest.mark.parametrize("first", [0, 1, 2, 3])
def test_tpe_may_begin_early(first):
    among = plane()
    assert explore(TPE(among.space, first=first), 12, among).score.size == 12
    assert explore(TPE(among.space, first=first, good=1.0), 12, among).score.size == 12
