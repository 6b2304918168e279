"""Where is a classifier unsure? Inside a support vector machine's margin, or where an ensemble disagrees."""

from __future__ import annotations

from typing import Any, Literal, Protocol

import numpy as np
import numpy.typing as npt

__all__ = ["Form", "Options", "Scale", "build", "inside"]

Form = Literal["svm", "random_subspace"]
Scale = Literal["folds", "sampling"]


class Options(Protocol):
    """The detector's parameters that its parts read; what they mean stands in ``MarginDensity``."""

    form: Form
    window: int
    folds: int
    scale: Scale
    margin: float
    estimator: Any
    members: int
    features: float
    seed: int


# Any: scikit-learn ships no types.
def build(options: Options) -> Any:
    """Return an untrained pipeline that standardises, then decides between two classes."""
    from sklearn.ensemble import BaggingClassifier
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler
    from sklearn.svm import LinearSVC

    if options.form == "svm":
        return make_pipeline(StandardScaler(), LinearSVC(dual=False))
    # Every member sees all rows and its own random part of the features: Ho (1998), the random subspace method.
    ensemble = BaggingClassifier(
        options.estimator, n_estimators=options.members, max_features=float(options.features), bootstrap=False,
        random_state=options.seed,
    )  # fmt: skip
    return make_pipeline(StandardScaler(), ensemble)


def inside(classifier: Any, rows: npt.NDArray[np.float64], options: Options) -> npt.NDArray[np.bool_]:
    """Say of each row whether the classifier is unsure of it, shape (rows,)."""
    if options.form == "svm":
        unsure = np.abs(classifier.decision_function(rows)) <= 1
    else:
        p = classifier.predict_proba(rows)
        # Votes are sums: 0.75 − 0.25 is meant to lie on a margin of 0.5, whatever the last digit says.
        unsure = np.abs(p[:, 1] - p[:, 0]) <= options.margin + 1e-12
    return np.asarray(unsure, dtype=np.bool_)
