"""What can a lane, or a panel, show? One small frozen value for each kind of mark."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from .trace import Floats, Trace

__all__ = [
    "Band",
    "Bells",
    "Cloud",
    "Histogram",
    "Line",
    "Mark",
    "Pick",
    "Points",
    "Span",
    "Stack",
    "Threshold",
    "Tone",
    "Window",
]

Tone = Literal["ink", "soft", "accent", "warn", "good"]


class Mark:
    """What every mark can say of itself."""

    def columns(self) -> tuple[str, ...]:
        """The columns that it shows."""
        return ()

    def extent(self, trace: Trace, /) -> Floats:  # noqa: ARG002 - most marks claim no room
        """The values that a lane's axis must leave room for."""
        return np.empty(0)


class _Column(Mark):
    """A mark that shows one column."""

    column: str

    def columns(self) -> tuple[str, ...]:
        return (self.column,)


class _Valued(_Column):
    """A mark that shows one column by its height."""

    def extent(self, trace: Trace, /) -> Floats:
        return trace.columns.get(self.column, np.empty(0))


@dataclass(frozen=True)
class Points(_Valued):
    """Faint dots: the raw values of a column."""

    column: str
    tone: Tone = "accent"


@dataclass(frozen=True)
class Line(_Valued):
    """The message of a lane: a column as a line, broken where it is NaN."""

    column: str
    tone: Tone = "accent"
    dashed: bool = False
    label: str = ""  # stands at the line's end


@dataclass(frozen=True)
class Band(Mark):
    """A shaded area between two columns, edged with dots: how sure one can be, or what is normal."""

    low: str
    high: str
    tone: Tone = "accent"
    label: str = ""  # stands at the upper edge's end

    def columns(self) -> tuple[str, ...]:
        """Its two edges."""
        return (self.low, self.high)

    def extent(self, trace: Trace, /) -> Floats:
        """Both edges."""
        return np.concatenate([trace.columns.get(name, np.empty(0)) for name in self.columns()])


@dataclass(frozen=True)
class Stack(Mark):
    """Shares of a whole as areas on top of each other, the first at the bottom, each named where it ends."""

    layers: tuple[str, ...]  # columns, none negative; where one is NaN nothing is drawn
    labels: tuple[str, ...]
    tones: tuple[Tone, ...]

    def columns(self) -> tuple[str, ...]:
        """Its layers."""
        return self.layers

    def extent(self, trace: Trace, /) -> Floats:
        """Zero, and how high they stand together."""
        return np.append(np.sum([trace.columns[name] for name in self.layers if name in trace.columns], axis=0), 0.0)


@dataclass(frozen=True)
class Window(Mark):
    """The stretch of time behind the playhead that a detector looks at."""

    width: str  # column: its length at each tick, in units of the time axis
    label: str = "window"

    def columns(self) -> tuple[str, ...]:
        """The column of its length."""
        return (self.width,)


@dataclass(frozen=True)
class Span(_Column):
    """A shaded stretch of time, wherever the column is not zero: the truth, a night, an outage."""

    column: str
    label: str
    tone: Tone = "soft"


@dataclass(frozen=True)
class Threshold(Mark):
    """A dotted level that means something when it is crossed."""

    at: float
    label: str
    tone: Tone = "warn"

    def extent(self, _trace: Trace, /) -> Floats:
        """The level itself."""
        return np.array([self.at])


@dataclass(frozen=True)
class Pick(Mark):
    """A strip at the foot of a lane: a click, or Enter, does an intervention at just that tick."""

    kind: str  # of the intervention; its own knobs keep what the panel shows
    label: str  # what a click does, said to the eye and to the ear


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
