"""How does a trace travel to the browser? Once, as one small buffer, thinned where a screen could not show more."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from .trace import Floats, Trace

__all__ = ["BUDGET", "LIMIT", "pack", "thinned"]

LIMIT = 6000  # ticks on the wire
BUDGET = 120_000  # bytes on the wire; a longer run is thinned until it fits

_CODES = 65_532  # steps of a quantised column: the 16-bit numbers without the three below
_NAN, _LOWEST, _HIGHEST = -32_768, -32_767, 32_767  # not known, −∞, +∞; in between, the first code is low


def pack(
    trace: Trace,
    columns: Sequence[str],
    *,
    exact: Collection[str] = (),
    peaks: Sequence[str] | None = None,
    limit: int = LIMIT,
    budget: int = BUDGET,
) -> tuple[dict[str, Any], bytes]:  # Any: JSON
    """The kept ticks as bytes, and the layout that reads them.

    A column goes in 16 bits when that loses nothing to be seen: whole numbers exactly, others in 65,532
    steps from their least to their greatest value. What is read as a number (``exact``) keeps 32 bits. Where
    ticks have to go, the least and greatest values of ``peaks`` stay; of all columns when left out.

    Returns
    -------
    layout
        ``{"n": kept, "of": len(trace), "even": [start, step] or None, "thinned": bool,
        "columns": [[name, low, step], …]}``; a step of 0 marks a column of 32 bits.
    data
        Little-endian: time (float64, n) unless it is even, ticks (int32, n) if thinned, the columns of
        32 bits (float32, n), the columns of 16 bits (int16, n).
    """
    while True:
        layout, data = _packed(trace, columns, exact, limit, columns if peaks is None else peaks)
        if len(data) <= budget or limit < 8:
            return layout, data
        limit = int(0.9 * limit * budget / len(data))


def _packed(
    trace: Trace, columns: Sequence[str], exact: Collection[str], limit: int, peaks: Sequence[str]
) -> tuple[dict[str, Any], bytes]:  # Any: JSON
    kept = thinned(trace, peaks, limit=limit)
    even, thin = _even(trace.time), kept.size < len(trace)
    parts = [] if even else [trace.time[kept].astype("<f8")]
    parts += [kept.astype("<i4")] if thin else []
    held = [_coded(name, trace[name][kept], exact=name in exact) for name in columns]
    parts += sorted((values for _, values in held), key=lambda values: -values.itemsize)
    layout = {"n": int(kept.size), "of": len(trace), "even": even, "thinned": thin}
    return layout | {"columns": [entry for entry, _ in held]}, b"".join(part.tobytes() for part in parts)


def _even(time: Floats) -> list[float] | None:
    """Start and step of a time axis that needs no list; None for one that does."""
    start, step = float(time[0]), float(time[-1] - time[0]) / max(time.size - 1, 1)
    return [start, step] if np.array_equal(time, start + step * np.arange(time.size)) else None


def _coded(name: str, values: Floats, *, exact: bool) -> tuple[list[Any], np.ndarray]:  # Any: a name and numbers
    """The layout's entry for one column, and its values as they travel."""
    known = values[np.isfinite(values)]
    low, high = (float(known.min()), float(known.max())) if known.size else (0.0, 0.0)
    whole = high - low <= _CODES and np.array_equal(known, np.round(known))
    step = 1.0 if whole else (high - low) / _CODES
    if not np.finfo(float).tiny < step < np.inf or (exact and not whole):
        largest = np.finfo(np.float32).max
        return [name, 0.0, 0.0], np.where(np.isinf(values), values, values.clip(-largest, largest)).astype("<f4")
    codes = np.full(values.size, _NAN)
    codes[values == -np.inf], codes[values == np.inf] = _LOWEST, _HIGHEST
    codes[np.isfinite(values)] = np.round((known - low) / step) + _LOWEST + 1
    return [name, low, step], codes.astype("<i2")


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
