"""What do networks breed? Good parents, their values mixed, one of them changed, and the oldest dies."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from mlops_widgets.automl.space import Config, Space, Value

__all__ = ["Evolution"]

Floats = NDArray[np.float64]


class Evolution:
    """Aging evolution: tournament, crossover, mutation; not the worst leaves the population but the oldest.

    Parameters
    ----------
    space
        What may be asked for.
    seed
        Of its draws.
    population
        Networks alive; the first are random.
    tournament
        Of so many of them, drawn by chance, the best becomes a parent.
    crossover
        The chance that a child has two parents, each value coming from either.
    step
        A mutated value moves by a normal step with this standard deviation, in shares of an axis.

    References
    ----------
    Real, Aggarwal, Huang and Le: Regularized evolution for image classifier architecture search, AAAI, 2019.
    """

    def __init__(
        self,
        space: Space | None = None,
        seed: int = 0,
        *,
        population: int = 10,
        tournament: int = 4,
        crossover: float = 0.3,
        step: float = 0.2,
    ) -> None:
        self.space = space or Space()
        self.rng = np.random.default_rng([seed, 2])
        self.alive: deque[tuple[float, Floats]] = deque(maxlen=population)  # who comes too many pushes the oldest out
        self.population, self.tournament, self.crossover, self.step = population, tournament, crossover, step

    def ask(self) -> Config:
        """A child of the population."""
        if len(self.alive) < self.population:
            return self.space.draw(self.rng)
        child = self._parent()
        if self.rng.random() < self.crossover:
            child = np.where(self.rng.random(child.size) < 0.5, child, self._parent())
        return self.space.config(self._mutated(child))

    def tell(self, config: Mapping[str, Value], score: float) -> None:
        """It lives; the oldest dies for it."""
        self.alive.append((float(score), self.space.cube([config])[0]))

    def _parent(self) -> Floats:
        """The best of a few."""
        entered = self.rng.choice(len(self.alive), size=min(self.tournament, len(self.alive)), replace=False)
        return self.alive[max(entered.tolist(), key=lambda each: self.alive[each][0])][1]

    def _mutated(self, child: Floats) -> Floats:
        """One value changed: another choice, or a step along the axis."""
        at, mutated = int(self.rng.integers(child.size)), child.copy()
        choices = len(self.space.axes[at].choices)
        moved = self.rng.random() if choices else child[at] + self.rng.normal(0, self.step)
        mutated[at] = np.clip(moved, 0, 1)
        return mutated
