"""What does a panel show, in words? By the same rule as its mark in ``player/marks/``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from .insets import Bells, Cloud, Flow, Gauge, Histogram, Plan, Ticker
from .numbers import written
from .panels import Panel
from .trace import Floats, Trace

__all__ = ["told"]


def told(panel: Panel, trace: Trace, tick: int, sentences: Sequence[str]) -> str:
    """A panel at one tick, until which the scene has said these sentences."""
    match panel.mark:
        case Histogram():
            return _furthest(panel.title, panel.mark, trace, tick)
        case Bells():
            return _believed(panel.title, panel.mark, trace, tick)
        case Flow():
            return _answered(panel.title, panel.mark, trace, tick)
        case Gauge():
            return _left(panel.title, panel.mark, trace, tick)
        case Cloud():
            return _together(panel.title, panel.mark, trace, tick)
        case Plan():
            return _scattered(panel.title, panel.mark, trace, tick)
        case Ticker():
            return _listed(panel.title, sentences)


def _furthest(title: str, mark: Histogram, trace: Trace, tick: int) -> str:
    reference, window = (np.array([trace[name][tick] for name in names]) for names in (mark.reference, mark.window))
    apart = np.abs(window - reference)
    if not np.isfinite(apart).any():
        return f"{title}: not known yet."
    if mark.quantiles:
        return f"{title}: {', '.join(_quantiles(mark, trace, tick))}."
    place = int(np.nanargmax(apart))
    bin_ = f" in bin {mark.bins[place] or place + 1}"
    share, was = (written(float(each[place]), digits=0, unit="%") for each in (window, reference))
    if share == was:
        return f"{title}: within a point of the {mark.was} in every bin."
    return f"{title}: furthest from the {mark.was}{bin_}, {share} and not {was}."


def _quantiles(mark: Histogram, trace: Trace, tick: int) -> Iterator[str]:
    for name, *columns in mark.quantiles:
        was, now = (written(float(trace[column][tick]), digits=0, unit=mark.sign) for column in columns)
        yield f"{name} {now} ({mark.was} {was})"


def _believed(title: str, mark: Bells, trace: Trace, tick: int) -> str:
    each = []
    for label, *names in zip(mark.labels, mark.means, mark.spreads, strict=True):
        mean, spread = (written(float(trace[name][tick]), digits=mark.digits, unit=mark.sign) for name in names)
        if np.isfinite(trace[names[0]][tick]):
            each.append(f"{label} {mean} ± {spread}")
    return f"{title}: {', '.join(each) or 'not known yet'}."


def _together(title: str, mark: Cloud, trace: Trace, tick: int) -> str:
    last = slice(max(tick - mark.ticks + 1, 0), tick + 1)
    x, y = (np.concatenate([trace[name][last] for name in names]) for names in (mark.x, mark.y))
    known = np.isfinite(x) & np.isfinite(y)
    if mark.counted:
        return f"{title}, dots: {int(known.sum()) or 'none'}."
    others = np.array(mark.reference).reshape(-1, 2)
    now, was = (written(_correlation(a, b), digits=2) for a, b in ((x[known], y[known]), others.T))
    return f"{title}: correlation of the dots {now}, of the {mark.was} {was}."


def _correlation(x: Floats, y: Floats) -> float:
    spread = float(np.std(x) * np.std(y)) if x.size > 2 else 0.0
    return float(np.mean((x - x.mean()) * (y - y.mean()))) / spread if spread > 0 else float("nan")


def _answered(title: str, mark: Flow, trace: Trace, tick: int) -> str:
    last = slice(max(tick - mark.ticks + 1, 0), tick + 1)
    ways = [trace[name][last] for name in mark.ways]
    own = len(ways) - mark.copies
    said, copied = (_counted(mark, each) for each in (ways[:own], ways[own:]))
    if not said:
        return f"{title}: none yet."
    besides = f"; copies: {', '.join(copied)}" if copied else ""
    return f"{title}, the last drawn: {', '.join(said)}{besides}."


def _counted(mark: Flow, ways: Sequence[Floats]) -> list[str]:
    codes = np.concatenate([np.empty(0), *ways])
    counts = np.bincount(codes[np.isfinite(codes)].astype(int), minlength=2 * len(mark.targets))
    each = zip(mark.targets, counts[::2], counts[1::2], strict=False)
    return [
        f"{well + failed} to {name} ({failed or 'none'} {mark.words[2]})"
        for name, well, failed in each
        if well + failed
    ]


def _left(title: str, mark: Gauge, trace: Trace, tick: int) -> str:
    left, other, rate = (float(trace[name][tick]) for name in mark.columns())
    if not np.isfinite(left + other + rate):
        return f"{title}: not known yet."
    now, beside = (written(each, digits=0, unit="%") for each in (left, other))
    fast = f"going {written(rate, digits=1)} times as fast as would last"
    return f"{title}: {now} left, {fast}; {mark.beside} {beside} left."


def _scattered(title: str, mark: Plan, trace: Trace, tick: int) -> str:
    last = slice(max(tick - mark.ticks + 1, 0), tick + 1)
    count = sum(int(np.isfinite(trace[name][last]).sum()) for name in mark.x)
    return f"{title}, {mark.dots}: {count or 'none'}."


def _listed(title: str, sentences: Sequence[str]) -> str:
    before = f"; the one before: {sentences[-2]}" if len(sentences) > 1 else "."
    return f"{title}: {len(sentences)} so far{before}"
