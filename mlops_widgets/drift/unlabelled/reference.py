"""What does a classifier's uncertainty look like while nothing drifts, and by how much does that vary?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import sqrt
from typing import Any

import numpy as np
import numpy.typing as npt

from .region import Options, inside

__all__ = ["Reference", "learned", "moved"]

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Reference:
    """What margin density is compared with; shares, 0-1."""

    density: float  # MD_ref: rows inside the uncertainty region
    density_spread: float  # σ_ref
    accuracy: float  # Acc_ref
    accuracy_spread: float  # σ_acc


# Any: scikit-learn ships no types.
def learned(untrained: Any, rows: Numbers, labels: npt.NDArray[Any], options: Options) -> Reference:
    """Cross-validate: each fold is seen by a classifier that was trained on the others."""
    from sklearn.base import clone
    from sklearn.model_selection import StratifiedKFold

    density, accuracy = [], []
    parts = StratifiedKFold(options.folds, shuffle=True, random_state=options.seed)
    for rest, held_out in parts.split(rows, labels):
        trained = clone(untrained).fit(rows[rest], labels[rest])
        density.append(inside(trained, rows[held_out], options).mean())
        accuracy.append(np.mean(trained.predict(rows[held_out]) == labels[held_out]))
    # A moving average with λ = (N − 1) / N of independent rows varies like the mean of 2N − 1 rows.
    return Reference(
        *_level(density, options, now=2 * options.window - 1, before=len(rows)),
        *_level(accuracy, options, now=options.window, before=len(rows)),
    )


def moved(reference: Reference, signals: npt.NDArray[np.bool_], options: Options) -> Reference:
    """Keep the accuracy and take the density of these rows: what was suspected proved harmless."""
    density = [part.mean() for part in np.array_split(signals, options.folds)]
    level, spread = _level(density, options, now=2 * options.window - 1, before=len(signals))
    return replace(reference, density=level, density_spread=spread)


def _level(folds: Sequence[float], options: Options, *, now: int, before: int) -> tuple[float, float]:
    """Mean over the folds, and σ: of the folds, or of what so many rows say now and so many said before."""
    level = float(np.mean(folds))
    return level, float(np.std(folds, ddof=1)) if options.scale == "folds" else _spread(level, now, before)


def _spread(share: float, now: int, before: int) -> float:
    """Standard error of the difference of two shares, of so many rows now and before; never 0."""
    p = (share * before + 0.5) / (before + 1)
    return sqrt(p * (1 - p) * (1 / now + 1 / before))
