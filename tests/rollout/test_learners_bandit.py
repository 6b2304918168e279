"""A learner's own bandit runs in the experiment, hears every reward, and is told by name what it lacks."""

import numpy as np
import pytest

from mlops_widgets import stage
from mlops_widgets.rollout.bandits import Thompson
from mlops_widgets.rollout.experiment import Scenario, simulation
from mlops_widgets.rollout.experiment.play import play
from mlops_widgets.rollout.experiment.world import HOURS, world


class Last:
    """Always the last version."""

    def __init__(self, arms=2):
        self.arms, self.heard = arms, 0

    def choose(self, context):
        assert context.tolist() in ([1, 0], [0, 1])
        return self.arms - 1

    def learn(self, arm, reward, context):
        assert 0 <= reward <= 1
        self.heard += 1


def test_a_learners_class_is_told_how_many_versions_there_are():
    trace = simulation.run(Scenario(versions=4), policy=Last)
    assert (trace["share_d"] == 1).all()
    assert trace.scenario.policy == "yours"


def test_our_own_bandits_fit_into_the_learners_hole():
    own, menu = simulation.run(policy=Thompson), simulation.run(Scenario(policy="thompson"))
    assert np.array_equal(own["lost"], menu["lost"])


def test_every_reward_is_heard_once_but_for_those_of_the_last_hours():
    for delay in (0, 5):
        scenario, policy = Scenario(delay=delay, users=2), Last(3)
        play(world(scenario), scenario, policy)
        assert policy.heard == 2 * (HOURS - delay)


@pytest.mark.parametrize(
    ("chosen", "words"),
    [(7, "0 to 2, a whole number, got 7"), (0.5, "got 0.5"), ("b", "got 'b'"), (None, "got None")],
)
def test_a_version_that_is_not_there_is_refused_with_its_value(chosen, words):
    part = type("Odd", (), {"choose": lambda *_: chosen, "learn": lambda *_: None})
    with pytest.raises(stage.PartError, match=words):
        simulation.run(policy=part)


def test_a_policy_without_methods_is_refused_by_name():
    with pytest.raises(stage.PartError, match="Lamp has no choose and learn"):
        simulation.run(policy=type("Lamp", (), {}))


def test_a_policy_that_raises_is_blamed_with_its_line():
    class Broken(Last):
        def choose(self, context):
            return 1 // (self.heard * 0)

    with pytest.raises(stage.PartError, match=r"ZeroDivisionError.*line \d+, in choose"):
        simulation.run(policy=Broken)
