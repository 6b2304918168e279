"""There is one log loss: scikit-learn's where nothing is certain, and finite for a mistake that was certain."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn import metrics

from mlops_widgets.drift.loss import log_loss
from mlops_widgets.drift.monitor.performance import losses
from mlops_widgets.drift.runbook import StableTest
from mlops_widgets.drift.unlabelled import LabelQueue


class Certain:
    """Says 0 for all."""

    def score(self, batch):
        return np.zeros(batch["x"].size)


@given(st.lists(st.tuples(st.booleans(), st.floats(1e-5, 1 - 1e-5)), min_size=1, max_size=30))
def test_its_mean_is_scikit_learns(rows):
    label, chance = (np.array(each, dtype=float) for each in zip(*rows, strict=True))
    assert log_loss(label, chance).mean() == pytest.approx(metrics.log_loss(label, chance, labels=[0, 1]))


def test_a_certain_mistake_costs_the_same_wherever_it_is_counted():
    queue = LabelQueue(made=[0], delay=1, probability=[0.0], label=[1])
    told = [queue.at(1).value, StableTest({"x": np.zeros(1)}, np.ones(1))(Certain())]
    told += losses(np.zeros(1), [1], "labels").tolist()
    assert told == pytest.approx([-math.log(1e-6)] * 3)


def test_a_missing_chance_is_a_missing_loss():
    assert np.isnan(log_loss(np.array([1.0]), np.array([np.nan]))).all()
