"""How long does a request wait when workers are few? Closed forms, and the queue itself."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from math import inf

import numpy as np
import numpy.typing as npt

__all__ = ["erlang_c", "mean_wait", "waits"]

Floats = npt.NDArray[np.float64]


def erlang_c(workers: int, load: float) -> float:
    """Chance that a request finds every worker busy and has to wait.

    Parameters
    ----------
    workers
        At least 1.
    load
        Offered load in erlang: requests a second times seconds of work each; 0 or more.

    Returns
    -------
    float
        0-1; 1 where the load is more than the workers can carry.

    Raises
    ------
    ValueError
        When there is no worker, or a negative load.

    Examples
    --------
    >>> round(erlang_c(2, 1.0), 4)
    0.3333

    References
    ----------
    Erlang (1917), Solution of some problems in the theory of probabilities of significance in automatic telephone
    exchanges, Elektroteknikeren 13.
    """
    if workers < 1 or not load >= 0:
        raise ValueError(f"erlang_c needs workers and a load of 0 or more, got {workers!r} and {load!r}.")
    if load >= workers:
        return 1.0
    blocked = 1.0  # Erlang's B, by its recursion: no factorial, no overflow
    for busy in range(1, workers + 1):
        blocked = load * blocked / (busy + load * blocked)
    return blocked / (1 - load / workers * (1 - blocked))


def mean_wait(requests: float, work: float, workers: int = 1, *, variation: float = 1.0) -> float:
    """Mean seconds that a request waits before a worker takes it.

    Exact for exponential work (Erlang) and for one worker with any work (Pollaczek and Khinchine); between them
    Allen and Cunneen's approximation.

    Parameters
    ----------
    requests
        A second, arriving at random.
    work
        Mean seconds of work in each.
    workers
        At least 1.
    variation
        Squared coefficient of variation of the work: 1 for exponential, 0 for always the same,
        ``exp(σ²) - 1`` for lognormal.

    Returns
    -------
    float
        Seconds; infinite where the load is more than the workers can carry.

    Examples
    --------
    >>> round(mean_wait(0.8, 1.0), 9), round(mean_wait(0.8, 1.0, variation=0.0), 9)
    (4.0, 2.0)

    References
    ----------
    Allen (1990), Probability, Statistics and Queueing Theory, Academic Press, section 5.3.
    """
    load = requests * work
    if load >= workers:
        return inf
    return erlang_c(workers, load) * work / (workers - load) * (1 + variation) / 2


def waits(
    arrivals: Sequence[float] | Floats,
    work: Sequence[float] | Floats,
    workers: int = 1,
    *,
    free: list[float] | None = None,
) -> Floats:
    """Seconds that each request waits in one queue before several workers, first come, first served.

    Parameters
    ----------
    arrivals
        Seconds, rising.
    work
        Seconds that each keeps a worker busy.
    workers
        At least 1.
    free
        A heap of the seconds at which each worker is free again; kept up to date, so that the next requests
        find the workers as these left them. All are free when left out.

    Returns
    -------
    array
        Shape of ``arrivals``.

    Examples
    --------
    >>> waits([0, 0, 0, 10], [3, 1, 1, 1], workers=2).tolist()
    [0.0, 0.0, 1.0, 0.0]
    """
    free = [-inf] * workers if free is None else free
    waited = []
    for arrival, need in zip(np.asarray(arrivals).tolist(), np.asarray(work).tolist(), strict=True):
        start = max(arrival, free[0])
        heapq.heapreplace(free, start + need)
        waited.append(start - arrival)
    return np.array(waited, dtype=float)
