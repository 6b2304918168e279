"""What may come into a margin density detector? Options in range, two classes, labels that were asked for."""

from __future__ import annotations

from collections.abc import Mapping
from numbers import Integral
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["check_asked", "check_options", "two_classes"]

_LEAST = {"window": 2, "folds": 2, "members": 2, "theta": 0, "margin": 0, "features": 0}
_MOST = {"margin": 1, "features": 1}
_WHOLE = ("window", "folds", "members")
_CHOICES = {"form": ("random_subspace", "svm"), "scale": ("folds", "sampling")}


def check_options(options: Mapping[str, Any]) -> None:
    """Refuse options that no detector can work with."""
    for name, choices in _CHOICES.items():
        if options[name] not in choices:
            raise ValueError(f'{name} must be "{choices[0]}" or "{choices[1]}", got {options[name]!r}')
    for name in _WHOLE:
        if not isinstance(options[name], Integral):
            raise TypeError(f"{name} must be a whole number, got {options[name]!r}")
    if options["features"] == 0:
        raise ValueError("features must be above 0, got 0; a member that sees nothing decides nothing")
    for name, least in _LEAST.items():
        most = _MOST.get(name, np.inf)
        if not least <= options[name] <= most:
            wish = f"lie in [{least}, {most}]" if name in _MOST else f"be at least {least}"
            raise ValueError(f"{name} must {wish}, got {options[name]}")


def two_classes(labels: npt.NDArray[Any], folds: int) -> npt.NDArray[Any]:
    """Return the two classes in order, shape (2,); refuse more or fewer, and one too rare to be folded."""
    from sklearn.utils.multiclass import check_classification_targets, type_of_target

    check_classification_targets(labels)
    classes, counts = np.unique(labels, return_counts=True)
    if len(classes) > 2:
        raise ValueError(
            f"Only binary classification is supported. The type of the target is {type_of_target(labels)}. "
            f"y must have two classes, got {len(classes)} of them: "
            f"watch one class against the rest, y == {classes[0].item()!r}"
        )
    if len(classes) == 1:
        raise ValueError(f"y must have two classes, got one class, {classes[0].item()!r}; give rows of the other too")
    if counts.min() < folds:
        raise ValueError(
            f"y must have at least folds={folds} rows of each class, got {counts.min()} of class "
            f"{classes[counts.argmin()].item()!r}; give more rows or use fewer folds"
        )
    return classes


def check_asked(rows: int, labels: npt.NDArray[Any], *, wanted: int, classes: npt.NDArray[Any]) -> None:
    """Refuse labels that nobody asked for, or of a class that is not known."""
    if labels.ndim != 1:
        raise ValueError(f"y must be one column of labels, got the shape {labels.shape}; use y.ravel()")
    if not rows == labels.size <= wanted:
        raise ValueError(
            f"X and y must be equally long and at most wants_labels={wanted}, got {rows} and {labels.size}; "
            "label only rows that were asked for"
        )
    unknown = labels[~np.isin(labels, classes)]
    if unknown.size:
        raise ValueError(f"y must hold the classes {classes.tolist()}, got {unknown[0]!r}; fit anew for others")
