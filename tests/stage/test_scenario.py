"""A scenario says what it cannot be, and in words that help."""

from typing import ClassVar, Literal

import numpy as np
import pytest
from pydantic import ValidationError

from mlops_widgets import stage
from mlops_widgets.stage import ScenarioError, knob


class Push(stage.Intervention):
    title: ClassVar[str] = "Push"
    kind: Literal["push"] = "push"
    force: float = knob(1.0, title="Force", unit="N", ge=0, le=5)


class Walk(stage.Scenario):
    actions: ClassVar[tuple[type[stage.Intervention], ...]] = (Push,)
    steps: int = knob(100, title="Steps", ge=1, le=1000)
    size: float = knob(1.0, title="Step size", unit="m", ge=0)
    way: str = knob("north", title="Way", choices=["north", "south"])
    tired: bool = knob(False, title="Tired")
    note: str = knob("", title="Note", when={"way": "north"})


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"steps": 0}, ["steps", "at least 1", "got 0", "choose 1 to 1000"]),
        ({"steps": 2000}, ["steps", "at most 1000", "got 2000", "choose 1 to 1000"]),
        ({"steps": 1.5}, ["steps", "1.5", "integer"]),
        ({"steps": "many"}, ["steps", "'many'", "integer"]),
        ({"steps": None}, ["steps", "None", "integer"]),
        ({"size": -1}, ["size", "at least 0", "got -1"]),
        ({"size": float("nan")}, ["size", "nan", "finite"]),
        ({"size": float("inf")}, ["size", "inf", "finite"]),
        ({"size": np.nan}, ["size", "nan", "finite"]),
        ({"way": "west"}, ["way", "'north', 'south'", "got 'west'"]),
        ({"stride": 3}, ["no field stride", "steps", "size", "way"]),
        ({"seed": 1000}, ["seed", "at most 999", "got 1000", "choose 0 to 999"]),
        ({"steps": 0, "way": "west"}, ["steps", "at least 1"]),
        ({"interventions": 5}, ["interventions", "5"]),
        ({"interventions": [5]}, ["interventions", "5", "push"]),
        ({"interventions": [["kind", "push"]]}, ["interventions", "push"]),
        ({"interventions": [{"kind": "pull", "tick": 3}]}, ["interventions", "push", "got 'pull'"]),
        ({"interventions": [{"kind": ["push"], "tick": 3}]}, ["interventions", "push"]),
        ({"interventions": [{"tick": 3}]}, ["interventions", "push", "got None"]),
        ({"interventions": [{"kind": "push"}]}, ["tick is missing", "Push(tick=…)"]),
        ({"interventions": [{"kind": "push", "tick": -1}]}, ["tick", "at least 0", "got -1"]),
        ({"interventions": [{"kind": "push", "tick": 1, "force": 9}]}, ["force", "at most 5", "choose 0 to 5"]),
    ],
)
def test_a_wrong_value_gets_a_sentence_with_field_wish_value_and_way_out(values, words):
    with pytest.raises(ScenarioError) as caught:
        Walk(**values)
    said = str(caught.value)
    assert [word for word in words if word not in said] == [], said
    assert said.endswith(".")
    assert "pydantic" not in said
    assert "\n" not in said


@pytest.mark.parametrize(
    "text",
    ["", "{", "5", "null", "[1, 2]", '{"steps": NaN}', '{"steps": 0}', '{"stride": 1}', '{"interventions": [5]}',
     '{"interventions": {"kind": "push"}}', '{"interventions": [{"kind": "pull", "tick": 1}]}', b"\xff\xfe"],
)  # fmt: skip
def test_text_that_no_scenario_wrote_gets_a_sentence(text):
    with pytest.raises(ScenarioError) as caught:
        Walk.from_json(text)
    assert str(caught.value).endswith(".")
    assert "Error" not in str(caught.value)


def test_numbers_of_numpy_are_as_good_as_others():
    walk = Walk(steps=np.int64(7), size=np.float32(0.5), tired=np.bool_(True), way=np.str_("south"))
    assert walk == Walk(steps=7, size=0.5, tired=True, way="south")
    assert [type(each) for each in (walk.steps, walk.size, walk.tired, walk.way)] == [int, float, bool, str]
    assert Walk().act(Push(tick=np.int64(3), force=np.float64(2))).interventions[0] == Push(tick=3, force=2)


def test_two_wrong_values_are_both_named():
    with pytest.raises(ScenarioError, match=r"steps must be at least 1.*size must be at least 0"):
        Walk(steps=0, size=-1)


def test_a_scenario_cannot_be_changed_only_replaced():
    walk = Walk(size=2)
    with pytest.raises(ValidationError):
        walk.size = 3
    assert walk.replace(size=3) == Walk(size=3)
    assert walk == Walk(size=2)
    with pytest.raises(ScenarioError, match="steps must be at least 1"):
        walk.replace(steps=0)


def test_acting_keeps_interventions_in_order_of_time():
    walk = Walk().act(Push(tick=9)).act(Push(tick=2, force=3)).act(Push(tick=5))
    assert [each.tick for each in walk.interventions] == [2, 5, 9]
    assert walk.interventions[0].force == 3


def test_an_intervention_of_another_simulation_is_refused():
    class Pull(stage.Intervention):
        kind: Literal["pull"] = "pull"

    with pytest.raises(ScenarioError, match=r"a kind that Walk knows \(push\), got 'pull'"):
        Walk().act(Pull(tick=1))


def test_equal_scenarios_have_one_hash_and_one_json():
    one, other = Walk(size=1).act(Push(tick=1)), Walk(size=1.0).act(Push(tick=1))
    assert one == other
    assert hash(one) == hash(other)
    assert one.to_json() == other.to_json()


def test_each_knob_becomes_the_control_its_type_asks_for_and_the_seed_comes_last():
    controls = {each["name"]: each for each in Walk.controls()}
    kinds = {name: each["kind"] for name, each in controls.items()}
    assert kinds == {
        "steps": "range", "size": "number", "way": "menu", "tired": "toggle", "note": "text", "seed": "range",
    }  # fmt: skip
    assert list(controls)[-1] == "seed"
    assert (controls["steps"]["min"], controls["steps"]["max"], controls["steps"]["step"]) == (1, 1000, 1)
    assert controls["way"]["choices"] == [["north", "north"], ["south", "south"]]
    assert controls["note"]["when"] == {"way": ["north"]}


def test_a_default_outside_its_own_bounds_is_noticed():
    class Odd(stage.Scenario):
        steps: int = knob(0, title="Steps", ge=1, le=9)

    with pytest.raises(ScenarioError, match="steps must be at least 1, got 0"):
        Odd()
