"""Tell how good predicted chances were, once the labels are known."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["BINS", "Evaluation", "evaluate"]

BINS = 10  # of equal count, for the calibration error

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Evaluation:
    """What the labels say about the predictions; ``str`` of it is one sentence."""

    n: int  # flights
    base_rate: float  # share that was late, 0-1
    predicted_rate: float  # mean predicted chance, 0-1: equal to base_rate if calibrated in the large
    log_loss: float  # nats per flight, lower is better
    log_loss_base_rate: float  # of the best constant, these flights' own base rate, known only afterwards
    auc: float  # chance that a late flight was ranked above one on time; nan if all had the same fate
    calibration_error: float  # expected calibration error over ten bins of equal count, 0-1

    def __str__(self) -> str:
        return (
            f"{self.n:,} flights, {self.base_rate:.1%} late, {self.predicted_rate:.1%} predicted: "
            f"log loss {self.log_loss:.3f} (base rate {self.log_loss_base_rate:.3f}), "
            f"AUC {self.auc:.3f}, calibration error {self.calibration_error:.3f}"
        )


def evaluate(y: npt.ArrayLike, p: npt.ArrayLike) -> Evaluation:
    """Judge predicted chances by the labels that arrived.

    Accuracy is left out on purpose: with one flight in seven late, never warning anyone scores 85 %,
    and a month with fewer late flights scores better without any better prediction.

    Parameters
    ----------
    y
        Labels, shape (flights,): 1 or True if late.
    p
        Predicted chance of being late, 0-1, shape (flights,).

    Returns
    -------
    Evaluation
        Frozen; its figures carry their units.

    Raises
    ------
    ValueError
        If there are no labels, a label or chance is missing or out of range, or the lengths differ.

    Examples
    --------
    >>> evaluation = evaluate([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8])
    >>> evaluation.auc, round(evaluation.log_loss, 3), round(evaluation.log_loss_base_rate, 3)
    (0.75, 0.472, 0.693)

    References
    ----------
    Fawcett (2006), An introduction to ROC analysis, Pattern Recognition Letters 27: area under the curve.
    Naeini, Cooper and Hauskrecht (2015), Obtaining well calibrated probabilities, AAAI.

    """
    labels, chances = _column("y", y), _column("p", p)
    if labels.size == 0:
        raise ValueError("y must hold at least one label, got none; wait until a flight has landed")
    if labels.size != chances.size:
        raise ValueError(
            f"p must have one chance for each label, got {chances.size} for {labels.size}; "
            "leave the same flights out of both"
        )
    _check("y", labels, (labels == 0) | (labels == 1), "0 or 1", "keep only labelled flights: y[y.notna()]")
    _check("p", chances, (chances >= 0) & (chances <= 1), "chances in [0, 1]", "use predict_proba(X)[:, 1]")
    base_rate = float(labels.mean())
    return Evaluation(
        n=labels.size,
        base_rate=base_rate,
        predicted_rate=float(chances.mean()),
        log_loss=_log_loss(labels, chances),
        log_loss_base_rate=_log_loss(labels, np.full(labels.size, base_rate)),
        auc=_auc(labels, chances),
        calibration_error=_calibration_error(labels, chances),
    )


def _column(name: str, values: npt.ArrayLike) -> Numbers:
    # pandas marks a missing label with an object of its own, which numpy takes for no number.
    filled = values.to_numpy(dtype=np.float64, na_value=np.nan) if hasattr(values, "to_numpy") else values
    try:
        column = np.asarray(filled, dtype=np.float64)
    except (TypeError, ValueError):
        raise ValueError(f"{name} must hold numbers, got {values!r:.60}; give one for each flight") from None
    if column.ndim != 1:
        raise ValueError(f"{name} must be one column, got shape {column.shape}; of predict_proba take [:, 1]")
    return column


def _check(name: str, column: Numbers, valid: npt.NDArray[np.bool_], wish: str, way_out: str) -> None:
    if not valid.all():
        at = int(np.argmin(valid))
        raise ValueError(f"{name} must hold {wish}, got {column[at]:g} at position {at}; {way_out}")


def _log_loss(labels: Numbers, chances: Numbers) -> float:
    tiny = np.finfo(np.float64).eps  # a certain prediction that fails costs about 36 nats, not infinity
    p = np.clip(chances, tiny, 1 - tiny)
    return float(-np.mean(labels * np.log(p) + (1 - labels) * np.log(1 - p)))


def _auc(labels: Numbers, chances: Numbers) -> float:
    """Count, by ranks, the pairs of a late flight and one on time in the right order; ties count half."""
    _, place, count = np.unique(chances, return_inverse=True, return_counts=True)
    rank = (np.cumsum(count) - (count - 1) / 2)[place]
    late = labels.sum()
    pairs = late * (labels.size - late)
    return float((rank[labels == 1].sum() - late * (late + 1) / 2) / pairs) if pairs else float("nan")


def _calibration_error(labels: Numbers, chances: Numbers) -> float:
    """Average the gaps between mean chance and late share; equal chances share a bin."""
    edges = np.quantile(chances, np.arange(1, BINS) / BINS)
    place = np.searchsorted(edges, chances, side="left")
    gaps = np.bincount(place, weights=chances - labels, minlength=BINS)
    return float(np.abs(gaps).sum() / labels.size)
