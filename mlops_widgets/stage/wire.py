"""How does a trace travel to the browser? Once, as one buffer, thinned where a screen could not show more."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from .trace import Trace

__all__ = ["LIMIT", "pack", "thinned"]

LIMIT = 6000  # ticks on the wire: with ten columns, 260 kB at most


def pack(trace: Trace, columns: Sequence[str], *, limit: int = LIMIT) -> tuple[dict[str, Any], bytes]:  # Any: JSON
    """The kept ticks as bytes, and the layout that reads them.

    Returns
    -------
    layout
        ``{"n": kept, "of": len(trace), "columns": [...]}``.
    data
        Little-endian: time (float64, n), tick (int32, n), then each column (float32, n).
    """
    kept = thinned(trace, columns, limit=limit)
    parts = [trace.time[kept].astype("<f8"), kept.astype("<i4")]
    largest = np.finfo(np.float32).max
    parts += [trace[name][kept].clip(-largest, largest).astype("<f4") for name in columns]
    layout = {"n": int(kept.size), "of": len(trace), "columns": list(columns)}
    return layout, b"".join(part.tobytes() for part in parts)


def thinned(trace: Trace, columns: Sequence[str], *, limit: int = LIMIT) -> np.ndarray:
    """Ticks to keep, at most ``limit``: the least and the greatest of every column in each bucket, ends, events.

    Peaks survive whatever the zoom, as in min–max decimation of oscilloscopes.
    """
    n = len(trace)
    if n <= limit:
        return np.arange(n)
    events = np.unique([event.tick for event in trace.events])[: limit // 2]
    buckets = max(1, (limit - events.size - 2) // (2 * max(1, len(columns))))
    edges = np.linspace(0, n, buckets + 1).astype(int)
    spans = [slice(first, last) for first, last in pairwise(edges.tolist())]
    kept = {0, n - 1, *events.tolist()}
    for name in columns:
        high = np.nan_to_num(trace[name], nan=-np.inf)
        low = np.nan_to_num(trace[name], nan=np.inf)
        for span in spans:
            kept |= {span.start + int(high[span].argmax()), span.start + int(low[span].argmin())}
    return np.array(sorted(kept))
