"""Does a change in the data matter to this classifier? Watch its uncertainty, and ask for labels when that moves."""

# ruff: noqa: N803  # X is scikit-learn's name for rows

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, Self

import numpy as np
import numpy.typing as npt
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.validation import check_array, check_is_fitted, validate_data

from .border import check_asked, check_options, two_classes
from .event import Event
from .reference import Reference, learned, moved
from .region import Form, Scale, build, inside

__all__ = ["MarginDensity"]

Rows = npt.NDArray[np.float64]
Labels = npt.NDArray[Any]  # Any: a class may be called by a number or a word
Oracle = Callable[[npt.NDArray[np.int64]], npt.ArrayLike]


class MarginDensity(ClassifierMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn ships no types
    """A classifier that notices when it grows unsure of more rows, or of fewer, and only then asks for labels.

    Watching costs no label. A row is inside the classifier's uncertainty region (S = 1) or not (S = 0), and

        MD_t = λ · MD_{t−1} + (1 − λ) · S,    λ = (N − 1) / N

    is the margin density. A drift is *suspected* if the distance of MD_t from MD_ref exceeds θ σ_ref. Then N labels
    are asked for. If the accuracy on them is below Acc_ref by more than θ σ_acc, the drift is *confirmed*: the
    classifier is trained anew on those N rows, and with it the reference. Otherwise the suspicion is *dismissed*: the
    data moved, the classifier does not mind, and only the reference density moves to where the data are now.
    It is blind if the same rows come to mean something else, and its σ takes rows for independent.

    Parameters
    ----------
    form
        ``"random_subspace"``: an ensemble, each member on a random part of the features; a row is inside if the
        votes for the two classes differ by a share of at most ``margin``. ``"svm"``: a linear support vector
        machine; a row is inside if w·x + b lies in [−1, 1].
    window
        N, in rows: how far back the density looks, and how many labels are asked for.
    theta
        θ, in standard deviations: larger suspects less and confirms less. 2 goes with the folds; with the sampling
        scale take 4, which chance seldom passes in thousands of rows.
    folds
        K of the cross-validation on the training rows that makes MD_ref, σ_ref, Acc_ref and σ_acc.
    scale
        What σ is. ``"folds"``: the standard deviation over the K folds, as in the paper; five numbers know it to a
        third, and a fold is not as long as the window. ``"sampling"``: the standard error of a difference of shares,
        √(p (1 − p) (1/(2N − 1) + 1/n)) for the density, √(a (1 − a) (1/N + 1/n)) for the accuracy, n training rows.
    margin
        θ_m of the random subspaces, 0-1.
    estimator
        What the members are; a scikit-learn classifier, decision trees if None.
    members, features, seed
        Members of the ensemble, the share of the features (0-1) that each sees; the seed of this and of the folds.

    Attributes
    ----------
    classifier_, classes_
        What ``predict`` uses now, a pipeline that standardises and decides; the two classes.
    reference_, density_
        ``Reference`` with MD_ref, σ_ref, Acc_ref, σ_acc; MD_t. Shares, 0-1.
    events_ : list of Event
        What was suspected, confirmed and dismissed, and when.
    labels_used_, rows_seen_ : int
        Labels asked for, and rows watched, since ``fit``.

    Examples
    --------
    >>> from mlops_widgets.drift.unlabelled import induced_drift
    >>> drift = induced_drift("relevant", seed=1)  # at row 3000 of 6000
    >>> watch = MarginDensity(scale="sampling", theta=4).fit(drift.train, drift.train_label)
    >>> suspected = watch.update_many(drift.stream, oracle=drift.label.take)
    >>> [(event.row, event.kind, event.labels) for event in watch.events_]
    [(3294, 'suspected', 0), (3544, 'confirmed', 250)]

    References
    ----------
    Sethi, T. S., Kantardzic, M. (2017). On the reliable detection of concept drift from streaming unlabeled data.
    Expert Systems with Applications 82, 77-99. arXiv 1704.00023.
    """

    def __init__(
        self, form: Form = "random_subspace", *, window: int = 250, theta: float = 2.0, folds: int = 5,
        scale: Scale = "folds", margin: float = 0.5, estimator: Any = None, members: int = 20,
        features: float = 0.5, seed: int = 0,
    ) -> None:  # fmt: skip
        self.form = form
        self.window = window
        self.theta = theta
        self.folds = folds
        self.scale = scale
        self.margin = margin
        self.estimator = estimator
        self.members = members
        self.features = features
        self.seed = seed

    def fit(self, X: npt.ArrayLike, y: npt.ArrayLike) -> Self:
        """Train the classifier, learn the reference by cross-validation and begin to watch.

        ``X`` holds numbers, shape (rows, features); ``y`` two classes, shape (rows,), each at least ``folds`` times.
        """
        check_options(self.get_params())
        rows, labels = validate_data(self, X, y, dtype=np.float64)
        self.classes_ = two_classes(labels, self.folds)
        self.events_: list[Event] = []
        self.labels_used_ = self.rows_seen_ = 0
        self._train(rows, labels)
        return self

    def predict(self, X: npt.ArrayLike) -> Labels:
        """Return the current classifier's classes, shape (rows,)."""
        rows = self._rows(X)
        return np.asarray(self.classifier_.predict(rows))

    def update(self, x: npt.ArrayLike) -> None:
        """Watch one row, shape (features,); see ``drift_detected``, ``suspected`` and ``wants_labels``."""
        self._follow(check_array(np.asarray(x)[None], dtype=np.float64), None)

    def update_many(self, X: npt.ArrayLike, *, oracle: Oracle | None = None) -> npt.NDArray[np.bool_]:
        """Watch rows, shape (rows, features), in their order, as ``update`` does on each, but much faster.

        Parameters
        ----------
        oracle
            Who can be asked for labels: a function from positions in ``X`` to their labels, such as ``y.take``.
            It is asked for the N rows after a suspicion and no others; without one, ``label`` brings them.

        Returns
        -------
        ndarray of bool, shape (rows,)
            At which rows a drift became suspected.
        """
        return self._follow(self._rows(X), oracle)

    def _follow(self, rows: Rows, oracle: Oracle | None) -> npt.NDArray[np.bool_]:
        suspected = np.zeros(len(rows), dtype=np.bool_)
        start = 0
        while start < len(rows):
            asked = self.wants_labels if oracle is not None else 0
            watched = self._watch(rows[start : start + asked] if asked else rows[start:])
            positions = np.arange(start, start + watched)
            start += watched
            if asked and oracle is not None:
                self._take(rows[positions], np.asarray(oracle(positions)))
            elif self.suspected and self.events_[-1].row == self.rows_seen_:
                suspected[start - 1] = True
        return suspected

    def label(self, X: npt.ArrayLike, y: npt.ArrayLike) -> None:
        """Bring labelled rows that came after the suspicion, at most ``wants_labels``; N of them decide.

        ``X`` has shape (rows, features), ``y`` shape (rows,). Training anew takes ``folds`` rows of each class: if a
        drift shows and they are not there, N more are asked for.
        """
        self._take(self._rows(X), np.asarray(y))

    def _take(self, rows: Rows, labels: Labels) -> None:
        check_asked(len(rows), labels, wanted=self.wants_labels, classes=self.classes_)
        self._asked.append((rows, labels))
        self.labels_used_ += labels.size
        self._wanted -= labels.size
        if not self._wanted:
            self._judge()

    @property
    def suspected(self) -> bool:
        """Is a suspicion open, which labels have to decide?"""
        return self._wanted > 0

    @property
    def wants_labels(self) -> int:
        """How many labels are still needed to decide; 0 while only watching."""
        return self._wanted

    @property
    def drift_detected(self) -> bool:
        """Have the last labels confirmed a drift, and no row come since?"""
        return self._confirmed

    @property
    def statistic(self) -> float:
        """How far the margin density is from its reference: |MD_t − MD_ref|, 0-1."""
        return float(abs(self.density_ - self.reference_.density))

    @property
    def threshold(self) -> float:
        """Where ``statistic`` becomes a suspicion: θ σ_ref."""
        return self.theta * self.reference_.density_spread

    def _begin(self, reference: Reference) -> None:
        self.reference_ = reference
        self.density_ = reference.density
        self._wanted, self._confirmed = 0, False
        self._asked: list[tuple[Rows, Labels]] = []

    def _watch(self, rows: Rows) -> int:
        """Move the density row by row, up to the first suspicion; say how many rows that took."""
        forget = (self.window - 1) / self.window
        signals = inside(self.classifier_, rows, self)
        self._confirmed = False
        for watched, signal in enumerate(signals.tolist(), start=1):
            self.density_ = forget * self.density_ + (1 - forget) * signal
            if not self.suspected and self.statistic > self.threshold:
                self.rows_seen_ += watched
                self._wanted = self.window
                self._log("suspected")
                return watched
        self.rows_seen_ += len(rows)
        return len(rows)

    def _judge(self) -> None:
        rows, labels = (np.concatenate(parts) for parts in zip(*self._asked, strict=True))
        accuracy = float(np.mean(self.classifier_.predict(rows) == labels))
        drifted = self.reference_.accuracy - accuracy > self.theta * self.reference_.accuracy_spread
        if drifted and min(np.sum(labels == each) for each in self.classes_) < self.folds:
            self._wanted = self.window
        elif drifted:
            self._log("confirmed", accuracy)
            self._train(rows, labels)
            self._confirmed = True
        else:
            self._log("dismissed", accuracy)
            self._begin(moved(self.reference_, inside(self.classifier_, rows, self), self))

    def _train(self, rows: Rows, labels: Labels) -> None:
        untrained = build(self)
        self.classifier_ = untrained.fit(rows, labels)
        self._begin(learned(untrained, rows, labels, self))

    def _log(self, kind: Literal["suspected", "confirmed", "dismissed"], accuracy: float = np.nan) -> None:
        self.events_.append(Event(self.rows_seen_, kind, self.density_, accuracy, self.labels_used_))

    def __sklearn_tags__(self) -> Any:  # Any: scikit-learn's own
        tags = super().__sklearn_tags__()
        tags.classifier_tags.multi_class = False
        return tags

    def _rows(self, X: npt.ArrayLike) -> Rows:
        check_is_fitted(self)
        return np.asarray(validate_data(self, X, dtype=np.float64, reset=False))
