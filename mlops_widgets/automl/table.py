"""What came of every network that was trained, and which of them is meant by a place between them?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from .cells import chances
from .space import AXES, DEFAULTS, PLANE, Config, Space, Value

__all__ = ["GRID", "SHARES", "Table", "plane", "read", "table"]

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

GRID = (16, 12)  # the first networks: rates × widths, the rate turning slowest
SHARES = (1 / 9, 1 / 3, 1.0)  # of the training images
_FILE = Path(__file__).with_name("table.npz")


@dataclass(frozen=True)
class Table:
    """Networks that were trained, and all that was measured of them.

    It is finite, so its best network is known. A strategy may ask for any place of the space: it gets the trained
    network that is nearest to it in the unit cube.
    """

    space: Space
    configs: tuple[Config, ...]
    curves: (
        Floats  # (shares, networks, epochs): validation accuracy after each epoch, 0-1, for each share of the data
    )
    losses: Floats  # (networks, epochs): validation cross-entropy, nats, all data
    test: Floats  # (networks,): accuracy on images that chose nothing
    seconds: Floats  # (shares, networks): seconds of one processor that training took
    again: Whole  # numbers of the networks that were trained with further seeds
    again_curves: Floats  # (seeds, those networks, epochs)
    again_test: Floats  # (seeds, those networks)

    def __len__(self) -> int:
        return len(self.configs)

    @cached_property
    def places(self) -> Floats:
        """In the unit cube, (networks, axes)."""
        return self.space.cube(self.configs)

    @cached_property
    def chances(self) -> Floats:
        """The chance that a place drawn evenly falls to each network, (networks,): as random search draws them.

        Exact on the plane; counted from many places in the whole space.
        """
        return chances(self)

    @cached_property
    def _rest(self) -> Config:
        return {name: value for name, value in DEFAULTS.items() if name in self.space.names}

    @property
    def score(self) -> Floats:
        """What is searched for: validation accuracy after all epochs on all data, (networks,)."""
        return self.curves[-1, :, -1]

    @property
    def best(self) -> float:
        """The highest score there is."""
        return float(self.score.max())

    def nearest(self, config: Mapping[str, Value]) -> int:
        """The number of the trained network nearest to a place; of equally near ones the first.

        What is left out of the four hyperparameters beside the plane is as ``DEFAULTS`` say.
        """
        whole = {**self._rest, **config} if isinstance(config, Mapping) else config
        away = ((self.places - self.space.cube([whole])[0]) ** 2).sum(axis=1)
        return int(np.argmin(away))


@cache
def table() -> Table:
    """All networks, over all six hyperparameters."""
    return read(_FILE)


def read(path: Path) -> Table:
    """A table as ``train.pack`` wrote it."""
    with np.load(path, allow_pickle=False) as file:
        held = {name: file[name] for name in file.files}
    columns = [held[axis.name].tolist() for axis in AXES]
    configs = tuple(dict(zip(Space().names, row, strict=True)) for row in zip(*columns, strict=True))
    numbers = {
        name: np.round(held[name].astype(np.float64), 6)  # as they were written
        for name in ("curves", "losses", "test", "seconds", "again_curves", "again_test")
    }
    for each in numbers.values():
        each.flags.writeable = False
    return Table(Space(), configs, again=held["again"].astype(np.int64), **numbers)


@cache
def plane() -> Table:
    """The regular grid alone: a learning rate and a width, the other four as ``DEFAULTS`` say."""
    whole, count = table(), GRID[0] * GRID[1]
    seeded = whole.again < count
    return replace(
        whole,
        space=Space(tuple(axis for axis in AXES if axis.name in PLANE)),
        configs=tuple({name: config[name] for name in PLANE} for config in whole.configs[:count]),
        curves=whole.curves[:, :count],
        losses=whole.losses[:count],
        test=whole.test[:count],
        seconds=whole.seconds[:, :count],
        again=whole.again[seeded],
        again_curves=whole.again_curves[:, seeded],
        again_test=whole.again_test[:, seeded],
    )
