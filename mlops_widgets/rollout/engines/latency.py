"""How long do answers take: the law, and the histogram in which it is counted."""

from __future__ import annotations

from math import exp, inf

import numpy as np
import numpy.typing as npt

from mlops_widgets.rollout.queueing import erlang_c, mean_wait
from mlops_widgets.rollout.world import Version

__all__ = ["BINS", "FEW", "edges", "law", "overload", "quantile"]

Floats = npt.NDArray[np.float64]

BINS = 256
FEW = 20  # requests below which no 95th percentile is told
_REACH = 200.0  # the lowest edge is the limit / 200, the highest the limit × 200
_FULL = 0.98  # load of a queue that turns the rest away


def edges(limit: float) -> Floats:
    """The 255 inner edges in milliseconds, evenly spaced in the logarithm, with the limit in their middle."""
    return limit * np.geomspace(1 / _REACH, _REACH, BINS - 1)


def quantile(histogram: npt.NDArray[np.int64], share: float, limit: float) -> float:
    """Milliseconds within which a share of the counted requests were answered.

    The edge that they do not exceed: 4 % too high at most. NaN where fewer than 20 were counted, for those do not
    know their own tail.
    """
    total = int(histogram.sum())
    if total < FEW:
        return float("nan")
    place = int(np.searchsorted(np.cumsum(histogram), share * total))
    return float(edges(limit)[min(place, BINS - 2)])


def overload(version: Version, arrivals: float, workers: float, *, slowness: float = 1.0) -> float:
    """Share of requests that a full queue turns away, 0-1."""
    if workers == inf or not arrivals:
        return 0.0
    return max(1 - _FULL * workers / (arrivals * version.seconds(slowness)), 0.0)


def law(
    version: Version, limit: float, *, slowness: float = 1.0, arrivals: float = 0.0, workers: float = inf
) -> Floats:
    """Chance of each bin: lognormal work, and before it a wait when workers are few.

    The wait is exponential where there is one, which is exact for exponential work.

    Parameters
    ----------
    version
        Whose work it is.
    limit
        Milliseconds of the middle edge.
    slowness
        Times as long as usual.
    arrivals
        Requests a second.
    workers
        Infinite where nobody ever waits.

    Returns
    -------
    array
        Shape (256,), summing to 1.
    """
    from scipy.special import ndtr

    at = edges(limit)
    median = version.latency * slowness
    chance, mean = _wait(version.seconds(slowness), version.spread, arrivals, workers)
    shifts, shares = np.zeros(1), np.ones(1)
    if chance:
        nodes, weights = np.polynomial.laguerre.laggauss(24)
        shifts, shares = np.r_[0.0, nodes * mean], np.r_[1 - chance, weights * chance]
    left = np.maximum(at - shifts[:, None], 1e-9)
    below = ndtr(np.log(left / median) / max(version.spread, 1e-6))
    chances: Floats = np.diff(shares @ below, prepend=0.0, append=1.0).clip(0.0)
    return chances


def _wait(work: float, spread: float, arrivals: float, workers: float) -> tuple[float, float]:
    """Chance of a wait, and its mean in milliseconds where there is one."""
    if workers == inf or arrivals == 0:
        return 0.0, 0.0
    crew = round(workers)
    arrivals = min(arrivals, _FULL * crew / work)
    chance = erlang_c(crew, arrivals * work)
    wait = mean_wait(arrivals, work, crew, variation=exp(spread**2) - 1)
    return chance, 1000 * wait / chance if chance else 0.0
