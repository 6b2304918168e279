"""What do two running versions tell about themselves? Their counters, read over HTTP, as a policy's windows."""

from __future__ import annotations

import time
from collections.abc import Callable
from http.client import HTTPException
from typing import NamedTuple
from urllib.request import urlopen

import numpy as np

from mlops_widgets.rollout.engines import BINS, NOBODY, Side, edges
from mlops_widgets.rollout.metrics import Window

__all__ = ["Measured"]

_PATIENCE = 3.0  # seconds for a scrape


class Measured:
    """Both versions' Prometheus counters, as the windows that a policy decides on.

    What was counted before it is made belongs to no window. All users of the stable version at the same time are the
    baseline. Latencies are as coarse as the service's buckets: a request is counted at its bucket's upper edge.

    Parameters
    ----------
    stable, candidate
        Where the versions answer; their ``/metrics`` are read.
    limit
        Milliseconds that an answer may take: one of the edges of the service's buckets.
    path
        Of the requests that count.
    name
        The metrics begin with it: ``<name>_seconds`` (a histogram) and ``<name>_errors_total``.
    clock
        Seconds, rising.

    Raises
    ------
    ValueError
        When the limit is no edge of the service's buckets.
    ConnectionError
        When the stable version cannot be read.
    """

    def __init__(
        self,
        stable: str,
        candidate: str,
        *,
        limit: float = 250.0,
        path: str = "/predict",
        name: str = "flights",
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._urls, self._limit, self._path, self._name, self._clock = (stable, candidate), limit, path, name, clock
        self._began = self._last = clock()
        self._stable, self._candidate = self._read(stable), self._read(candidate)
        if self._stable is None:
            raise ConnectionError(
                f"stable must show {name}_seconds at {stable}/metrics, and does not; serve it first"
            )
        if not any(np.isclose(1000 * edge, limit) for edge in self._stable.edges[:-1]):
            known = ", ".join(f"{1000 * edge:g}" for edge in self._stable.edges[:-1])
            raise ValueError(f"limit must be one of the service's edges, {known} ms, got {limit!r}; take the next")

    def window(self, *, step: int = 0, share: int = 100, mirrored: bool = False) -> Window:
        """What was counted since the last reading; without a reading of the candidate there is *no data*.

        Parameters
        ----------
        step, share, mirrored
            What the router did meanwhile; they are only handed on.
        """
        now = self._clock()
        stable, candidate = (self._read(url) for url in self._urls)
        seen: tuple[Side | None, Side, Side] = (None, NOBODY, NOBODY)
        seconds = 0.0
        if stable is not None and candidate is not None:  # otherwise the next reading makes up for this one
            if self._stable is not None and self._candidate is not None:
                users = _side(self._stable, stable, self._limit)
                seen, seconds = (_side(self._candidate, candidate, self._limit), users, users), now - self._last
            self._stable, self._candidate, self._last = stable, candidate, now
        return Window(now - self._began, step, share, mirrored, seconds, *seen, self._limit)

    def _read(self, url: str) -> _Reading | None:
        from prometheus_client.parser import text_string_to_metric_families

        try:
            with urlopen(f"{url}/metrics", timeout=_PATIENCE) as answer:
                text = answer.read().decode()
        except (OSError, HTTPException):
            return None
        samples = [sample for family in text_string_to_metric_families(text) for sample in family.samples]
        here = [sample for sample in samples if sample.labels.get("path") == self._path]
        errors = sum(sample.value for sample in here if sample.name == f"{self._name}_errors_total")
        within = {
            float(each.labels["le"]): each.value for each in here if each.name == f"{self._name}_seconds_bucket"
        }
        at = sorted(within)
        return _Reading(errors, np.array(at), np.array([within[edge] for edge in at])) if at else None


class _Reading(NamedTuple):
    errors: float
    edges: np.ndarray  # seconds, the last infinite
    answered: np.ndarray  # requests within each edge, so far


def _side(earlier: _Reading, later: _Reading, limit: float) -> Side:
    if later.answered[-1] < earlier.answered[-1]:  # it was started again, and counts from nothing
        earlier = _Reading(0, later.edges, np.zeros_like(later.answered))
    within = np.diff(later.answered - earlier.answered, prepend=0.0).round().astype(np.int64)
    requests = int(within.sum())
    # At the upper edge, a trifle below it so that a rounding does not carry it over.
    places = np.searchsorted(edges(limit), 999.999 * later.edges).clip(0, BINS - 1)
    histogram = np.bincount(places, weights=within, minlength=BINS).astype(np.int64)
    # The counters are not read at one moment: an error may be seen before its request is.
    errors = min(max(round(later.errors - earlier.errors), 0), requests)
    return Side(requests, errors, int(histogram[BINS // 2 :].sum()), histogram)
