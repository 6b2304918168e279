"""What does each window notice of one stream, how late, and how often without a cause?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from mlops_widgets import stage
from mlops_widgets.drift.detectors import Detector

from .scenario import Scenario
from .scoring import begun, caused, delays
from .streams import Change, place, told
from .watching import adaptive, distance, ours, trailing

__all__ = ["Labels", "simulate"]


@dataclass(frozen=True)
class Labels:
    """What a scene says about a run besides its numbers."""

    title: str
    subtitle: str
    start: str  # moment of hour 0
    names: dict[str, str]  # column's stem → what the window is called, in order
    shares: bool  # is a value a share of flights?
    changes: tuple[Change, ...]
    found: dict[str, tuple[float, ...]]  # column's stem → h from each change to its alarm, NaN for none


def simulate(scenario: Scenario, *, detector: Callable[[], Detector] | None = None) -> stage.Trace:
    """Let a short, a long and an adaptive window watch one stream, and hold delay against false alarms.

    Parameters
    ----------
    scenario
        The stream, the windows' lengths and thresholds, the interventions.
    detector
        A class or a function that builds a fresh detector; it watches the same hours as the fourth.

    Returns
    -------
    Trace
        Columns along the hours: ``value`` (mean of the hour, NaN where it brought nothing), ``long_mean``,
        ``adwin_mean``, ``truth`` (0 or 1), ``short`` and ``long`` (distance from the baseline in
        thresholds), ``yours`` (statistic over threshold) with a detector, ``adwin`` (days that it looks
        back); for each window ``…_delay`` (h, of the last change found) and ``…_false`` (false alarms so
        far). Events: ``truth``, ``alarm``, ``false`` (the first of a window in a week) and ``missed``.

    Raises
    ------
    PartError
        When a learner's detector lacks ``update`` or ``drift_detected``.
    """
    stream = told(scenario)
    values = stream.means[0]
    cut, looks, mean = adaptive(values, scenario)
    widths = {"short": scenario.short, "long": scenario.long * 24}
    far = {name: distance(stream, width, scenario) for name, width in widths.items()}
    on = {name: np.nan_to_num(each) > 1 for name, each in far.items()} | {"adwin": cut[None] > 0}
    columns = {"value": values, "long_mean": trailing(stream, widths["long"])[0][0], "adwin_mean": mean}
    columns |= {name: each[0] for name, each in far.items()} | {"adwin": _reach(values, looks) / 24}
    if detector is not None:
        alarm, statistic, threshold = ours(detector, values, scenario)
        on["yours"] = alarm[None] > 0
        told_both = np.isfinite(statistic) & (threshold > 0)
        columns["yours"] = np.where(told_both, statistic / np.where(told_both, threshold, 1), alarm)
    columns["adwin_hours"] = columns["adwin"] * 24
    title, subtitle, start = place(scenario)
    names = {
        "short": f"{scenario.short} h",
        "long": f"{scenario.long} d",
        "adwin": "ADWIN",
        "yours": getattr(detector, "__name__", "yours"),
    }
    names = {name: names[name] for name in on}
    columns["truth"] = _inside(stream.changes, values.size)
    calm = ~caused(stream.changes, values.size)
    events = [stage.Event(each.start, "truth", each.label) for each in stream.changes]
    found: dict[str, tuple[float, ...]] = {}
    summary: dict[str, float] = {}
    for name, alarm_on in on.items():
        alarms = begun(alarm_on)
        late = delays(alarms, stream.changes)[0]
        found[name] = tuple(late.tolist())
        columns |= _so_far(name, alarms[0] & calm, late, stream.changes)
        events += _flags(names[name], alarms[0] & calm, late, stream.changes)
        summary |= _summary(name, alarms[0] & calm, late)
    return stage.Trace(
        np.arange(values.size),
        columns,
        scenario=scenario,
        events=events,
        summary=summary,
        labels=Labels(title, subtitle, start, names, scenario.source == "flights", stream.changes, found),
    )


def _so_far(name: str, false: np.ndarray, late: np.ndarray, changes: Sequence[Change]) -> dict[str, np.ndarray]:
    """Delay of the last change found, and alarms without a cause, at each hour."""
    delay = np.full(false.size, np.nan)
    for change, hours in zip(changes, late.tolist(), strict=True):
        if hours == hours:
            delay[change.start + int(hours) :] = hours
    return {f"{name}_delay": delay, f"{name}_false": np.cumsum(false).astype(float)}


def _flags(said: str, false: np.ndarray, late: np.ndarray, changes: Sequence[Change]) -> list[stage.Event]:
    ticks = np.flatnonzero(false)
    first_of_week = ticks[np.diff(ticks // 168, prepend=-1) > 0]
    noticed = {each.start + int(hours) for each, hours in zip(changes, late, strict=True) if hours == hours}
    return [stage.Event(tick, "alarm", said) for tick in sorted(noticed)] + [
        stage.Event(int(tick), "false", f"{said}, no cause") for tick in first_of_week
    ]


def _summary(name: str, false: np.ndarray, late: np.ndarray) -> dict[str, float]:
    known = late[np.isfinite(late)]
    return {
        f"{name}_false": float(false.sum()),
        f"{name}_found": float(known.size),
        f"{name}_delay": float(np.median(known)) if known.size else np.nan,
    }


def _reach(values: np.ndarray, looks: np.ndarray) -> np.ndarray:
    """Hours back in which the last ``looks`` values lie: hours that brought nothing count too."""
    known = np.flatnonzero(np.isfinite(values))
    come = np.cumsum(np.isfinite(values))
    first = known[np.clip(come - looks.astype(int), 0, max(known.size - 1, 0))]
    return np.where(looks > 0, np.arange(values.size) - first + 1, 0).astype(float)


def _inside(changes: Sequence[Change], n: int) -> np.ndarray:
    hours, inside = np.arange(n), np.zeros(n)
    for each in changes:
        inside[(each.start <= hours) & (hours < each.end)] = 1
    return inside
