"""Is it the features that matter which drift, or others? A stream of real rows with a change that is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

__all__ = ["InducedDrift", "induced_drift"]

Rows = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class InducedDrift:
    """Rows to train on, and a stream that changes at a known row."""

    train: Rows  # (training, 30) standardised measurements of cell nuclei
    train_label: Labels  # (training,) 1 is benign
    stream: Rows  # (rows, 30)
    label: Labels  # (rows,)
    change: int  # first row of the stream that is moved
    moved: tuple[str, ...]  # names of the features that move


def induced_drift(
    kind: Literal["none", "irrelevant", "relevant"] = "relevant", *, size: float = 0.5, features: int = 8,
    rows: int = 6000, change: int = 3000, training: int = 500, seed: int = 0,
) -> InducedDrift:  # fmt: skip
    """Draw rows from the breast-cancer data with replacement, and move some features from one row on.

    Features are ranked by the size of their correlation with the class. No label changes: a tumour stays what it is
    while the instrument that measures it reads higher. A detector that looks at features alone cannot tell the two
    kinds apart; the classifier can.

    Parameters
    ----------
    kind
        ``"relevant"`` moves the features that say most about the class, ``"irrelevant"`` those that say least.
    size
        By how much each of them moves, in its standard deviations; negative reads lower.
    features
        How many of the 30 move.
    rows, change
        Length of the stream, and the first row that is moved.
    training
        Rows to train on, drawn in the same way from what does not drift.
    seed
        Of the drawing.

    Returns
    -------
    InducedDrift
        Arrays of shape (rows, 30) and (rows,).

    Examples
    --------
    >>> drift = induced_drift("relevant", features=2)
    >>> drift.moved
    ('worst concave points', 'worst perimeter')

    References
    ----------
    Wolberg, W., Mangasarian, O., Street, N., Street, W. (1993). Breast Cancer Wisconsin (Diagnostic). UCI.
    Žliobaitė, I. (2010). Change with delayed labeling: when is it detectable? ICDM Workshops. Moving chosen features.
    """
    from sklearn.datasets import load_breast_cancer

    data = load_breast_cancer()
    values, labels = (data.data - data.data.mean(axis=0)) / data.data.std(axis=0), data.target
    ranked = np.argsort(-np.abs(values.T @ (labels - labels.mean())), kind="stable")
    columns = {"none": ranked[:0], "irrelevant": ranked[-features:], "relevant": ranked[:features]}[kind]
    drawn = np.random.default_rng(seed).integers(0, len(values), training + rows)
    stream = values[drawn[training:]]
    stream[change:, columns] += size
    return InducedDrift(
        values[drawn[:training]], labels[drawn[:training]], stream, labels[drawn[training:]], change,
        tuple(str(data.feature_names[column]) for column in columns),
    )  # fmt: skip
