"""What is known of a model's performance now, if every label comes late? Predictions wait in a queue for theirs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mlops_widgets.drift.loss import log_loss
from mlops_widgets.drift.statistics.sample import floats

from .chances import Numbers, chances, check, labels

__all__ = ["Known", "LabelQueue"]

Metric = Callable[[Numbers, Numbers], float]


@dataclass(frozen=True)
class Known:
    """What can be said at one time."""

    value: float  # the metric over the rows whose label is there; nan if there are none
    rows: int  # whose label is there
    waiting: int  # predicted, but without a label yet, or for ever
    age: float  # seconds since those rows were predicted, on average: the metric speaks of then, not of now


class LabelQueue:
    """Predictions with the times at which they were made and at which their labels come; asks no clock.

    Whoever looks at the last hours sees the rows whose labels came quickly. If quick labels are of another kind than
    slow ones (a flight on time lands earlier than a late one), what is known is not only old but also one-sided;
    ``waiting`` says how much is missing.

    Parameters
    ----------
    made
        When each prediction was made, in seconds on any clock, shape (rows,).
    delay
        Seconds until the label comes: one number for all, or shape (rows,); inf for a label that never comes.
    probability
        The chance of class 1 that was predicted, shape (rows,).
    label
        What comes in the end, 0 or 1, shape (rows,); anything where it never comes.

    Examples
    --------
    >>> queue = LabelQueue(made=[0, 10, 20], delay=15, probability=[0.5, 0.5, 0.9], label=[0, 1, 1])
    >>> queue.at(30)
    Known(value=0.6931471805599453, rows=2, waiting=1, age=25.0)
    """

    def __init__(
        self, *, made: npt.ArrayLike, delay: npt.ArrayLike, probability: npt.ArrayLike, label: npt.ArrayLike
    ) -> None:
        self.probability = chances(probability)
        rows = self.probability.size
        self.made = _seconds(made, "made", {rows})
        waits = _seconds(np.atleast_1d(delay), "delay", {1, rows})
        check("made", self.made, np.isfinite(self.made), "the time of every prediction", "leave the row out")
        check("delay", waits, waits >= 0, "seconds from 0 on", "use inf for a label that never comes")
        self.arrives = self.made + waits
        label = np.asarray(label)
        if label.shape != self.probability.shape:
            raise ValueError(f"label must be as long as probability, {self.probability.size}, got {label.size}; "
                             "keep the same rows in both")  # fmt: skip
        comes = np.isfinite(self.arrives)
        self.label = np.zeros(comes.size)
        if comes.any():
            self.label[comes] = labels(label[comes], rows=int(comes.sum()))

    def at(self, time: float, *, window: float = np.inf, metric: Metric | None = None) -> Known:
        """Return what is known at ``time`` of the predictions made in the ``window`` seconds before.

        ``metric`` is a function of labels and chances; log loss in nats if None.
        """
        is_made = (self.made <= time) & (self.made > time - window)
        is_known = is_made & (self.arrives <= time)
        rows = int(is_known.sum())
        value, age = np.nan, np.nan
        if rows:
            label, chance = self.label[is_known], self.probability[is_known]
            value = metric(label, chance) if metric else log_loss(label, chance).mean()
            age = time - float(self.made[is_known].mean())
        return Known(float(value), rows, int(is_made.sum()) - rows, age)


def _seconds(values: npt.ArrayLike, name: str, sizes: set[int]) -> Numbers:
    times = floats(values, name, text="give seconds on one clock", table="give one time for each row")
    if times.size not in sizes:
        raise ValueError(
            f"{name} must have one time for each probability, got {times.size} for {max(sizes)}; "
            "delay may be one number for all"
        )
    return times
