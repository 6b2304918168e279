"""What does a service tell a scraper about itself? Counts, times, scores and the bins of its features."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from mlops_widgets.data.flights.service.bins import Bins, bins

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Measured"]

# Seconds. A tenth is the edge of what feels instant (Nielsen, Usability Engineering, 1993): it has to be one of them.
_SECONDS = (0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)
_TENTHS = tuple(np.arange(1, 10) / 10)


class Measured:
    """The metrics of one service, in a registry of its own: two services in one process stay two.

    Parameters
    ----------
    version
        Of the model; a label of ``flights_model_info``.
    reference
        Features that were normal, one row a flight. They fix the bins of ``flights_feature_total``, and their shares
        stand beside it in ``flights_feature_reference``; without them the features are not counted.

    """

    def __init__(self, version: str, reference: pd.DataFrame | None = None) -> None:
        from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Info

        self._registry = own = CollectorRegistry()
        self._requests = Counter("flights_requests", "Requests answered.", ["path", "status"], registry=own)
        self._errors = Counter("flights_errors", "Requests that the service failed.", ["path"], registry=own)
        self._unlogged = Counter("flights_unlogged", "Requests whose record the log did not take.", registry=own)
        self._seconds = Histogram("flights_seconds", "Time to the answer.", ["path"], buckets=_SECONDS, registry=own)
        self._score = Histogram("flights_score", "Chance of being late, per flight.", buckets=_TENTHS, registry=own)
        Info("flights_model", "The model that answers.", registry=own).info({"version": version})
        self._errors.labels("/predict"), self._seconds.labels("/predict")  # a series that is not there cannot be 0
        self._bins: dict[str, Bins] = {}
        if reference is not None:
            self._feature = Counter("flights_feature", "Flights in each bin.", ["feature", "bin"], registry=own)
            normal = Gauge("flights_feature_reference", "Share when normal.", ["feature", "bin"], registry=own)
            self._bins = {name: bins(reference[name]) for name in reference}
            for name, each in self._bins.items():
                # Half a flight more in each bin: a rule divides by these shares and takes their logarithm.
                counts = each.count(reference[name]) + 0.5
                for bin_, share in zip(each.names, counts / counts.sum(), strict=True):
                    normal.labels(name, bin_).set(share)
                    self._feature.labels(name, bin_)

    def answered(self, path: str, status: int, seconds: float) -> None:
        """Count one request."""
        self._requests.labels(path, str(status)).inc()
        self._seconds.labels(path).observe(seconds)
        if status >= 500:
            self._errors.labels(path).inc()

    def unlogged(self) -> None:
        """Count one request whose record is lost."""
        self._unlogged.inc()

    def predicted(self, features: pd.DataFrame, late: npt.NDArray[np.float64]) -> None:
        """Count the flights of one request by their scores and their features."""
        for chance in late:
            self._score.observe(chance)
        for name, each in self._bins.items():
            counts = each.count(features[name])
            for index in np.flatnonzero(counts):
                self._feature.labels(name, each.names[index]).inc(int(counts[index]))

    def exposed(self) -> bytes:
        """Write all of it as a scraper reads it, in Prometheus' text format."""
        from prometheus_client import generate_latest

        return generate_latest(self._registry)
