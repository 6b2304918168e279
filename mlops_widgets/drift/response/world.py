"""What happens in the year, whoever responds: drifts, bugs, a season, and chance?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .scenario import Scenario

__all__ = ["DAYS", "EXPECTED", "MEND", "UNDO", "UNIT", "WINDOW", "Incident", "World", "world"]

Floats = npt.NDArray[np.float64]

DAYS = 365
EXPECTED = 0.92  # share of right answers of a model that fits; assumed
MEND = 3  # days from an investigation until a broken interface is mended; assumed
UNDO = 100  # € for switching back to the model before; assumed
WINDOW = 30  # labelled days that a retraining learns from
UNIT = 0.927  # shift in σ when lognormal amounts of σ = 0.748 double: ln 2 / σ
_ROWS = 500  # of a day and of a reference: what noise the index has
_SEASON = 0.3  # amplitude in σ: summer differs from winter, and nothing is wrong; assumed
_QUIET = 15  # days at both ends of the year without a beginning
_KINDS = ("sudden drift", "gradual drift", "concept drift", "doubled amounts", "missing values")


@dataclass(frozen=True)
class Incident:
    """One thing that goes wrong."""

    kind: str
    start: int  # day
    end: int  # first day on which it is over, or complete
    size: float  # σ of a data drift, points of a concept drift; 0 of a data bug

    @property
    def is_bug(self) -> bool:
        """Are the data damaged, rather than the world changed?"""
        return self.kind in ("doubled amounts", "missing values")


@dataclass(frozen=True, eq=False)
class World:
    """The same for every policy."""

    incidents: tuple[Incident, ...]
    shift: Floats  # (365,) of the inputs in σ, season left out
    season: Floats  # (365,) σ
    gone: Floats  # (365,) points that a model has lost that knows day 0 alone
    psi_noise: Floats  # (365,)
    estimate_noise: Floats  # (365,) share
    measure_noise: Floats  # (365,) share

    @property
    def bugs(self) -> tuple[Incident, ...]:
        """The incidents that damage data, in order; they never overlap."""
        return tuple(each for each in self.incidents if each.is_bug)


def world(scenario: Scenario) -> World:
    """Draw the year that a scenario asks for."""
    fate, chance = (np.random.default_rng([scenario.seed, source]) for source in (1, 2))
    incidents = _incidents(fate, scenario.incidents)
    day = np.arange(DAYS)
    shift, concept = np.zeros(DAYS), np.zeros(DAYS)
    for each in incidents:
        ramp = np.clip((day - each.start + 1) / (each.end - each.start), 0, 1)
        if each.kind == "concept drift":
            concept += each.size * ramp
        else:
            shift += each.size * ramp
    return World(
        incidents,
        shift,
        _SEASON * np.sin(2 * np.pi * day / DAYS),
        scenario.harm * shift + concept + scenario.wear * day / 30,
        2 / _ROWS * chance.chisquare(9, DAYS),
        0.006 * chance.standard_normal(DAYS),
        0.008 * chance.standard_normal(DAYS),
    )


def _incidents(fate: np.random.Generator, count: int) -> tuple[Incident, ...]:
    """So many of them: one more leaves the others as they were. A bug that would overlap another is left out."""
    drawn: list[Incident] = []
    for number in range(count):
        start, kind, size, length = fate.integers(_QUIET, DAYS - _QUIET), fate.random(), fate.random(), fate.random()
        name = _KINDS[number % 5] if number < 5 else _KINDS[int(kind * 5)]
        begin = int(start)
        end = begin + {"gradual drift": 30 + int(40 * length), "sudden drift": 1, "concept drift": 1}.get(
            name, 12 + int(24 * length)
        )
        scale = {"concept drift": 2 + 3 * size}.get(name, 0.6 + 0.8 * size)
        made = Incident(name, begin, end, 0.0 if name in _KINDS[3:] else scale)
        if not (made.is_bug and any(o.is_bug and o.start <= made.end and made.start <= o.end for o in drawn)):
            drawn.append(made)
    return tuple(sorted(drawn, key=lambda each: each.start))
