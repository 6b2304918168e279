"""What does a detector say after each value, and does it say it in words that can be drawn?"""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from mlops_widgets import stage
from mlops_widgets.drift.detectors import Above, Detector

__all__ = ["watch"]

_WISH = {"drift_detected": "True or False"} | dict.fromkeys(
    ("statistic", "threshold", "width"), "a number (nan while it is not known)"
)


def watch(build: Callable[[], Detector], values: Sequence[float], resets: set[int]) -> np.ndarray:
    """Hand the values to a fresh detector one by one, and note what it tells.

    Parameters
    ----------
    build
        Makes a detector; again at each reset.
    values
        The stream.
    resets
        Ticks before whose value the detector is built anew.

    Returns
    -------
    numpy.ndarray
        Shape (5, n): statistic, threshold, width, limit and alarm after each value; NaN for what it does
        not tell.

    Raises
    ------
    PartError
        When it lacks a member, or says something that is no number.
    """
    return np.array(list(_told(build, values, resets)), dtype=float).T


def _told(
    build: Callable[[], Detector], values: Sequence[float], resets: set[int]
) -> Iterator[tuple[float, float, float, float, bool]]:
    detector = _checked(build())
    for tick, value in enumerate(values):
        if tick in resets:
            detector = _checked(build())
        detector.update(value)
        yield (
            _number(detector, "statistic"),
            _number(detector, "threshold"),
            _number(detector, "width"),
            detector.limit if isinstance(detector, Above) else math.nan,
            _alarm(detector),
        )


def _alarm(detector: Detector) -> bool:
    value = detector.drift_detected
    if value is True or value is False:
        return value
    number = _read(detector, "drift_detected", value)
    if math.isnan(number):
        raise _unfit(detector, "drift_detected", value)
    return number > 0


def _number(detector: Detector, name: str) -> float:
    """What the detector says of itself; NaN where it says nothing."""
    value = getattr(detector, name, None)
    if value is None and not _has(detector, name):
        return math.nan
    number = value if type(value) is float else _read(detector, name, value)
    return number if math.isfinite(number) else math.nan  # endless evidence has no place on an axis


def _has(detector: Detector, name: str) -> bool:
    """Has it such a member? One that is there and fails with an AttributeError fails here."""
    if hasattr(type(detector), name):
        getattr(detector, name)
        return True
    return hasattr(detector, name)


def _read(detector: Detector, name: str, value: Any) -> float:  # Any: whatever a learner's detector says
    if not isinstance(value, int | float) and (isinstance(value, str | bytes) or np.ndim(value)):
        raise _unfit(detector, name, value)
    try:
        return float(value)
    except OverflowError:
        return math.inf
    except (TypeError, ValueError):
        raise _unfit(detector, name, value) from None


def _unfit(detector: Detector, name: str, value: object) -> stage.PartError:
    return stage.PartError(
        f"{name} of {type(detector).__name__} must be {_WISH[name]}, got {value!r:.80}: "
        "set it in update, or make it a property."
    )


def _checked(detector: Detector) -> Detector:
    if not isinstance(detector, Detector):
        raise stage.PartError(
            "a detector needs a method update(x) and an attribute or property drift_detected, true while it "
            f"alarms; {type(detector).__name__} lacks one: set self.drift_detected = False in __init__."
        )
    try:
        inspect.signature(detector.update).bind(0.0)
    except TypeError:
        raise stage.PartError(
            f"update of {type(detector).__name__} must take one value: write def update(self, x)."
        ) from None
    except ValueError:
        pass  # compiled code need not tell its arguments
    return detector
