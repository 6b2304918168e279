"""What happens when a detector watches a stream, value by value?"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from mlops_widgets import stage
from mlops_widgets.drift.detectors import Detector

from .menu import MENU, fitted
from .scenario import Inject, Reset, Scenario
from .scoring import Score, score
from .sources import Change, Stream, stream
from .watching import watch

__all__ = ["simulate"]

_DAY = 24  # ticks in the trailing mean


def simulate(scenario: Scenario, *, detector: Callable[[], Detector] | None = None) -> stage.Trace:
    """Let a detector watch a stream, and see what it noticed, how late, and what it cried without a cause.

    Parameters
    ----------
    scenario
        The stream, the detector's knobs, the interventions.
    detector
        A class or a function that builds a fresh detector; it takes the place of the scenario's.

    Returns
    -------
    Trace
        Columns along the hours of the stream: ``value``, ``mean`` (of the last 24 values),
        ``statistic`` and ``threshold`` (NaN where the detector has none), ``window`` (how far back it
        looks), ``alarm``, ``truth`` (0 or 1), ``delay`` (of the last change found), ``false_alarms`` (so
        far), ``limit`` (a value above it counts as 1, where the detector takes 0 and 1 only).
        Events: ``truth``, ``already`` (it began under an alarm), ``alarm``, ``false``, ``missed`` and
        ``reset``.

    Raises
    ------
    ScenarioError
        For a file or column that is not there.
    PartError
        When a learner's detector lacks ``update`` or ``drift_detected``.
    """
    if detector is not None:
        scenario = scenario.replace(detector="yours")
    source = stream(scenario)
    values = _injected(source, scenario)
    changes = _with_injections(source, scenario)
    resets = {each.tick for each in scenario.interventions if isinstance(each, Reset)}
    statistic, threshold, width, limit, alarm = watch(_builder(scenario, detector), values.tolist(), resets)
    judged = score(source.time, alarm > 0, changes)
    return stage.Trace(
        source.time,
        {
            "value": values,
            "mean": _trailing_mean(values),
            "statistic": statistic,
            "threshold": threshold,
            "window": _reach(source.time, width),
            "alarm": alarm,
            "truth": _inside(source.time, changes),
            **_so_far(source.time.size, judged),
            "limit": limit,
        },
        scenario=scenario,
        events=_events(source, scenario, changes, judged),
        summary=_summary(judged),
        labels=source.labels,
    )


def _builder(scenario: Scenario, detector: Callable[[], Detector] | None) -> Callable[[], Detector]:
    if detector is not None:
        return lambda: fitted(detector(), scenario)
    if scenario.detector == "yours":
        raise stage.PartError("this scenario runs your own detector: pass it, detector=YourClass.")
    return lambda: fitted(MENU[scenario.detector].build(scenario), scenario)


def _injected(source: Stream, scenario: Scenario) -> np.ndarray:
    """The stream's values with every injected change added."""
    values = source.values.copy()
    spread = float(np.std(values[: scenario.reference])) or 1.0
    for each in scenario.interventions:
        if isinstance(each, Inject):
            values[each.tick :] += each.size * spread
    clipped: np.ndarray = np.clip(values, source.low, source.high)
    return clipped


def _with_injections(source: Stream, scenario: Scenario) -> tuple[Change, ...]:
    made = [
        Change(float(source.time[each.tick]), np.inf, "your change")
        for each in scenario.interventions
        if isinstance(each, Inject) and each.tick < source.time.size
    ]
    return tuple(sorted((*source.changes, *made), key=lambda change: change.start))


def _trailing_mean(values: np.ndarray) -> np.ndarray:
    """Mean of the last day's values; NaN while there are fewer."""
    mean = np.full(values.size, np.nan)
    if values.size >= _DAY:
        mean[_DAY - 1 :] = np.lib.stride_tricks.sliding_window_view(values, _DAY).mean(axis=1)
    return mean


def _reach(time: np.ndarray, width: np.ndarray) -> np.ndarray:
    """How far back on the time axis the last ``width`` values reach; NaN where there is no width."""
    known = np.nan_to_num(width).astype(int)
    ticks = np.arange(time.size)
    return np.where(known > 0, time - time[np.clip(ticks - known + 1, 0, ticks)], np.nan)


def _inside(time: np.ndarray, changes: Sequence[Change]) -> np.ndarray:
    inside = np.zeros(time.size)
    for change in changes:
        inside[(change.start <= time) & (time < change.end)] = 1
    return inside


def _so_far(n: int, judged: Score) -> dict[str, np.ndarray]:
    """Delay of the last change found, and false alarms counted, at each tick."""
    delay = np.full(n, np.nan)
    for tick, value in sorted((t, d) for t, d in zip(judged.found, judged.delays, strict=True) if t is not None):
        delay[tick:] = value
    return {"delay": delay, "false_alarms": np.bincount(judged.false, minlength=n).cumsum().astype(float)}


def _events(source: Stream, scenario: Scenario, changes: Sequence[Change], judged: Score) -> list[stage.Event]:
    time, events = source.time, []
    for change, found, already in zip(changes, judged.found, judged.already, strict=True):
        start = int(np.searchsorted(time, change.start))
        if start < time.size:
            events.append(stage.Event(start, "already" if already else "truth", change.label))
        given_up = int(np.searchsorted(time, change.end + change.grace))
        if found is None and not already and given_up < time.size:
            events.append(stage.Event(given_up, "missed", change.label))
    events += [
        stage.Event(tick, "alarm", "alarm") for tick in sorted({each for each in judged.found if each is not None})
    ]
    events += [stage.Event(tick, "false", "no cause" if source.labels.known else "alarm") for tick in judged.false]
    events += [
        stage.Event(each.tick, "reset", "reset")
        for each in scenario.interventions
        if isinstance(each, Reset) and each.tick < time.size
    ]
    return events


def _summary(judged: Score) -> dict[str, float]:
    found = [delay for delay in judged.delays if not np.isnan(delay)]
    # wasted: share of the values under an alarm without a cause
    return {
        "changes": len(judged.found),
        "found": len(found),
        "median_delay": float(np.median(found)) if found else np.nan,
        "false_alarms": len(judged.false),
        "wasted": float(judged.wasted.mean()),
    }
