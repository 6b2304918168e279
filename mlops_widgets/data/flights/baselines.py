"""Tell what a rule of thumb, and what an ordinary model, would answer."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal, Self

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["RateTable", "pipeline"]

Numbers = npt.NDArray[np.float64]


class RateTable:
    """The rule of thumb: a flight is as likely to be late as its kind was in training.

    Rates of rare kinds are drawn towards the base rate, as if each kind had been seen ``weight`` times
    before; a kind never seen gets the base rate. With ``by=()`` it is the base rate, for everyone.

    Parameters
    ----------
    by
        Columns that make the kind; carrier and hour by default.
    weight
        Flights the base rate counts for in each kind: one seen 50 times in training is half believed.

    Examples
    --------
    >>> import pandas as pd
    >>> kinds = pd.DataFrame({"carrier": ["UA", "UA", "B6", "B6"]})
    >>> rule = RateTable(by=("carrier",), weight=0).fit(kinds, [1, 1, 0, 1])
    >>> rule.predict_proba(kinds)[:, 1].tolist()
    [1.0, 1.0, 0.5, 0.5]

    """

    def __init__(self, *, by: Sequence[str] = ("carrier", "hour"), weight: float = 50.0) -> None:
        self.by = tuple(by)
        self.weight = weight

    def fit(self, features: "pd.DataFrame", late: npt.ArrayLike) -> Self:
        """Count how often each kind was late; ``late`` holds 0 and 1, shape (flights,)."""
        import pandas as pd

        labels = pd.Series(np.asarray(late, dtype=np.float64), index=features.index)
        self.base_rate_ = float(labels.mean())
        if self.by:
            kinds = labels.groupby([features[name] for name in self.by], observed=True)
            counts = kinds.agg(["sum", "size"])
            prior = self.weight * self.base_rate_
            self.rates_ = (counts["sum"] + prior) / (counts["size"] + self.weight)
        return self

    def predict_proba(self, features: "pd.DataFrame") -> Numbers:
        """Return the chances of being on time and of being late, shape (flights, 2)."""
        late = np.full(len(features), self.base_rate_)
        if self.by:
            rates = features[list(self.by)].join(self.rates_.rename("rate"), on=list(self.by))["rate"]
            late = rates.fillna(self.base_rate_).to_numpy(np.float64)
        return np.column_stack([1 - late, late])


# Any: scikit-learn ships no types, and is imported only when a pipeline is asked for.
def pipeline(kind: Literal["boosting", "logistic"] = "boosting", *, seed: int = 0) -> Any:
    """Build an untrained scikit-learn pipeline for the frame of ``features``, leaks and all.

    Parameters
    ----------
    kind
        ``boosting`` (trees on histograms, takes gaps as they are) or ``logistic`` (a straight line,
        gaps filled by the median).
    seed
        Of the model's own randomness: same seed, same rows, same model.

    Returns
    -------
    sklearn.pipeline.Pipeline
        Trains in seconds on a winter of flights; ``predict_proba(X)[:, 1]`` is the chance to be late.

    Raises
    ------
    ValueError
        If the kind is unknown.

    Examples
    --------
    >>> [name for name, step in pipeline().steps]
    ['prepare', 'model']

    References
    ----------
    Ke et al. (2017), LightGBM, NeurIPS; Pedregosa et al. (2011), Scikit-learn, JMLR 12.

    """
    builders = {"boosting": _boosting, "logistic": _logistic}
    if kind not in builders:
        raise ValueError(f'kind must be boosting or logistic, got {kind!r}; use "boosting" if in doubt')
    return builders[kind](seed)


def _boosting(seed: int) -> Any:
    from sklearn.compose import ColumnTransformer, make_column_selector
    from sklearn.ensemble import HistGradientBoostingClassifier
    from sklearn.pipeline import Pipeline
    from sklearn.preprocessing import OrdinalEncoder

    words = make_column_selector(dtype_exclude="number")
    codes = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=np.nan)
    prepare = ColumnTransformer([("words", codes, words)], remainder="passthrough")
    prepare.set_output(transform="pandas")
    # Small trees with large leaves: one bad day has hundreds of flights, and none should get its own leaf.
    model = HistGradientBoostingClassifier(
        max_iter=150, learning_rate=0.05, max_leaf_nodes=15, min_samples_leaf=200, l2_regularization=1.0,
        early_stopping=False, random_state=seed,
    )  # fmt: skip
    return Pipeline([("prepare", prepare), ("model", model)])


def _logistic(seed: int) -> Any:
    from sklearn.compose import ColumnTransformer, make_column_selector
    from sklearn.impute import SimpleImputer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import Pipeline, make_pipeline
    from sklearn.preprocessing import OneHotEncoder, StandardScaler

    numbers = make_pipeline(SimpleImputer(strategy="median", add_indicator=True), StandardScaler())
    prepare = ColumnTransformer(
        [
            ("words", OneHotEncoder(handle_unknown="ignore"), make_column_selector(dtype_exclude="number")),
            ("numbers", numbers, make_column_selector(dtype_include="number")),
        ]
    )
    return Pipeline([("prepare", prepare), ("model", LogisticRegression(max_iter=1000, random_state=seed))])
