"""How is a candidate trained, and what is it judged by before it may answer?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from mlops_widgets.drift.loss import log_loss

from .sinks import Batch, Model

__all__ = ["Learned", "StableTest", "learn"]


@dataclass(frozen=True)
class Learned:
    """A classifier of scikit-learn that knows its columns by name."""

    features: tuple[str, ...]
    classifier: Any  # Any: scikit-learn ships no types

    def score(self, batch: Batch) -> npt.NDArray[np.float64]:
        """Chance of the label for each row, 0–1."""
        return np.asarray(self.classifier.predict_proba(_matrix(batch, self.features))[:, 1], float)


def learn(batch: Batch, *, features: Sequence[str], label: str) -> Learned:
    """A decision tree that foretells the label from the features, in a second for a hundred thousand rows.

    Parameters
    ----------
    batch
        Name → (n,) values, the label among them.
    features
        Columns to learn from.
    label
        Column with 0 and 1.

    Raises
    ------
    ValueError
        When all labels are the same: there is nothing to learn.
    """
    from sklearn.tree import DecisionTreeClassifier

    known = np.asarray(batch[label])
    if np.unique(known).size < 2:
        raise ValueError(f"{label} must hold both 0 and 1, got {known.size} rows of one kind: take a longer stretch.")
    classifier = DecisionTreeClassifier(max_leaf_nodes=64, min_samples_leaf=100, random_state=0)
    return Learned(tuple(features), classifier.fit(_matrix(batch, features), known))


@dataclass(frozen=True)
class StableTest:
    """Rows that no training sees, from a time when all was well: what every candidate is held against.

    Examples
    --------
    >>> class Half:
    ...     def score(self, batch):
    ...         return np.full(batch["x"].size, 0.5)
    >>> test = StableTest({"x": np.arange(4.0)}, np.array([0, 1, 0, 1]))
    >>> round(test(Half()), 4)
    0.6931
    """

    batch: Batch
    label: npt.NDArray[Any]  # (n,) 0 or 1

    def __call__(self, model: Model) -> float:
        """Mean log loss of the model; smaller is better."""
        return float(log_loss(self.label, model.score(self.batch)).mean())


def _matrix(batch: Batch, features: Sequence[str]) -> npt.NDArray[np.float64]:
    return np.column_stack([np.asarray(batch[name], float) for name in features])
