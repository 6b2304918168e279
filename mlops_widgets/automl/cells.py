"""How likely does chance hit each network, when every place of the space is as likely and goes to the nearest?"""

from __future__ import annotations

from functools import reduce
from math import prod
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from .space import Axis, Space

if TYPE_CHECKING:
    from .table import Table

__all__ = ["chances", "counted", "gridded"]

Floats = NDArray[np.float64]

_PLACES = 2**17  # drawn where the cells have no simple shape
_AT_ONCE = 2**10


def chances(among: Table) -> Floats:
    """The chance that an evenly drawn place falls to each network, (networks,).

    On a full grid it is exact; elsewhere it is counted from 131,072 places, always the same.
    """
    exact = gridded(among.space, among.places)
    return counted(among.space, among.places) if exact is None else exact


def gridded(space: Space, places: Floats) -> Floats | None:
    """The chances on a grid that holds every combination of its values, each once; nothing when it is none.

    Cells of a grid are boxes, so that the chances of the axes are multiplied.
    """
    values = [np.unique(row, return_inverse=True) for row in places.T]
    shape = tuple(each.size for each, _ in values)
    if prod(shape) != len(places) or len(np.unique(places, axis=0)) < len(places):
        return None
    return reduce(np.multiply, [_along(axis, each)[at] for axis, (each, at) in zip(space.axes, values, strict=True)])


def counted(space: Space, places: Floats, *, draws: int = _PLACES, seed: int = 0) -> Floats:
    """The shares of evenly drawn places that fall to each network."""
    rng, hits = np.random.default_rng([seed, 9]), np.zeros(len(places))
    half = (places**2).sum(axis=1) / 2
    for begun in range(0, draws, _AT_ONCE):
        drawn = space.snapped(rng.random((min(_AT_ONCE, draws - begun), len(space.axes))))
        hits += np.bincount(np.argmin(half - drawn @ places.T, axis=1), minlength=len(places))
    return hits / draws


def _along(axis: Axis, values: Floats) -> Floats:
    """Of one axis: the chance that a place on it is nearest to each of some values, which rise."""
    edges = _edges(axis)
    if edges is None:  # a cell ends in the middle between two values
        middles = (values[1:] + values[:-1]) / 2
        return np.diff(np.concatenate([[0.0], middles, [1.0]]))
    snapped = axis.snapped((edges[1:] + edges[:-1]) / 2)
    nearest = np.abs(snapped[:, None] - values).argmin(axis=1)
    return np.bincount(nearest, weights=np.diff(edges), minlength=values.size).astype(np.float64)


def _edges(axis: Axis) -> Floats | None:
    """Between which places one rounds to the same whole number or choice; nothing where all numbers exist."""
    if axis.choices:
        return np.linspace(0, 1, len(axis.choices) + 1)
    if not axis.whole:
        return None
    halves = np.arange(axis.low, axis.high) + 0.5
    low, high, at = (np.log(each) if axis.log else each for each in (axis.low, axis.high, halves))
    return np.concatenate([[0.0], (at - low) / (high - low), [1.0]])
