"""What does trying every combination find? A few values of each hyperparameter, all together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

import numpy as np

from mlops_widgets.automl.space import Config, Space, Value

__all__ = ["Grid"]


class Grid:
    """As many values of each axis as the budget pays for, one combination after the other; then a finer grid.

    Parameters
    ----------
    space
        What may be asked for.
    seed
        Not used: a grid leaves nothing to chance.
    trials
        The budget; 36 pays for six values of two axes, and for a single value of six.
    """

    def __init__(self, space: Space | None = None, seed: int = 0, *, trials: int = 36) -> None:  # noqa: ARG002 - as every strategy
        self.space = space or Space()
        self.places = self._walk(max(int(trials ** (1 / len(self.space.axes)) + 1e-9), 1))

    def ask(self) -> Config:
        """The next combination, the last axis turning fastest."""
        return self.space.config(next(self.places))

    def tell(self, config: Mapping[str, Value], score: float) -> None:
        """Nothing is learned."""

    def _walk(self, values: int) -> Iterator[tuple[float, ...]]:
        while True:
            middles = (np.arange(values) + 0.5) / values
            yield from product(middles.tolist(), repeat=len(self.space.axes))
            values += 1
