"""What do the looks show so far: failures with their intervals, evidence, latencies?"""

from __future__ import annotations

from math import log10, nan

import numpy as np
import numpy.typing as npt

from mlops_widgets.rollout.deliver import Delivered
from mlops_widgets.rollout.engines import BINS, Side, edges
from mlops_widgets.rollout.evidence import RateRatio, rate_sequence

__all__ = ["BARS", "LEVEL", "QUANTILES", "bounds", "labels", "measured"]

Floats = npt.NDArray[np.float64]

LEVEL = 0.05  # of the test that is drawn beside the evidence, and of the intervals
_GROUPS = (0, *range(74, 165, 6), BINS)  # of the histogram's 256 bins, as they are shown
BARS = len(_GROUPS) - 1
QUANTILES = {"p50": 0.5, "p95": 0.95, "p99": 0.99}
_SIDES = "candidate", "stable"
_LEAST = 1e-300  # evidence that is less has no logarithm


def measured(done: Delivered) -> dict[str, Floats]:
    """What is known tick by tick: what the last look showed, to the next one or the end."""
    ticks, looks = len(done.share), done.looks
    counts, slow, evidence = np.zeros((len(looks), 4)), np.zeros((len(looks), 2)), np.zeros(len(looks))
    bars, marks = np.full((len(looks), 2, BARS), nan), np.full((len(looks), 2, len(QUANTILES)), nan)
    test = RateRatio()
    window = np.full(ticks, nan)
    for index, look in enumerate(looks):
        new, old = look.window.candidate, look.window.stable
        if new is not None:
            counts[index] = new.errors, new.requests, old.errors, old.requests
            slow[index] = new.slow, old.slow
            test.update(*counts[index])
            window[look.tick] = new.error_rate
            bars[index] = _shares(old), _shares(new)
            marks[index] = [_quantiles(side, look.window.limit) for side in (old, new)]
        evidence[index] = log10(max(float(test.evidence), _LEAST))
    sums = counts.cumsum(axis=0)
    seen = _rates("candidate", sums[:, :2]) | _rates("stable", sums[:, 2:])
    seen |= {f"slow_{name}": _rate(slow[:, side].cumsum(), sums[:, 1 + 2 * side]) for side, name in enumerate(_SIDES)}
    seen |= {"evidence": evidence, "naive": _naive(sums)}
    for side, name in enumerate(("was", "now")):
        seen |= {f"{name}_{bar}": bars[:, side, bar] for bar in range(BARS)}
        seen |= {f"{name}_{quantile}": marks[:, side, place] for place, quantile in enumerate(QUANTILES)}
    last = np.searchsorted([look.tick for look in looks], np.arange(ticks), side="right")
    return {name: np.r_[nan, values][last] for name, values in seen.items()} | {"window": window}


def bounds(limit: float) -> tuple[float, ...]:
    """The edges of the bars, in milliseconds."""
    at = edges(limit)
    return (0.0, *(float(at[group - 1]) for group in _GROUPS[1:-1]), float(at[-1]))


def labels(limit: float) -> tuple[str, ...]:
    """Milliseconds under every third bar: its upper edge."""
    at = edges(limit)
    return tuple(f"{at[_GROUPS[bar + 1] - 1]:.0f}" if bar % 3 == 1 and bar < BARS - 1 else "" for bar in range(BARS))


def _rates(name: str, sums: Floats) -> dict[str, Floats]:
    """Share of failures so far, its interval, and on how many requests it rests."""
    errors, requests = sums.T
    known = requests > 0
    low, high = rate_sequence(errors, requests, alpha=LEVEL)
    return {
        name: _rate(errors, requests),
        f"{name}_low": np.where(known, low, nan),
        f"{name}_high": np.where(known, high, nan),
        f"{name}_requests": requests,
    }


def _rate(count: Floats, requests: Floats) -> Floats:
    rate: Floats = np.divide(count, requests, out=np.full(count.shape, nan), where=requests > 0)
    return rate


def _shares(side: Side) -> Floats:
    counts = np.add.reduceat(side.histogram, _GROUPS[:-1])
    total = counts.sum()
    shares: Floats = counts / total if total else np.full(counts.shape, nan)
    return shares


def _quantiles(side: Side, limit: float) -> list[float]:
    """Milliseconds; NaN for a tail in which nobody is to be expected."""
    return [side.latency(share, limit) if side.requests * (1 - share) >= 1 else nan for share in QUANTILES.values()]


def _naive(sums: Floats) -> Floats:
    """The exact one-sided p of one look, as a power of ten turned round: which version had each failure?"""
    from scipy.stats import binom

    errors, requests, errors_stable, requests_stable = sums.T
    share = requests / np.maximum(requests + requests_stable, 1)
    p: Floats = np.maximum(binom.sf(errors - 1, errors + errors_stable, share), _LEAST)
    return np.where((requests > 0) & (requests_stable > 0), -np.log10(p), 0.0)
