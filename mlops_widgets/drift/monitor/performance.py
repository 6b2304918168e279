"""Has quality fallen, on the rows whose label has come?"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from mlops_widgets.drift.loss import log_loss

__all__ = ["losses", "worse"]

Floats = npt.NDArray[np.float64]


def losses(answers: Floats, labels: npt.ArrayLike, name: str) -> Floats:
    """Log loss of each row whose label is known."""
    happened = np.asarray(labels, float)
    if happened.shape != answers.shape:
        raise ValueError(f"{name} must be one for each of {answers.size} rows, got shape {happened.shape}: use NaN.")
    known = ~np.isnan(happened)
    if not np.isin(happened[known], (0, 1)).all():
        raise ValueError(f"{name} must be 0, 1 or NaN, got {happened[known].max():g}: NaN stands for not known yet.")
    return log_loss(happened[known], answers[known])


def worse(before: Floats, now: Floats) -> tuple[float, float]:
    """How much larger the mean loss is, and the chance of so much without a change (Welch's test, one-sided)."""
    if min(before.size, now.size) < 2:
        return math.nan, 1.0
    from scipy.special import stdtr

    rise = float(now.mean() - before.mean())
    of_before, of_now = before.var(ddof=1) / before.size, now.var(ddof=1) / now.size
    error = of_before + of_now
    if not error:
        return rise, float(rise <= 0)
    freedom = error**2 / (of_before**2 / (before.size - 1) + of_now**2 / (now.size - 1))
    return rise, float(stdtr(freedom, -rise / math.sqrt(error)))
