"""Do features, answers, or both together differ from the reference by more than chance allows?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from mlops_widgets.drift.baseline import Baseline, Feature
from mlops_widgets.drift.baseline.table import columns
from mlops_widgets.drift.guards import Guard
from mlops_widgets.drift.statistics import holm

from .diagnosis import Diagnosis, Sign, diagnose
from .joint import Joint
from .performance import losses, worse

__all__ = ["Monitor"]

Table = Mapping[str, npt.ArrayLike]
_SCHEMA = {"missing", "extra", "type", "rows"}


@dataclass(frozen=True)
class Monitor:
    """Three levels and a guard over one model: each sees what the others miss.

    The guard asks whether the data are damaged; features are tested one by one (which moved?), answers as
    one column (does it reach users?), all features together by MMD (did only their interplay move?), and where
    labels have come, quality. All tests share one chance of a false alarm, by Holm's correction.

    Make one with ``Monitor.fit``.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> score = lambda table: 1 / (1 + np.exp(-table["x"] - table["y"]))
    >>> draw = lambda r: dict(zip("xy", rng.multivariate_normal([0, 0], [[1, r], [r, 1]], 1000).T))
    >>> reference, calm, turned = draw(0.7), draw(0.7), draw(-0.7)
    >>> monitor = Monitor.fit(reference, score(reference))
    >>> print(monitor.check(calm, score(calm)))
    Ok: nothing moved more than chance allows; go on.
    >>> found = monitor.check(turned, score(turned))
    >>> found.drifted, found.moved
    ((), ('predictions', 'model'))

    References
    ----------
    Holm, S. (1979). A simple sequentially rejective multiple test procedure. Scand. J. Statistics 6(2).
    """

    guard: Guard
    features: Baseline
    predictions: Baseline
    joint: Joint
    losses: npt.NDArray[np.float64] | None  # of each labelled reference row
    alpha: float

    @classmethod
    def fit(
        cls,
        reference: Table,
        predictions: npt.ArrayLike,
        *,
        labels: npt.ArrayLike | None = None,
        alpha: float = 0.01,
    ) -> Self:
        """The monitor that knows this reference.

        Parameters
        ----------
        reference
            Name → (n,) values, or a pandas frame: what the model was tested on.
        predictions
            (n,) chances that the model gave for these rows, 0–1.
        labels
            (n,) what happened, 0 or 1, NaN where it is not known; without them quality is not watched.
        alpha
            How often a check of unchanged data may say something else than "ok", 0–1.

        Raises
        ------
        ValueError
            When lengths differ, or a number is out of bounds.
        """
        if not 0.004 <= alpha < 1:
            raise ValueError(f"alpha must lie between 0.004 and 1, got {alpha}: 999 shuffles tell no rarer chance.")
        answers = _answers(reference, predictions)
        known = None if labels is None else losses(answers, labels, "labels")
        guard = Guard.fit(reference)
        numbers = [name for name, column in guard.columns.items() if column.kind == "number"]
        return cls(
            guard,
            Baseline.fit(reference),
            Baseline.fit({"prediction": answers}),
            Joint.fit({name: columns(reference, "reference")[name] for name in numbers}),
            known,
            alpha,
        )

    def check(self, batch: Table, predictions: npt.ArrayLike, *, labels: npt.ArrayLike | None = None) -> Diagnosis:
        """One verdict on a batch.

        Parameters
        ----------
        batch
            Name → (n,) values, or a pandas frame.
        predictions
            (n,) chances that the model gave for these rows.
        labels
            (n,) 0 or 1, NaN where the label has not come; they may be those of older rows only.

        Returns
        -------
        Diagnosis
            ``verdict``, ``sentence``, ``moved`` levels, ``drifted`` features, ``signs`` with their chances.

        Raises
        ------
        ValueError
            When lengths differ, or a prediction is no chance.
        """
        problems = self.guard.check(batch)
        if any(problem.kind in _SCHEMA for problem in problems):
            return diagnose((), (), (), problems)
        answers = _answers(batch, predictions)
        report = self.features.compare(batch, alpha=self.alpha)
        answer = self.predictions.compare({"prediction": answers})["prediction"]
        together = self.joint.differs(columns(batch, "batch"))
        signs = [sign for feature in report.features for sign in _signs("features", feature)]
        signs += [*_signs("predictions", answer), Sign("model", "all together", "mmd", *together)]
        chances = {
            "features": min(feature.adjusted for feature in report.features),
            "predictions": answer.pvalue,
            "model": together[1],
        }
        if self.losses is not None and labels is not None:
            fell = worse(self.losses, losses(answers, labels, "labels"))
            signs.append(Sign("performance", "loss", "loss", *fell))
            chances["performance"] = fell[1]
        adjusted = holm(list(chances.values()))
        moved = tuple(level for level, chance in zip(chances, adjusted, strict=True) if chance <= self.alpha)
        drifted = report.drifted if "features" in moved else ()
        return diagnose(tuple(signs), moved, drifted, problems)


def _signs(level: Any, feature: Feature) -> tuple[Sign, Sign]:  # Any: one of the four names that Sign takes
    return (
        Sign(level, feature.name, "psi", feature.psi, feature.noise),
        Sign(level, feature.name, feature.test, feature.effect, feature.pvalue),
    )


def _answers(table: Table, predictions: npt.ArrayLike) -> npt.NDArray[np.float64]:
    rows = len(next(iter(columns(table, "table").values())))
    answers = np.asarray(predictions, float)
    if answers.shape != (rows,):
        raise ValueError(f"predictions must be one chance for each of {rows} rows, got shape {answers.shape}.")
    if not ((answers >= 0) & (answers <= 1)).all():
        wrong = answers[~((answers >= 0) & (answers <= 1))][0]
        raise ValueError(f"predictions must lie between 0 and 1, got {wrong:g}: pass chances, not classes or logits.")
    return answers
