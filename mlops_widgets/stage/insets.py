"""What can a panel show of the playhead's tick? One small frozen value for each kind of mark with axes of its own."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .marks import Mark, Tone
from .trace import Floats, Trace

__all__ = ["Bells", "Cloud", "Flow", "Gauge", "Histogram", "Plan", "Ticker"]


@dataclass(frozen=True)
class Histogram(Mark):
    """At the playhead: the shares of a window as filled bars, those of the reference as an outline behind them.

    Quantiles of both are lines where they lie among the bins' edges, dashed for the reference.
    """

    reference: tuple[str, ...]  # one column for each bin, its share (0–1)
    window: tuple[str, ...]  # the same bins
    bins: tuple[str, ...]  # what stands under each bin; "" for none
    now: str = "now"  # what the filled bars are called
    was: str = "reference"  # what the outline is called
    tone: Tone = "accent"
    edges: tuple[float, ...] = ()  # of the bins, one more than there are; quantiles are placed by them
    quantiles: tuple[tuple[str, str, str], ...] = ()  # name, column of the reference, column of the window
    sign: str = ""  # unit of the quantiles

    def columns(self) -> tuple[str, ...]:
        """Those of the reference, then those of the window, then the quantiles."""
        return (*self.reference, *self.window, *self.numbers())

    def numbers(self) -> tuple[str, ...]:
        """The quantiles."""
        return tuple(column for _, *both in self.quantiles for column in both)

    def extent(self, trace: Trace, /) -> Floats:
        """Zero, and every share of the run: the axis stands still while the bars move."""
        shares = (trace.columns.get(name, np.empty(0)) for name in (*self.reference, *self.window))
        return np.concatenate([np.zeros(1), *shares])


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
    was: str = "reference"  # what the rings are called
    counted: bool = False  # in words: how many dots there are, not how the two features go together
    room: float = 0.0  # above the uppermost dot, in shares of the span: for the words that stand there

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


@dataclass(frozen=True)
class Flow(Mark):
    """At the playhead: a few requests of the last ticks, on the way from their users to who answers, and back.

    Each is a dot, which takes ``ticks`` ticks where its pace is 1. One that failed comes back as a cross, and stays a
    while. The last ``copies`` dots are copies: rings on a dashed way, whose answers nobody sees.
    """

    places: tuple[str, ...]  # columns, one for each dot of a tick: its user among all (0–1), who keeps the place
    ways: tuple[str, ...]  # the same dots: twice the number of who answers, and 1 more if it failed; NaN for no dot
    paces: tuple[str, ...]  # the same dots: how many times as long as usual they take
    targets: tuple[str, ...]  # who answers, the uppermost first
    shares: tuple[str, ...]  # columns: what part of the users each of them answers; together 1
    tones: tuple[Tone, ...]
    ticks: int = 6
    copies: int = 0
    words: tuple[str, str, str] = ("users", "answers", "failed")  # where they come from, what comes back, a cross

    def columns(self) -> tuple[str, ...]:
        """The dots', then the shares."""
        return (*self.places, *self.ways, *self.paces, *self.shares)


@dataclass(frozen=True)
class Gauge(Mark):
    """At the playhead: how much of a budget is left, as a bar that empties, and how fast it goes.

    A dotted line says how much would be left if it were to last just to the end of the run.
    """

    left: str  # column: the share that is left; below 0 when more was spent than there was
    other: str  # column: what would be left otherwise
    rate: str  # column: how many times as fast it goes as would last just to the end
    now: str  # what the bar is called
    beside: str  # what the other bar is called

    def columns(self) -> tuple[str, ...]:
        """What is left, what would be, and the rate."""
        return (self.left, self.other, self.rate)

    def numbers(self) -> tuple[str, ...]:
        """All of them."""
        return self.columns()


@dataclass(frozen=True)
class Plan(Mark):
    """At the playhead: a thing seen from above, as its outline, and where something happened on it in the last ticks.

    Each tick brings a few dots; those of the last ``ticks`` are shown, the older the fainter. Both axes have the same
    scale, and no numbers.
    """

    x: tuple[str, ...]  # columns, one for each dot of a tick; NaN for a dot that is not there
    y: tuple[str, ...]  # the same dots
    outline: tuple[tuple[float, float], ...]  # its corners, all the way round
    dots: str  # what the dots are called, in the plural
    ticks: int = 1
    tone: Tone = "accent"

    def columns(self) -> tuple[str, ...]:
        """Across, then up."""
        return (*self.x, *self.y)


@dataclass(frozen=True)
class Ticker(Mark):
    """Up to the playhead: the scene's sentences one under the other, the newest first; a click goes back to one."""


def _spread(trace: Trace, names: tuple[str, ...], others: list[float]) -> Floats:
    return np.concatenate([np.array(others), *(trace.columns.get(name, np.empty(0)) for name in names)])
