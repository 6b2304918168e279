"""Which network promises most, given all that is believed after those before it?"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from mlops_widgets.automl.gaussian import expected_improvement, posterior
from mlops_widgets.automl.space import Config, Space, Value

__all__ = ["Bayes"]

Floats = NDArray[np.float64]


class Bayes:
    """A Gaussian process believes, the expected improvement chooses.

    Parameters
    ----------
    space
        What may be asked for.
    seed
        Of the first networks, and of the places that it looks at.
    first
        Random networks before it begins.
    candidates
        Places that it looks at for each network: half of them anywhere, half near the best.

    References
    ----------
    Jones, Schonlau and Welch: Efficient global optimization of expensive black-box functions, Journal of Global
    Optimization 13, 1998.
    """

    def __init__(self, space: Space | None = None, seed: int = 0, *, first: int = 6, candidates: int = 200) -> None:
        self.space = space or Space()
        self.rng = np.random.default_rng([seed, 4])
        self.first, self.candidates = first, candidates
        self.places: list[Floats] = []
        self.scores: list[float] = []
        self.expected = (np.nan, np.nan)

    def ask(self) -> Config:
        """Random at first; then the candidate with the largest expected improvement."""
        if len(self.scores) < self.first:
            return self.space.draw(self.rng)
        tried, scores = np.array(self.places), np.array(self.scores)
        places = self._candidates(tried[int(np.argmax(scores))])
        belief = posterior(tried, scores, places)
        chosen = int(np.argmax(expected_improvement(belief.mean, belief.sd, float(scores.max()))))
        self.expected = (float(belief.mean[chosen]), float(np.hypot(belief.sd[chosen], belief.noise)))
        return self.space.config(places[chosen])

    def tell(self, config: Mapping[str, Value], score: float) -> None:
        """Remember it."""
        self.places.append(self.space.cube([config])[0])
        self.scores.append(float(score))

    def _candidates(self, best: Floats) -> Floats:
        axes, half = len(self.space.axes), self.candidates // 2
        near = np.clip(best + self.rng.normal(0, 0.12, (half, axes)), 0, 1)
        return self.space.snapped(np.concatenate([self.rng.random((self.candidates - half, axes)), near]))
