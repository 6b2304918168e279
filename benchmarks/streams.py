"""On which streams are detectors compared? Seeded ones whose change is known: none, sudden, gradual, and of a mean."""

from __future__ import annotations

import numpy as np

__all__ = ["BINARY", "CHANGE", "STREAMS", "stream"]

N = 20_000  # values
CHANGE = 10_000  # where it changes
OVER = 2_000  # values that a gradual change takes
BINARY = ("none", "abrupt", "gradual")  # errors, 0 or 1
STREAMS = (*BINARY, "mean")


def stream(name: str, seed: int, *, n: int = N) -> np.ndarray:
    """Shape (n,), float64: errors at 20 % that double halfway at once or by and by, or a normal mean that rises by ¼."""
    rng = np.random.default_rng([seed, STREAMS.index(name)])
    since = np.arange(n) - n * CHANGE // N
    if name == "mean":
        return rng.standard_normal(n) + 0.25 * (since >= 0)
    risen = {"none": 0.0, "abrupt": since >= 0, "gradual": np.clip(since / (n * OVER // N), 0, 1)}[name]
    return (rng.random(n) < 0.2 * (1 + risen)).astype(float)
