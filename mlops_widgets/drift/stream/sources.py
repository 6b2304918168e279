"""What does the detector watch? Real flights, generated payments with a known change, or a learner's own file."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import numpy as np

from mlops_widgets import stage
from mlops_widgets.data import flights
from mlops_widgets.data.flights import AIRPORTS

from .scenario import Scenario

__all__ = ["FEWEST", "SIGMA", "Change", "Labels", "Stream", "stream"]

FEWEST = 5  # flights; a share of fewer says little, so such hours (most of the night) are left out
SIGMA = 0.748  # spread of log amounts: doubling every amount then gives a decile PSI of 0.80


@dataclass(frozen=True)
class Change:
    """A stretch of time in which the stream is not what it was."""

    start: float  # on the time axis
    end: float  # exclusive; infinite when it stays
    label: str  # e.g. "storm, 8 Mar"
    grace: float = 48.0  # an alarm up to this long after the end is still about it


@dataclass(frozen=True)
class Labels:
    """What a scene says about a stream."""

    title: str
    subtitle: str
    measure: str  # what a value is
    unit: str  # of a value, in words
    digits: int = 2
    sign: str = ""  # "%" for shares
    floor: bool = False  # no value lies below zero
    log: bool = False  # values spread over powers of ten
    what: str = "change"  # what the truths are called
    known: bool = True  # is the truth known at all?
    axis: stage.Axis = field(default_factory=partial(stage.Axis, "h"))


@dataclass(frozen=True, eq=False)
class Stream:
    """Values in order of time, and what is known about the truth behind them."""

    time: np.ndarray  # (n,) rising, hours or rows
    values: np.ndarray  # (n,)
    changes: tuple[Change, ...]  # in order of start
    labels: Labels
    low: float = -np.inf  # no value can lie below
    high: float = np.inf  # or above


def stream(scenario: Scenario) -> Stream:
    """The stream that a scenario asks for."""
    return {"flights": _flights, "generated": _payments, "csv": _csv}[scenario.source](scenario)


def _flights(scenario: Scenario) -> Stream:
    year = flights.hourly(scenario.airport)
    first = (scenario.begins - 1) * 24
    last = min(first + scenario.days * 24, year.hour.size)
    share = scenario.measure == "late"
    count = (year.landed if share else year.departed)[first:last]
    flown = np.flatnonzero(count >= FEWEST) + first
    values = year.late[flown] / year.landed[flown] if share else year.departure_delay[flown]
    storms = [storm for storm in flights.storms(scenario.airport) if storm.start < last and storm.end > first]
    when = "landed" if share else "left"
    labels = Labels(
        title=f"{'Late arrivals' if share else 'Departure delay'} from {AIRPORTS[scenario.airport]}, hour by hour",
        subtitle="real flights and weather, 2013",
        measure="Late arrivals" if share else "Departure delay",
        unit=f"{'share of the' if share else 'mean minutes of'} flights that {when} in the hour",
        digits=0,
        sign="%" if share else "",
        floor=share,
        what="storm",
        axis=stage.Axis("hours", start=str(np.datetime64("2013-01-01T00") + np.timedelta64(first, "h")) + ":00"),
    )
    changes = tuple(Change(max(storm.start - first, 0), storm.end - first, storm.label) for storm in storms)
    low, high = (0.0, 1.0) if share else (-np.inf, np.inf)
    return Stream((flown - first).astype(float), values, changes, labels, low, high)


def _payments(scenario: Scenario) -> Stream:
    n = scenario.days * 24
    world, fate = (np.random.default_rng([scenario.seed, source]) for source in (1, 2))
    hours = np.arange(n, dtype=float)
    since = hours - scenario.at
    ramp = np.clip(since / scenario.over, 0, 1)
    shift = {
        "none": np.zeros(n),
        "sudden": (since >= 0) * scenario.size,
        "gradual": (fate.random(n) < ramp) * scenario.size,
        "incremental": ramp * scenario.size,
        "recurring": ((since >= 0) & (since // scenario.over % 2 == 0)) * scenario.size,
        "unit": (since >= 0) * np.log(2) / SIGMA,
    }[scenario.change]
    labels = Labels(
        title="Card payments, hour by hour",
        subtitle="generated, so the truth is known",
        measure="Payment",
        unit="amount in the hour, €, in powers of ten",
        digits=0,
        floor=True,
        log=True,
    )
    values = 20 * np.exp(SIGMA * (world.standard_normal(n) + shift))
    return Stream(hours, values, _changes(scenario, n), labels, low=0.0)


def _changes(scenario: Scenario, n: int) -> tuple[Change, ...]:
    still = scenario.change == "none" or (scenario.size == 0 and scenario.change != "unit")
    if still or scenario.at >= n:
        return ()
    if scenario.change == "recurring":
        starts = range(scenario.at, n, 2 * scenario.over)
        # Noticing the way back is no mistake: half of the calm that follows counts as part of the change.
        return tuple(Change(start, start + scenario.over, "change", grace=scenario.over / 2) for start in starts)
    label = "amounts doubled" if scenario.change == "unit" else "change"
    return (Change(scenario.at, np.inf, label),)


def _csv(scenario: Scenario) -> Stream:
    if not scenario.file:
        return _example()
    path = Path(scenario.file.strip().strip('"')).expanduser()
    if not path.is_file():
        raise stage.ScenarioError(f"file must name a CSV file on this computer, got {scenario.file!r}.")
    columns = _read(path)
    column = scenario.column or next((name for name, values in columns.items() if np.isfinite(values).sum() > 1), "")
    if column not in columns or np.isfinite(columns[column]).sum() < 2:
        raise stage.ScenarioError(
            f"column must be a column of {path.name} with at least two numbers "
            f"(it has {', '.join(columns) or 'no columns'}), got {column!r}."
        )
    values = columns[column]
    kept = np.flatnonzero(np.isfinite(values))
    left_out = f", {values.size - kept.size} rows without a number left out" if kept.size < values.size else ""
    labels = Labels(
        title=f"{column}, row by row",
        subtitle=f"your file {path.name}{left_out}",
        measure=column,
        unit="as in the file",
        known=False,
        axis=stage.Axis("rows"),
    )
    return Stream(kept.astype(float), values[kept], (), labels)


def _example() -> Stream:
    """What stands there until a file is named: half a year of LaGuardia, one row for each hour with flights."""
    year = flights.hourly("LGA")
    rows = np.flatnonzero(year.landed >= FEWEST)[:3000]
    labels = Labels(
        title="Late arrivals from LaGuardia, row by row",
        subtitle="an example: under More settings, name a CSV file of yours",
        measure="Late arrivals",
        unit="share of the flights that landed in the hour",
        digits=0,
        sign="%",
        floor=True,
        known=False,
        axis=stage.Axis("rows"),
    )
    return Stream(
        np.arange(rows.size, dtype=float), year.late[rows] / year.landed[rows], (), labels, low=0.0, high=1.0
    )


def _read(path: Path) -> dict[str, np.ndarray]:
    """Column → its values, NaN where a cell holds no number."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows = list(csv.DictReader(lines))
    except (UnicodeDecodeError, csv.Error) as error:
        raise stage.ScenarioError(
            f"file must be a table in CSV text, UTF-8, and {path.name} is not ({error}): save it as “CSV UTF-8”."
        ) from None
    names = [name for name in (rows[0] if rows else {}) if name]
    return {name: np.array([_number(row[name]) for row in rows]) for name in names}


def _number(text: str | None) -> float:
    try:
        return float(text or "nan")
    except (TypeError, ValueError):
        return float("nan")
