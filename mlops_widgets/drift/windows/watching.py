"""How far is a window from the baseline, and when is that an alarm?"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from statistics import NormalDist

import numpy as np

from mlops_widgets import stage
from mlops_widgets.drift.detectors import Detector

from .scenario import Scenario
from .streams import Hours

__all__ = ["adaptive", "distance", "ours", "trailing"]


def trailing(stream: Hours, width: int) -> tuple[np.ndarray, np.ndarray]:
    """Mean of the values of the last ``width`` hours and how many they were, each (streams, n); NaN before."""
    sums, counts = (_last(each, width) for each in (stream.sums, stream.counts))
    return sums / np.where(counts > 0, counts, np.nan), counts


def distance(stream: Hours, width: int, scenario: Scenario) -> np.ndarray:
    """How far the last ``width`` hours are from the baseline, in thresholds: an alarm above 1; (streams, n).

    With ``rule="rate"`` the threshold is √(σ²/values + σ²/values of the baseline) · z(1 − rate/2): were all
    values independent draws, every window length would fire by mistake at a share ``rate`` of its looks, over
    many baselines. With ``rule="size"`` it is ``limit`` · σ, whatever the window. NaN while the baseline is
    being learned.
    """
    reference = scenario.baseline * 24
    mean, spread = stream.baseline(reference)
    of_window, count = trailing(stream, width)
    if scenario.rule == "rate":
        known = stream.counts[:, :reference].sum(axis=1, keepdims=True)
        error = spread * np.sqrt(
            1 / np.where(count > 0, count, np.nan) + 1 / known
        )  # the baseline's mean has one too
        threshold = error * NormalDist().inv_cdf(1 - scenario.rate / 2)
    else:
        threshold = scenario.limit * spread
    far: np.ndarray = np.abs(of_window - mean) / threshold
    far[:, :reference] = np.nan
    return far


def adaptive(values: np.ndarray, scenario: Scenario) -> np.ndarray:
    """ADWIN, hour by hour: does it cut, over how many values does it look, and their mean; (3, n).

    It looks after every value. Cuts while the baseline is being learned are no alarms.
    """
    from river.drift import ADWIN

    watcher = ADWIN(delta=scenario.rate, clock=1)
    seen = np.empty((3, values.size))
    for tick, value in enumerate(values.tolist()):
        if value == value:
            watcher.update(value)
        seen[:, tick] = watcher.drift_detected and value == value, watcher.width, watcher.estimation
    seen[0, : scenario.baseline * 24] = 0
    return seen


def ours(build: Callable[[], Detector], values: np.ndarray, scenario: Scenario) -> np.ndarray:
    """A learner's detector on the same hours: alarm, statistic, threshold; (3, n), NaN for what it does not tell."""
    detector = build()
    name = type(detector).__name__
    if not isinstance(detector, Detector):
        raise stage.PartError(
            "a detector needs a method update(x) and an attribute or property drift_detected, true while it "
            f"alarms; {name} lacks one: set self.drift_detected = False in __init__."
        )
    try:
        inspect.signature(detector.update).bind(0.0)
    except TypeError:
        raise stage.PartError(f"update of {name} must take one value: write def update(self, x).") from None
    except ValueError:
        pass  # compiled code need not tell its arguments
    seen = np.full((3, values.size), np.nan)
    for tick, value in enumerate(values.tolist()):
        if value == value:
            detector.update(value)
        told = detector.drift_detected and value == value
        seen[:, tick] = bool(told), _number(detector, "statistic"), _number(detector, "threshold")
    seen[0, : scenario.baseline * 24] = 0
    return seen


def _number(detector: Detector, name: str) -> float:
    try:
        value = float(getattr(detector, name, np.nan))
    except (TypeError, ValueError):
        return np.nan
    return value if np.isfinite(value) else np.nan


def _last(values: np.ndarray, width: int) -> np.ndarray:
    """Sum of the last ``width`` columns at each column; NaN before there are as many."""
    total = np.cumsum(values, axis=1)
    found = np.full(values.shape, np.nan)
    found[:, width - 1] = total[:, width - 1]
    found[:, width:] = total[:, width:] - total[:, :-width]
    return found
