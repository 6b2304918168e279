"""The same settings give the same losses, and each setting has a say."""

import numpy as np
import pytest

from mlops_widgets.tracking import ConfigError, resolve
from mlops_widgets.tracking.flight_model import Data, Experiment, Model, sample, train

FEW = Data(rows=400)
SMALL = Experiment(data=FEW, model=Model(trees=8))


def test_the_same_settings_give_the_same_losses_one_a_tree():
    first, second = train(SMALL), train(SMALL)
    assert first.losses == second.losses
    assert len(first.losses) == 8
    assert first.losses[-1] < first.losses[0]
    assert 0.5 < first.auc < 1


@pytest.mark.parametrize(
    "other",
    [Experiment(data=Data(rows=401), model=Model(trees=8)),
     Experiment(data=Data(rows=400, seed=1), model=Model(trees=8)),
     Experiment(data=Data(rows=400, train_until="2013-03-01"), model=Model(trees=8)),
     *(Experiment(data=FEW, model=Model(trees=8).model_copy(update=change))
       for change in ({"learning_rate": 0.3}, {"leaves": 3}, {"flights_in_leaf": 60}))],
)  # fmt: skip
def test_each_setting_has_a_say(other):
    assert train(other).losses != train(SMALL).losses


def test_it_is_judged_by_the_same_flights_whatever_it_learned_from():
    one, other = sample(FEW), sample(Data(rows=400, seed=5, train_until="2013-03-01"))
    assert np.array_equal(one.judge_late, other.judge_late)
    assert one.features.shape == (400, one.judge_features.shape[1])
    assert not np.array_equal(one.late, other.late)


@pytest.mark.parametrize(
    ("asked", "words"),
    [("train_until=2013-04-02", r"train_until .* cannot be '2013-04-02': .* a day until 2013-04-01.*write it like"),
     ("train_until=2013-05-01", "for flights of the month from then on judge the model"),
     ("train_until=spring", "got 'spring'"),
     ("rows=0", r"data.rows .command line. cannot be '0': input should be greater than or equal to 100")],
)  # fmt: skip
def test_nothing_is_learned_from_the_flights_that_judge_nor_from_none(asked, words):
    with pytest.raises(ConfigError, match=words):
        resolve(Experiment, environment={}, arguments=[f"--data.{asked}"])
