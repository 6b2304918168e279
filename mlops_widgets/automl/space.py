"""Which networks may a search ask for, and where do they lie in a cube whose sides are all equally long?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from mlops_widgets import stage

__all__ = ["AXES", "DEFAULTS", "PLANE", "Axis", "Config", "Space", "Value"]

Floats = NDArray[np.float64]
Value: TypeAlias = float | str
Config: TypeAlias = dict[str, Value]
"""One network to train: hyperparameter → value."""


@dataclass(frozen=True)
class Axis:
    """One hyperparameter: its name, its ends or its choices, and how a step on it is measured."""

    name: str
    title: str
    low: float = 0.0
    high: float = 1.0
    log: bool = False  # equal steps are equal factors
    whole: bool = False
    choices: tuple[str, ...] = ()

    def place(self, value: Value) -> float:
        """Where a value lies between the ends, 0-1; choices lie evenly, in their order."""
        if self.choices:
            return self._chosen(value)
        number = self._number(value)
        low, high, at = np.log([self.low, self.high, number]) if self.log else (self.low, self.high, number)
        return float((at - low) / (high - low))

    def value(self, place: float) -> Value:
        """The value at a place between 0 and 1, rounded where only whole numbers or choices exist."""
        at = min(max(float(place), 0.0), 1.0)
        if self.choices:
            return self.choices[min(int(at * len(self.choices)), len(self.choices) - 1)]
        span = (np.log(self.low), np.log(self.high)) if self.log else (self.low, self.high)
        found = span[0] + at * (span[1] - span[0])
        number = min(max(float(np.exp(found)) if self.log else found, self.low), self.high)
        return float(round(number)) if self.whole else number

    def snapped(self, places: Floats) -> Floats:
        """Where networks that really exist lie nearest to some places: whole numbers, and the middles of choices."""
        if self.choices:
            count = len(self.choices)
            return np.asarray((np.minimum(np.floor(places * count), count - 1) + 0.5) / count)
        if not self.whole:
            return places
        low, high = np.log([self.low, self.high]) if self.log else np.array([self.low, self.high])
        found = low + places * (high - low)
        number = np.round(np.exp(found) if self.log else found)
        return np.asarray(((np.log(number) if self.log else number) - low) / (high - low))

    def _chosen(self, value: Value) -> float:
        if value not in self.choices:
            raise stage.StageError(f"{self.name} must be one of {', '.join(self.choices)}, got {value!r}.")
        return (self.choices.index(str(value)) + 0.5) / len(self.choices)

    def _number(self, value: Value) -> float:
        wish = f"{self.name} must be a number from {self.low:g} to {self.high:g}"
        try:
            number = float(value)
        except (TypeError, ValueError):
            raise stage.StageError(f"{wish}, got {value!r}.") from None
        if not self.low * (1 - 1e-9) <= number <= self.high * (1 + 1e-9):
            raise stage.StageError(f"{wish}, got {number:g}: move it inside.")
        return min(max(number, self.low), self.high)


AXES: tuple[Axis, ...] = (
    Axis("rate", "learning rate", 1e-4, 1.0, log=True),
    Axis("width", "units in a layer", 2, 128, log=True, whole=True),
    Axis("depth", "hidden layers", 1, 4, whole=True),
    Axis("dropout", "dropout", 0.0, 0.6),
    Axis("decay", "weight decay", 1e-5, 1.0, log=True),
    Axis("activation", "activation", choices=("relu", "tanh", "sigmoid")),
)
PLANE = ("rate", "width")  # the two axes of the regular grid, and of the picture
DEFAULTS: Mapping[str, Value] = MappingProxyType({"depth": 2.0, "dropout": 0.1, "decay": 1e-3, "activation": "relu"})
"""What the other four are on the grid: the values of many a tutorial."""


@dataclass(frozen=True)
class Space:
    """A few axes together: what a strategy may ask for.

    Examples
    --------
    >>> space = Space(AXES[:2])
    >>> space.config([1.0, 0.0])
    {'rate': 1.0, 'width': 2.0}
    >>> space.cube([{"rate": 1.0, "width": 16}])
    array([[1. , 0.5]])
    """

    axes: tuple[Axis, ...] = AXES

    @property
    def names(self) -> tuple[str, ...]:
        """Of the hyperparameters, in their order."""
        return tuple(axis.name for axis in self.axes)

    def cube(self, configs: Sequence[Mapping[str, Value]]) -> Floats:
        """Places in the unit cube, (configs, axes).

        Raises
        ------
        StageError
            Naming the hyperparameter that is missing, unknown or out of bounds.
        """
        return np.array([[self._placed(config, axis) for axis in self.axes] for config in configs]).reshape(
            -1, len(self.axes)
        )

    def config(self, cube: Sequence[float] | Floats) -> Config:
        """The network at a place of the unit cube."""
        return {axis.name: axis.value(place) for axis, place in zip(self.axes, cube, strict=True)}

    def snapped(self, cube: Floats) -> Floats:
        """The same places, (places, axes), each moved to where a network can really stand."""
        return np.column_stack([axis.snapped(cube[:, i]) for i, axis in enumerate(self.axes)])

    def draw(self, rng: np.random.Generator) -> Config:
        """A network anywhere in the space, every place as likely."""
        return self.config(rng.random(len(self.axes)))

    def near(self, config: Mapping[str, Value], rng: np.random.Generator, *, step: float = 0.15) -> Config:
        """A network beside another: every axis moved by a normal step, which is a share of the axis."""
        place = self.cube([config])[0]
        return self.config(np.clip(place + rng.normal(0, step, len(self.axes)), 0, 1))

    def _placed(self, config: Mapping[str, Value], axis: Axis) -> float:
        wish = f"ask() must return a dict with {', '.join(self.names)}"
        if not isinstance(config, Mapping):
            raise stage.StageError(f"{wish}, got {type(config).__name__}: return {{{self.names[0]!r}: …}}.")
        if unknown := [name for name in config if name not in self.names]:
            raise stage.StageError(f"{wish}, got one with {unknown[0]!r}: leave it out.")
        if axis.name not in config:
            raise stage.StageError(f"{wish}, got one without {axis.name}: add it.")
        return axis.place(config[axis.name])
