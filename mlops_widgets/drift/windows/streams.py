"""What do the windows watch? Sums and counts of each hour, and the truth behind them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mlops_widgets.data import flights

from .scenario import Move, Scenario

__all__ = ["Change", "Hours", "made", "place", "told"]

_NIGHT = 9  # the rhythm crosses its mean at nine in the morning, and is highest at three in the afternoon


@dataclass(frozen=True)
class Change:
    """Hours in which the stream is not what it was."""

    start: int  # h
    end: float  # h, exclusive; infinite when it stays
    label: str
    grace: int = 48  # h after the end in which an alarm is still about it

    def inside(self, hours: np.ndarray) -> np.ndarray:
        """Is an alarm at these hours about this change?"""
        found: np.ndarray = (self.start <= hours) & (hours < self.end + self.grace)
        return found


@dataclass(frozen=True, eq=False)
class Hours:
    """The values of each hour as their sum and their number; one stream a row."""

    sums: np.ndarray  # (streams, n)
    counts: np.ndarray  # (streams, n), zero where an hour brought nothing
    within: float  # variance of single values within an hour; NaN where a value is yes or no
    changes: tuple[Change, ...]  # the same for all rows

    @property
    def means(self) -> np.ndarray:
        """(streams, n) mean of each hour, NaN where it brought nothing."""
        some = self.counts > 0
        return np.where(some, self.sums / np.where(some, self.counts, 1), np.nan)

    def baseline(self, hours: int) -> tuple[np.ndarray, np.ndarray]:
        """Mean and standard deviation of single values in the first ``hours``, (streams, 1) each."""
        total = self.counts[:, :hours].sum(axis=1, keepdims=True)
        mean = self.sums[:, :hours].sum(axis=1, keepdims=True) / np.maximum(total, 1)
        if np.isnan(self.within):
            return mean, np.sqrt(np.maximum(mean * (1 - mean), 1e-9))
        between = self.means[:, :hours].var(axis=1, keepdims=True) - self.within / self.counts[0, 0]
        return mean, np.sqrt(self.within + np.maximum(between, 0))


def told(scenario: Scenario) -> Hours:
    """The stream that a scenario asks for, one row."""
    return _read(scenario) if scenario.source == "flights" else made(scenario, [scenario.seed])


def made(scenario: Scenario, seeds: list[int]) -> Hours:
    """Generated streams, one for each seed, that differ by chance alone."""
    hours = np.arange(scenario.days * 24)
    level = _level(scenario, hours)
    for each in _moves(scenario):
        level = level + each.size * (hours >= each.tick)
    noise = np.stack([np.random.default_rng([seed, 1]).standard_normal(hours.size) for seed in seeds])
    counts = np.full(noise.shape, float(scenario.values))
    return Hours((level + noise / np.sqrt(scenario.values)) * counts, counts, 1.0, _changes(scenario))


def _read(scenario: Scenario) -> Hours:
    """Flights that landed, and how many of them late; the truth are the storms, from the weather alone."""
    year = flights.hourly(scenario.airport)
    first = (scenario.begins - 1) * 24
    hours = slice(first, min(first + scenario.days * 24, year.hour.size))
    counts, late = year.landed[hours].astype(float), year.late[hours].astype(float)
    for each in _moves(scenario):
        late[each.tick :] += 0.36 * each.size * counts[each.tick :]  # σ of a yes or no at 15 % late
    storms = [
        Change(max(storm.start - first, 0), storm.end - first, storm.label)
        for storm in flights.storms(scenario.airport)
        if storm.start < hours.stop and storm.end > first
    ]
    changes = sorted((*storms, *_moved(scenario)), key=lambda each: each.start)
    kept = _late(scenario, [each for each in changes if each.start < counts.size])
    return Hours(np.minimum(late, counts)[None], counts[None], np.nan, kept)


def place(scenario: Scenario) -> tuple[str, str, str]:
    """Title, subtitle and first moment of a scenario's stream."""
    if scenario.source == "flights":
        start = np.datetime64("2013-01-01T00") + np.timedelta64((scenario.begins - 1) * 24, "h")
        where = flights.AIRPORTS[scenario.airport]
        return f"Late arrivals from {where}, three windows", "real flights and weather, 2013", f"{start}:00"
    return "One stream, three windows", "generated, so the truth is known; its dates are made up", "2024-01-01T00:00"


def _level(scenario: Scenario, hours: np.ndarray) -> np.ndarray:
    since = hours - scenario.at
    begun = since >= 0
    rhythm = np.sin(2 * np.pi * (hours - _NIGHT) / 24)
    shape = {
        "none": np.zeros(hours.size),
        "sudden": begun,
        "creeping": np.clip(since / scenario.over, 0, 1),
        "burst": begun & (since < scenario.over),
        "rhythm": begun * rhythm,
    }[scenario.kind]
    level: np.ndarray = scenario.swing * rhythm + scenario.size * np.asarray(shape, dtype=float)
    return level


def _changes(scenario: Scenario) -> tuple[Change, ...]:
    found = list(_moved(scenario))
    if scenario.kind != "none" and scenario.size > 0 and scenario.at < scenario.days * 24:
        end = scenario.at + scenario.over if scenario.kind == "burst" else np.inf
        found.append(Change(scenario.at, end, "change"))
    return _late(scenario, sorted(found, key=lambda each: each.start))


def _late(scenario: Scenario, changes: list[Change]) -> tuple[Change, ...]:
    """Only what begins after the baseline can be noticed."""
    return tuple(each for each in changes if each.start >= scenario.baseline * 24)


def _moves(scenario: Scenario) -> list[Move]:
    return [each for each in scenario.interventions if isinstance(each, Move)]


def _moved(scenario: Scenario) -> list[Change]:
    return [Change(each.tick, np.inf, "your change") for each in _moves(scenario) if each.tick < scenario.days * 24]
