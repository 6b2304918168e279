"""What does chance alone find? Every place of the space is as likely, whatever was learned before."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from mlops_widgets.automl.space import Config, Space, Value

__all__ = ["Random"]


class Random:
    """Draws, and does not listen.

    References
    ----------
    Bergstra and Bengio: Random search for hyper-parameter optimization, JMLR 13, 2012.
    """

    def __init__(self, space: Space | None = None, seed: int = 0) -> None:
        self.space = space or Space()
        self.rng = np.random.default_rng([seed, 1])

    def ask(self) -> Config:
        """A place drawn evenly."""
        return self.space.draw(self.rng)

    def tell(self, config: Mapping[str, Value], score: float) -> None:
        """Nothing is learned."""
