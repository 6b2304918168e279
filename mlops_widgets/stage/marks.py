"""What can a lane show? One small frozen value for each kind of mark."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from .trace import Floats, Trace

__all__ = [
    "Band",
    "Bundle",
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
Step = Literal["", "pre", "post"]


class Mark:
    """What every mark can say of itself."""

    def columns(self) -> tuple[str, ...]:
        """The columns that it shows."""
        return ()

    def along(self) -> tuple[str, ...]:
        """Those of them that a table of the run holds; where they are many, each alone says little."""
        return self.columns()

    def numbers(self) -> tuple[str, ...]:
        """The columns whose values are read, not only seen."""
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
    strong: bool = False  # larger and darker: there are few, and each of them counts


@dataclass(frozen=True)
class Line(_Valued):
    """The message of a lane: a column as a line, broken where it is NaN."""

    column: str
    tone: Tone = "accent"
    dashed: bool = False
    label: str = ""  # stands at the line's end
    count: str = ""  # column: on how many its value rests, told behind the label
    step: Step = ""  # a value holds since the one before, or until the next: what is switched has no slope

    def columns(self) -> tuple[str, ...]:
        """Its own, and the count's."""
        return (self.column, *self.numbers())

    def numbers(self) -> tuple[str, ...]:
        """The count."""
        return (self.count,) if self.count else ()


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
class Bundle(Mark):
    """Many faint lines, one for each replica; a line that has ended takes another tone and a dot at its end."""

    many: tuple[str, ...]  # columns, one for each line
    ends: tuple[float, ...]  # the time at which each ends; after the run for one that goes on
    tone: Tone = "soft"
    ended: Tone = "warn"

    def columns(self) -> tuple[str, ...]:
        """All its lines."""
        return self.many

    def along(self) -> tuple[str, ...]:
        """None: what the many have in common stands in columns of its own."""
        return ()

    def extent(self, trace: Trace, /) -> Floats:
        """Every line, up to its end."""
        lines = zip(self.many, self.ends, strict=True)
        return np.concatenate([np.empty(0), *(trace[name][trace.time <= end] for name, end in lines)])


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
