"""What can a panel show of the playhead's tick? One small frozen value for each kind of mark with axes of its own."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .marks import Mark, Tone
from .trace import Floats, Trace

__all__ = ["Bells", "Cloud", "Histogram"]


@dataclass(frozen=True)
class Histogram(Mark):
    """At the playhead: the shares of a window as filled bars, those of the reference as an outline behind them."""

    reference: tuple[str, ...]  # one column for each bin, its share (0–1)
    window: tuple[str, ...]  # the same bins
    bins: tuple[str, ...]  # what stands under each bin; "" for none
    now: str = "now"  # what the filled bars are called
    tone: Tone = "accent"

    def columns(self) -> tuple[str, ...]:
        """Those of the reference, then those of the window."""
        return (*self.reference, *self.window)

    def extent(self, trace: Trace, /) -> Floats:
        """Zero, and every share of the run: the axis stands still while the bars move."""
        return np.concatenate([np.zeros(1), *(trace.columns.get(name, np.empty(0)) for name in self.columns())])


@dataclass(frozen=True)
class Cloud(Mark):
    """At the playhead: two features of the last rows as dots, over the reference's as faint rings.

    Each tick brings a few dots; those of the last ``ticks`` are shown, the older the fainter.
    """

    x: tuple[str, ...]  # columns, one for each dot of a tick; NaN for a dot that is not there
    y: tuple[str, ...]  # the same dots
    reference: tuple[tuple[float, float], ...]
    names: tuple[str, str]  # of the two features, on their axes
    ticks: int = 1
    now: str = "now"  # what the dots are called
    tone: Tone = "accent"

    def columns(self) -> tuple[str, ...]:
        """The dots' first feature, then their second."""
        return (*self.x, *self.y)

    def extent(self, trace: Trace, /) -> Floats:
        """The second feature, of the reference and of all dots."""
        return _spread(trace, self.y, [y for _, y in self.reference])

    def breadth(self, trace: Trace) -> Floats:
        """The first feature, of the reference and of all dots."""
        return _spread(trace, self.x, [x for x, _ in self.reference])


@dataclass(frozen=True)
class Bells(Mark):
    """At the playhead: what is believed of several quantities, each a normal curve; the surer, the higher.

    The curves have the same area, so only their places and widths tell something: the vertical axis has no numbers.
    """

    means: tuple[str, ...]  # columns; NaN for one that is not known yet
    spreads: tuple[str, ...]  # columns, the standard deviations
    labels: tuple[str, ...]
    tones: tuple[Tone, ...]
    low: float  # the axis' ends; what lies beyond is cut off
    high: float
    digits: int = 2
    sign: str = ""  # unit after each number; "%" shows shares as percentages

    def columns(self) -> tuple[str, ...]:
        """The means, then the spreads."""
        return (*self.means, *self.spreads)


def _spread(trace: Trace, names: tuple[str, ...], others: list[float]) -> Floats:
    return np.concatenate([np.array(others), *(trace.columns.get(name, np.empty(0)) for name in names)])
