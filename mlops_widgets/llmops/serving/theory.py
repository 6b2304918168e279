"""What does arithmetic say about a machine that decodes many requests side by side?"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from .batching import Machine

__all__ = ["harmonic", "infinite", "kept", "limit", "places", "sharing", "throughput"]


def throughput(machine: Machine) -> float:
    """Tokens a second of a full batch: B / (a + b B).

    Examples
    --------
    >>> round(throughput(Machine(batch=32)), 1)
    1212.1
    """
    return machine.batch / (machine.a + machine.b * machine.batch)


def places(machine: Machine, held: float) -> int:
    """How many requests run at once, at most: as many as the batch takes, or as the memory holds of those who run.

    Long answers run longer, so ``held`` is a mean that counts each request as often as its answer has tokens.

    Examples
    --------
    >>> places(Machine(batch=32, memory=16_000), held=1200)
    13
    """
    return max(1, int(min(machine.batch, machine.memory // max(held, 1))))


def limit(machine: Machine, *, tokens_in: float, tokens_out: float, held: float = 0.0) -> float:
    """The most requests a second that can be served for ever: 1 / (E[out] (a / B + b) + E[in] c).

    Beyond it the queue grows without end, and close below it waiting is long. B is what ``places`` says: the batch,
    or fewer where each request holds so much memory, ``held``, that less fits.

    Examples
    --------
    >>> round(limit(Machine(), tokens_in=200, tokens_out=100), 2)
    11.56
    """
    return 1 / (tokens_out * (machine.a / places(machine, held) + machine.b) + tokens_in * machine.c)


def sharing(alone: float, load: float) -> float:
    """Mean seconds to the answer where iterations cost nothing but b for each request (processor sharing).

    E[S] / (1 - load): only the mean of the work counts, whatever its law.

    Examples
    --------
    >>> round(sharing(0.020, 0.8), 3)
    0.1
    """
    return alone / (1 - load)


def infinite(mean_out: float, a: float) -> float:
    """Mean seconds to the answer where others cost nothing: (E[out] + 1/2) a, half an iteration to get in."""
    return (mean_out + 0.5) * a


def harmonic(batch: int) -> float:
    """How many times as much work a batch gets done if who ends makes room: about 1 + 1/2 + … + 1/B.

    A batch that waits for its longest answer takes E[max of B] steps for B answers of E[length]; for geometric
    lengths that ratio is close to the harmonic number.

    Examples
    --------
    >>> round(harmonic(8), 3)
    2.718
    """
    return sum(1 / each for each in range(1, batch + 1))


def kept(popularity: ArrayLike, capacity: int) -> float:
    """Share (0-1) of the requests whose answer is still in a cache that forgets what was asked longest ago.

    Che's approximation: there is one time T after which everything is forgotten; the cache is full when
    Σ (1 - exp(-p T)) is its capacity, and a question of popularity p is found with 1 - exp(-p T).

    Parameters
    ----------
    popularity
        Share of each question among all that is asked; together 1.
    capacity
        Answers that fit; as many as there are questions with a share above 0, and all are kept.

    Examples
    --------
    >>> shares = 1 / np.arange(1, 10_001)
    >>> round(kept(shares / shares.sum(), 100), 3)
    0.391

    References
    ----------
    Che, Tung and Wang, *Hierarchical web caching systems*, IEEE JSAC 20(7), 2002

    """
    shares = np.asarray(popularity, float)
    if capacity < 0:
        raise ValueError(f"capacity must be 0 or more, got {capacity}; 0 keeps nothing")
    if capacity >= np.count_nonzero(shares):
        return 1.0
    low, high = 0.0, 1.0
    while (1 - np.exp(-shares * high)).sum() < capacity:
        high *= 2
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if (1 - np.exp(-shares * middle)).sum() < capacity else (low, middle)
    return float((shares * (1 - np.exp(-shares * high))).sum())
