"""What does a run look like? A declarative picture, drawn by the player and by the SVG alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

import numpy as np

from .errors import SceneError
from .marks import Bundle, Mark, Pick, Tone
from .numbers import log_ticks, moment, nice_ticks, speeds, time_ticks, written
from .panels import Panel, drawn
from .telling import told
from .trace import Trace

__all__ = [
    "Axis",
    "Lane",
    "Panel",
    "Phrase",
    "ReadOut",
    "Scene",
    "Verdict",
]


_PANELS = 3  # more would be too narrow to read


@dataclass(frozen=True)
class Lane:
    """One strip of the picture with a vertical axis of its own."""

    title: str
    unit: str  # what the axis counts, in words, faint beside the title
    marks: tuple[Mark, ...]
    low: float | None = None  # the axis' ends; from the data where None
    high: float | None = None
    digits: int = 2
    sign: str = ""  # unit after each axis label; "%" shows shares as percentages
    height: float = 1.0  # relative to the other lanes
    log: bool = False  # equal steps are equal factors: for values above 0 that spread over powers of ten


@dataclass(frozen=True)
class Axis:
    """The time axis that all lanes share."""

    unit: str
    start: str | None = None  # ISO date of time 0; then time counts hours and labels are dates


@dataclass(frozen=True)
class Phrase:
    """A few words of a verdict; a tone other than soft is what the eye shall catch."""

    text: str
    tone: Tone = "soft"


@dataclass(frozen=True)
class Verdict:
    """One sentence that is true from ``tick`` on."""

    tick: int
    phrases: tuple[Phrase, ...]

    @property
    def sentence(self) -> str:
        """The words alone."""
        return "".join(phrase.text for phrase in self.phrases)


@dataclass(frozen=True)
class ReadOut:
    """One large number: a column's value at the playhead."""

    name: str
    column: str
    digits: int = 0
    unit: str = ""
    base: str = ""  # what to compare it with, faint beside the name


@dataclass(frozen=True)
class Scene:
    """Lanes, flags, verdicts and read-outs over one time axis; panels over and under them for what has another."""

    title: str
    subtitle: str  # where the data come from
    axis: Axis
    lanes: tuple[Lane, ...]
    verdicts: tuple[Verdict, ...]
    readouts: tuple[ReadOut, ...] = ()
    flags: Mapping[str, Tone] = field(default_factory=dict)  # kind of event → tone; other kinds get no flag
    sources: str = ""  # where the constants come from
    panels: tuple[Panel, ...] = ()  # up to three under the lanes, side by side, at the playhead
    above: tuple[Panel, ...] = ()  # the same over the lanes

    def columns(self) -> list[str]:
        """The columns that this scene shows, each once."""
        lanes = (name for mark in self._marks() for name in mark.columns())
        panels = (name for panel in (*self.above, *self.panels) for name in panel.mark.columns())
        return list(dict.fromkeys((*self.along(), *lanes, *panels)))

    def along(self) -> list[str]:
        """Those shown along the time axis or as numbers: what a table holds, and what thinning keeps the peaks of."""
        marks = (name for mark in self._marks() for name in mark.along())
        return list(dict.fromkeys((*marks, *(each.column for each in self.readouts))))

    def numbers(self) -> set[str]:
        """The columns whose values are read as numbers, not only seen."""
        marks = (*self._marks(), *(panel.mark for panel in (*self.above, *self.panels)))
        return {each.column for each in self.readouts} | {name for mark in marks for name in mark.numbers()}

    def means(self, column: str, other: Scene) -> bool:
        """Does a column mean the same in another run's scene? Where both have a read-out of it, by the same name."""
        names = [next((each.name for each in scene.readouts if each.column == column), "") for scene in (self, other)]
        return not all(names) or names[0] == names[1]

    def check(self, trace: Trace) -> None:
        """Raise a SceneError unless the trace holds all that this scene shows."""
        for name in self.columns():
            if name not in trace.columns:
                raise SceneError(
                    f"the scene {self.title!r} shows a column {name!r} that its trace does not hold: "
                    f"it holds {', '.join(trace.columns)}."
                )
        if not self.verdicts or self.verdicts[0].tick != 0:
            raise SceneError(f"the scene {self.title!r} must say something from tick 0 on: add Verdict(0, …).")
        if (most := max(len(self.above), len(self.panels))) > _PANELS:
            raise SceneError(f"the scene {self.title!r} may have {_PANELS} panels beside each other, got {most}.")
        for panel in (*self.above, *self.panels):
            panel.check(self.title)
        for lane in self.lanes:
            if lane.log and lane.low is not None and lane.low <= 0:
                raise SceneError(
                    f"the lane {lane.title!r} of {self.title!r} counts in powers of ten, which begin above 0, got "
                    f"low={lane.low:g}: write low=1, or leave it out."
                )
        kinds = {each.model_fields["kind"].default for each in trace.scenario.actions}
        for mark in self._marks():
            if isinstance(mark, Bundle) and len(mark.many) != len(mark.ends):
                raise SceneError(
                    f"a bundle of {self.title!r} needs an end for each line, got {len(mark.many)} lines and "
                    f"{len(mark.ends)} ends: a time after the run for a line that goes on."
                )
            if isinstance(mark, Pick) and mark.kind not in kinds:
                raise SceneError(
                    f"the scene {self.title!r} picks an intervention {mark.kind!r} that its scenario does not know: "
                    f"it knows {', '.join(sorted(kinds)) or 'none'}."
                )
        ticks = [verdict.tick for verdict in self.verdicts]
        if ticks != sorted(ticks) or ticks[-1] >= len(trace):
            raise SceneError(f"the verdicts of {self.title!r} must rise and lie on the run, got ticks {ticks}.")

    def verdict(self, tick: int) -> Verdict:
        """What is true at ``tick``."""
        return next(verdict for verdict in reversed(self.verdicts) if verdict.tick <= tick)

    def picture(self, trace: Trace) -> dict[str, Any]:  # Any: JSON
        """Everything a drawer needs but the columns, resolved against one trace, as JSON can hold it."""
        self.check(trace)
        low, high = float(trace.time[0]), float(trace.time[-1])
        start = self.axis.start
        return {
            "title": self.title,
            "subtitle": self.subtitle,
            "sources": self.sources,
            "axis": {
                "unit": self.axis.unit,
                "start": start,
                "ticks": time_ticks(low, high, start=start),
                "speeds": speeds(max(high - low, 1e-9), start=start),
            },
            "lanes": [_lane(lane, trace) for lane in self.lanes],
            "flags": [
                {"tick": event.tick, "time": float(trace.time[event.tick])}
                | {"label": event.label, "tone": self.flags[event.kind]}
                for event in trace.events
                if event.kind in self.flags
            ],
            "verdicts": [
                {"tick": each.tick, "phrases": [[phrase.text, phrase.tone] for phrase in each.phrases]}
                for each in self.verdicts
            ],
            "readouts": [_plain(each) for each in self.readouts],
            "above": [drawn(panel, trace) for panel in self.above],
            "panels": [drawn(panel, trace) for panel in self.panels],
        }

    def text(self, trace: Trace, tick: int | None = None) -> str:
        """The picture in words: title, verdict, read-outs, panels."""
        self.check(trace)
        tick = len(trace) - 1 if tick is None else tick
        when = moment(float(trace.time[tick]), start=self.axis.start, unit=self.axis.unit)
        numbers = "; ".join(
            f"{each.name} {written(trace[each.column][tick], digits=each.digits, unit=each.unit)}"
            + (f" ({each.base})" if each.base else "")
            for each in self.readouts
        )
        said = f"{self.title} ({self.subtitle}), at {when}. {self.verdict(tick).sentence}"
        before = [verdict.sentence for verdict in self.verdicts if verdict.tick <= tick]
        panels = (told(each, trace, tick, before) for each in (*self.above, *self.panels))
        return " ".join((said, *([f"{numbers}."] if numbers else []), *panels))

    def _marks(self) -> Iterator[Mark]:
        return (mark for lane in self.lanes for mark in lane.marks)


def _lane(lane: Lane, trace: Trace) -> dict[str, Any]:  # Any: JSON
    low, high = _range(lane, trace)
    few = 3 if lane.height < 0.7 else 4  # so that their labels keep apart
    digits = lane.digits + (2 if lane.sign == "%" else 0)
    ticks = log_ticks(low, high, digits=digits) if lane.log else nice_ticks(low, high, about=few, digits=digits)
    return {
        "title": lane.title,
        "unit": lane.unit,
        "height": lane.height,
        "low": low,
        "high": high,
        "ticks": [[tick, written(tick, digits=lane.digits, unit=lane.sign)] for tick in ticks],
        "marks": [{"mark": type(mark).__name__.lower(), **_plain(mark)} for mark in lane.marks],
    } | ({"log": True} if lane.log else {})


def _range(lane: Lane, trace: Trace) -> tuple[float, float]:
    """The lane's ends: as declared, or what its marks span, with a little air."""
    held = np.concatenate([np.empty(0), *(mark.extent(trace) for mark in lane.marks)])
    held = held[np.isfinite(held) & ((held > 0) | (not lane.log))]
    least, most = (float(held.min()), float(held.max())) if held.size else (0.0, 1.0)
    if lane.log:
        low, high = (least or most / 10) / 1.1 if lane.low is None else lane.low, lane.high or most * 1.1
        return (low, high) if high > low else (low, 10 * low)
    low = least if lane.low is None else lane.low
    high = low + (most - low) * 1.08 if lane.high is None else lane.high
    return (low, high) if high > low else (low, low + 1.0)


def _plain(value: Any) -> dict[str, Any]:  # Any: one of our frozen dataclasses, as JSON
    return {each.name: getattr(value, each.name) for each in fields(value)}
