"""What is counted of a version while it serves?"""

from __future__ import annotations

import operator
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from .latency import BINS, quantile

__all__ = ["NOBODY", "Engine", "Served", "Side"]


_EMPTY = np.zeros(BINS, dtype=np.int64)


class Side(NamedTuple):
    """Counts of one version over some time; they add up."""

    requests: int
    errors: int
    slow: int  # requests without an answer within the limit: it came later, or they were turned away
    histogram: npt.NDArray[np.int64] = _EMPTY  # (256,) of the answers' times; see ``engines.edges``

    @property
    def error_rate(self) -> float:
        """Share of requests that failed, 0-1; NaN when there was none."""
        return self.errors / self.requests if self.requests else float("nan")

    @property
    def slow_rate(self) -> float:
        """Share of requests without an answer within the limit, 0-1; NaN when there was none."""
        return self.slow / self.requests if self.requests else float("nan")

    def latency(self, share: float, limit: float) -> float:
        """Milliseconds within which this share of the requests were answered; NaN where too few tell."""
        return quantile(self.histogram, share, limit)

    def plus(self, other: Side) -> Side:
        """Both together."""
        return Side(*map(operator.add, self, other))

    def minus(self, earlier: Side) -> Side:
        """What has come since an earlier reading of the same counters."""
        return Side(*map(operator.sub, self, earlier))


NOBODY = Side(0, 0, 0)


class Served(NamedTuple):
    """One tick: what each version answered, and what users saw."""

    candidate: Side  # live or mirrored
    stable: Side
    baseline: Side  # of the stable's users, as many groups as the candidate has; all where there are fewer
    exposed: int  # requests that the candidate answered for users
    lost: int  # failures that users saw
    usual: int  # failures that the same users would have seen, were nothing released


class Engine(Protocol):
    """Serves a day, tick by tick."""

    def serve(self, tick: int, share: int, *, mirrored: bool) -> Served:
        """Serve one tick while the candidate has ``share`` percent of the users, or of their copies."""
