"""What must a check be able to do? For one rollout, or for many side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from mlops_widgets.rollout.policies.errors import PolicyError

__all__ = ["FAIL", "METRICS", "PASS", "UNSURE", "Check", "Counted", "Seen", "Watch", "bad", "fraction", "rate"]

FAIL, UNSURE, PASS = -1, 0, 1
METRICS = ("errors", "slow")  # requests that failed, and those that took longer than the limit

Codes = npt.NDArray[np.int64]


class Counted(Protocol):
    """Counts of one version in a window: whole numbers, or arrays with one for each rollout."""

    @property
    def requests(self) -> Any:  # Any: a number or an array
        """How many were answered."""

    @property
    def errors(self) -> Any:  # Any: a number or an array
        """How many of them failed."""

    @property
    def slow(self) -> Any:  # Any: a number or an array
        """How many took longer than the limit."""


class Seen(Protocol):
    """What a window shows of both versions."""

    @property
    def candidate(self) -> Any:  # Any: a Counted, and None where no data came, which no check is asked about
        """The version that is let in."""

    @property
    def stable(self) -> Counted:
        """The version in service, all its users."""

    @property
    def baseline(self) -> Counted:
        """As many of its users as the candidate has."""


class Watch(Protocol):
    """A check at work in one rollout, or in many side by side."""

    def look(self, seen: Seen, *, fresh: npt.ArrayLike) -> Codes:
        """PASS, UNSURE or FAIL; ``fresh`` where a step has just begun."""

    def say(self) -> str:
        """What was found in a single rollout, with its numbers."""


@dataclass(frozen=True)
class Check:
    """A question about one metric; ``watch`` makes the one that asks it."""

    metric: str = "errors"

    def __post_init__(self) -> None:
        if self.metric not in METRICS:
            raise PolicyError(f"metric must be one of {', '.join(METRICS)}, got {self.metric!r}: write errors.")

    def watch(self) -> Watch:
        """A fresh one, for a rollout that begins."""
        raise NotImplementedError


def bad(side: Counted, metric: str) -> Any:  # Any: a number or an array
    """How many requests the metric calls bad."""
    return side.errors if metric == "errors" else side.slow


def rate(count: npt.ArrayLike, requests: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Share of requests, 0 where there is none."""
    count, requests = np.asarray(count, float), np.asarray(requests, float)
    share: npt.NDArray[np.float64] = np.divide(
        count, requests, out=np.zeros(np.broadcast_shapes(count.shape, requests.shape)), where=requests > 0
    )
    return share


def fraction(name: str, value: object, example: str) -> None:
    """Raise a PolicyError unless the value lies between 0 and 1."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 1:
        raise PolicyError(f"{name} must lie between 0 and 1, got {value!r}: write {example}.")
