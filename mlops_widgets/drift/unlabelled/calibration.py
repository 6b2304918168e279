"""Do the chances mean what they say? If not, which map from chance to chance mends that?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import numpy as np

from .chances import Numbers

__all__ = ["Calibration", "Map", "chosen"]

Calibration = Literal["auto", "isotonic", "platt", "none"]
Map = Callable[[Numbers], Numbers]

_FOLDS = 5


def chosen(method: Calibration, probability: Numbers, label: Numbers) -> tuple[str, str, Map]:
    """Return the name of the calibration, the reason for it in a sentence, and the map itself."""
    if method != "auto":
        return method, f"{method} was asked for", _FITS[method](probability, label)
    out_of_fold = {name: _out_of_fold(name, probability, label) for name in ("isotonic", "platt")}
    gains = {name: (probability - label) ** 2 - (chance - label) ** 2 for name, chance in out_of_fold.items()}
    best = max(gains, key=lambda name: float(gains[name].mean()))
    gain, error = gains[best].mean(), gains[best].std() / np.sqrt(label.size)
    words = f"out of fold, {best} lowers the Brier score by {gain:.5f} ± {error:.5f} (standard error)"
    if gain > 2 * error:
        return best, words, _FITS[best](probability, label)
    return "none", f"skipped: {words}, not clearly more than nothing", _as_it_is(probability, label)


def _out_of_fold(method: str, probability: Numbers, label: Numbers) -> Numbers:
    from sklearn.model_selection import StratifiedKFold

    chance = np.empty_like(probability)
    for rest, out in StratifiedKFold(_FOLDS, shuffle=True, random_state=0).split(probability, label):
        chance[out] = _FITS[method](probability[rest], label[rest])(probability[out])
    return chance


def _isotonic(probability: Numbers, label: Numbers) -> Map:
    from sklearn.isotonic import IsotonicRegression

    steps = IsotonicRegression(out_of_bounds="clip").fit(probability, label)
    return lambda new: np.asarray(steps.predict(new))


def _platt(probability: Numbers, label: Numbers) -> Map:
    from sklearn.linear_model import LogisticRegression

    line = LogisticRegression(C=np.inf).fit(_logit(probability), label)
    return lambda new: np.asarray(line.predict_proba(_logit(new))[:, 1])


def _as_it_is(_probability: Numbers, _label: Numbers) -> Map:
    return lambda new: new


def _logit(probability: Numbers) -> Numbers:
    p = np.clip(probability, 1e-9, 1 - 1e-9)
    column: Numbers = np.log(p / (1 - p))[:, None]
    return column


_FITS: dict[str, Callable[[Numbers, Numbers], Map]] = {"isotonic": _isotonic, "platt": _platt, "none": _as_it_is}
