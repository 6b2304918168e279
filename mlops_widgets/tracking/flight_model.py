"""With which settings is the model of late flights trained, and how does its loss fall, tree by tree?"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, field_validator

from mlops_widgets.data import flights

from .config import Settings

__all__ = ["Data", "Experiment", "Model", "Sample", "Trained", "sample", "train"]

Floats = NDArray[np.float64]

_JUDGED_FROM = "2013-04-01"  # whose month nobody may learn from


class Data(Settings):
    """Which flights it learns from, and which judge it."""

    train_until: str = _JUDGED_FROM  # day, ISO
    rows: int = Field(2000, ge=100)  # flights to learn from, at most all there are
    seed: int = 0  # of the draw

    @field_validator("train_until")
    @classmethod
    def _before_the_judges(cls, day: str) -> str:
        try:
            is_before = date.fromisoformat(day) <= date.fromisoformat(_JUDGED_FROM)
        except ValueError:
            is_before = False
        if not is_before:
            raise ValueError(
                f"train_until must be a day until {_JUDGED_FROM}, got {day!r}, for flights of the month from then on "
                f"judge the model: write it like {_JUDGED_FROM}"
            )
        return day


class Model(Settings):
    """Boosted trees: each new tree mends what the ones before it got wrong."""

    learning_rate: float = 0.1  # how far each tree is believed
    trees: int = 40
    leaves: int = 15  # of one tree, at most
    flights_in_leaf: int = 20  # at least


class Experiment(Settings):
    """One run: data, model and the seed of the training."""

    data: Data = Data()
    model: Model = Model()
    seed: int = 0


class Sample(NamedTuple):
    """Flights as numbers, to learn from and to judge by."""

    features: Floats  # (flights, features), nan where nothing is known
    late: NDArray[np.int64]  # (flights,) 0 or 1
    judge_features: Floats
    judge_late: NDArray[np.int64]


class Trained(NamedTuple):
    """What one run leaves behind."""

    losses: list[float]  # log loss of the judging flights after each tree
    auc: float  # after the last tree
    model: Any  # scikit-learn's own


_JUDGES = 2000  # flights of the month after


@lru_cache(maxsize=8)
def sample(data: Data) -> Sample:
    """Draw the flights of one experiment; the same settings draw the same flights.

    Parameters
    ----------
    data
        The block ``data`` of the settings. Judged is always by the same flights, of April.
    """
    from sklearn.preprocessing import OrdinalEncoder

    year = flights.load()
    narrow = year[["scheduled", "landed", "late"]]  # all that a split reads: the other columns are not copied
    parts = flights.split(narrow, train_until=data.train_until)
    rng = np.random.default_rng(data.seed)
    learn = np.sort(rng.choice(parts.train, min(data.rows, parts.train.size), replace=False))
    april = flights.split(narrow).validate
    judge = np.sort(np.random.default_rng(1).choice(april, _JUDGES, replace=False))
    known, asked = (flights.features(year.loc[rows]) for rows in (learn, judge))
    words = known.select_dtypes(exclude="number").columns
    codes = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=np.nan).fit(known[words])
    for frame in (known, asked):
        frame[words] = codes.transform(frame[words])
    late = (year.loc[rows, "late"].to_numpy(np.int64) for rows in (learn, judge))
    numbers = (frame.to_numpy(np.float64) for frame in (known, asked))
    features, judge_features = numbers
    return Sample(features, next(late), judge_features, next(late))


def train(experiment: Experiment) -> Trained:
    """Train the model, and judge it after each tree.

    One core only: on a machine that others use as well, two wait for each other longer than they work.

    Parameters
    ----------
    experiment
        All settings of the run.
    """
    from sklearn.ensemble import HistGradientBoostingClassifier
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # it ships no types

    drawn, settings = sample(experiment.data), experiment.model
    model = HistGradientBoostingClassifier(
        max_iter=settings.trees, learning_rate=settings.learning_rate, max_leaf_nodes=settings.leaves,
        min_samples_leaf=settings.flights_in_leaf, early_stopping=False, random_state=experiment.seed,
    )  # fmt: skip
    with threadpool_limits(1):
        model.fit(drawn.features, drawn.late)
        judged = [
            flights.evaluate(drawn.judge_late, chances[:, 1])
            for chances in model.staged_predict_proba(drawn.judge_features)
        ]
    return Trained([each.log_loss for each in judged], judged[-1].auc, model)
