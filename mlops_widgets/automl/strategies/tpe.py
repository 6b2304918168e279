"""Where have good networks been, and where only bad ones? The tree-structured Parzen estimator asks for the ratio."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from mlops_widgets.automl.space import Axis, Config, Space, Value

__all__ = ["TPE"]

Floats = NDArray[np.float64]


class TPE:
    """Draws from where good networks have been, and keeps of these places the one that bad ones shun most.

    Parameters
    ----------
    space
        What may be asked for.
    seed
        Of its draws.
    first
        Random networks before it begins, one at least; 8 is enough to tell good from bad.
    good
        Share of the networks that count as good, 0-1.
    candidates
        Places that it draws for each network, to choose one.

    References
    ----------
    Bergstra, Bardenet, Bengio and Kégl: Algorithms for hyper-parameter optimization, NeurIPS, 2011.
    """

    def __init__(
        self,
        space: Space | None = None,
        seed: int = 0,
        *,
        first: int = 8,
        good: float = 0.25,
        candidates: int = 24,
    ) -> None:
        self.space = space or Space()
        self.rng = np.random.default_rng([seed, 3])
        self.first, self.good, self.candidates = first, good, candidates
        self.places: list[Floats] = []
        self.scores: list[float] = []

    def ask(self) -> Config:
        """Random at first; then the candidate where good(x) / bad(x) is largest."""
        if len(self.scores) < max(self.first, 1):
            return self.space.draw(self.rng)
        order = np.argsort(-np.array(self.scores), kind="stable")
        cut = max(int(np.ceil(self.good * len(order))), 2)
        good, bad = (np.array(self.places)[chosen] for chosen in (order[:cut], order[cut:]))
        drawn = self._drawn(good)
        ratio = sum(
            _log_density(drawn[:, i], good[:, i], axis) - _log_density(drawn[:, i], bad[:, i], axis)
            for i, axis in enumerate(self.space.axes)
        )
        return self.space.config(drawn[int(np.argmax(ratio))])

    def tell(self, config: Mapping[str, Value], score: float) -> None:
        """Remember it."""
        self.places.append(self.space.cube([config])[0])
        self.scores.append(float(score))

    def _drawn(self, good: Floats) -> Floats:
        """Candidates: for each axis a good place, moved a little; now and then a place anywhere."""
        shape = self.candidates, len(self.space.axes)
        centres = np.take_along_axis(good, self.rng.integers(len(good), size=shape), axis=0)
        moved = centres + self.rng.normal(0, _width(len(good)), shape)
        anywhere = self.rng.random(shape) < 1 / (len(good) + 1)
        return np.clip(np.where(anywhere, self.rng.random(shape), moved), 0, 1)


def _width(count: int) -> float:
    """Of each bump, in shares of an axis: the more places are known, the narrower; as for one where none is yet."""
    return float(max(0.3 * max(count, 1) ** (-1 / 3), 0.04))


def _log_density(at: Floats, centres: Floats, axis: Axis) -> Floats:
    """A bump at every centre and a flat one over the whole axis; for choices their shares, each counted once more."""
    if axis.choices:
        size = len(axis.choices)
        counts = np.bincount(_chosen(centres, size), minlength=size) + 1.0
        logs: Floats = np.log(counts / counts.sum())[_chosen(at, size)]
        return logs
    width = _width(len(centres))
    bumps = np.exp(-0.5 * ((at[:, None] - centres) / width) ** 2) / (width * np.sqrt(2 * np.pi))
    mixed: Floats = np.log((bumps.sum(axis=1) + 1) / (len(centres) + 1))
    return mixed


def _chosen(places: Floats, size: int) -> NDArray[np.int64]:
    return np.minimum((places * size).astype(np.int64), size - 1)
