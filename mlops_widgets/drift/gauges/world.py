"""Where do the rows come from? Two normal features, a logistic answer, and four things about them that can move."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from .scenario import Flip, Resample, Scenario, Shift, Turn

__all__ = [
    "CORRELATION",
    "INTERCEPT",
    "REFERENCE",
    "WEIGHTS",
    "Moves",
    "Rows",
    "drawn",
    "moves",
    "probability",
    "reference",
]

WEIGHTS = (1.3, 0.1)  # the model leans on x₁ almost alone
INTERCEPT = -1.2
CORRELATION = 0.6
REFERENCE = 20_000  # rows, what the monitor remembers of the training data
_MORE = 2.5  # times as high are the odds of a positive after p(y) was moved by hand
_POOL = 4  # candidates for each row where positives are resampled: odds lie between a quarter and four


@dataclass(frozen=True, eq=False)
class Moves:
    """What is different from the training data on each day; (days,) each."""

    shift: np.ndarray  # of x₁, σ
    correlation: np.ndarray
    angle: np.ndarray  # by which the answer's weights are turned, radians
    odds: np.ndarray  # of a positive, factor
    begun: tuple[tuple[int, str], ...]  # day → what began to move, in order


@dataclass(frozen=True, eq=False)
class Rows:
    """Rows of each day."""

    x: np.ndarray  # (days, rows, 2)
    y: np.ndarray  # (days, rows) 0 or 1


def probability(x: np.ndarray, angle: np.ndarray | float = 0.0) -> np.ndarray:
    """p(y = 1 | x) where the answer's weights are turned by ``angle``; turned by 0 it is the fixed model."""
    first = WEIGHTS[0] * np.cos(angle) - WEIGHTS[1] * np.sin(angle)
    second = WEIGHTS[0] * np.sin(angle) + WEIGHTS[1] * np.cos(angle)
    found: np.ndarray = 1 / (1 + np.exp(-(INTERCEPT + first * x[..., 0] + second * x[..., 1])))
    return found


def moves(scenario: Scenario) -> Moves:
    """What a scenario moves, by its knobs and by what the learner did."""
    day = np.arange(scenario.days)
    shift = scenario.shift * (day >= scenario.shift_at)
    correlation = np.where(day >= scenario.copula_at, scenario.copula, CORRELATION)
    angle = np.deg2rad(scenario.concept) * (day >= scenario.concept_at)
    odds = np.where(day >= scenario.prior_at, scenario.prior, 1.0)
    begun = [
        (scenario.shift_at, "shift", scenario.shift != 0),
        (scenario.copula_at, "copula", scenario.copula != CORRELATION),
        (scenario.concept_at, "concept", scenario.concept != 0),
        (scenario.prior_at, "prior", scenario.prior != 1),
    ]
    for each in scenario.interventions:
        later = day >= each.tick
        match each:
            case Shift():
                shift = shift + each.size * later
                begun.append((each.tick, "shift", each.size != 0))
            case Flip():
                correlation = np.where(later, -correlation, correlation)
                begun.append((each.tick, "copula", True))
            case Turn():
                angle = angle + np.deg2rad(each.by) * later
                begun.append((each.tick, "concept", each.by != 0))
            case Resample():
                odds = np.where(later, np.minimum(_MORE * odds, _POOL), odds)
                begun.append((each.tick, "prior", True))
    told = tuple(sorted((tick, name) for tick, name, moved in begun if moved and tick < scenario.days))
    return Moves(shift, correlation, angle, odds, told)


def drawn(seed: int, rows: int, moved: Moves) -> Rows:
    """The rows of each day; what has not moved is drawn as it would be without any move."""
    days = moved.shift.size
    x, y = _drawn([seed, 1], (days, rows), moved, slice(None))
    tilted = np.flatnonzero(moved.odds != 1)
    if tilted.size:
        first = int(tilted[0])
        more_x, more_y = _drawn([seed, 2], (days, (_POOL - 1) * rows), moved, slice(first, None))
        wished = np.random.default_rng([seed, 3]).random((days, rows))[first:]
        pool_x, pool_y = np.concatenate([x[first:], more_x], axis=1), np.concatenate([y[first:], more_y], axis=1)
        kept = _kept(pool_y, wished, moved.odds[first:, None])
        x[first:] = pool_x[kept].reshape(days - first, rows, 2)
        y[first:] = pool_y[kept].reshape(days - first, rows)
    return Rows(x, y)


@cache
def reference() -> Rows:
    """What the monitor remembers: rows of one long quiet day, the same for every scenario."""
    still = Moves(np.zeros(1), np.full(1, CORRELATION), np.zeros(1), np.ones(1), ())
    return drawn(1001, REFERENCE, still)


def _drawn(seed: list[int], shape: tuple[int, int], moved: Moves, days: slice) -> tuple[np.ndarray, np.ndarray]:
    normal = np.random.default_rng([*seed, 0]).standard_normal((2, *shape), dtype=np.float32)[:, days]
    correlation = moved.correlation[days, None]
    first = normal[0] + moved.shift[days, None]
    second = correlation * normal[0] + np.sqrt(1 - correlation**2) * normal[1]
    x = np.stack([first, second], axis=-1)
    chance = np.random.default_rng([*seed, 1]).random(shape)[days]
    return x, (chance < probability(x, moved.angle[days, None])).astype(float)


def _kept(y: np.ndarray, wished: np.ndarray, odds: np.ndarray) -> np.ndarray:
    """Which candidates become rows, so many of each class as the odds ask for, the first ones of each."""
    rows = wished.shape[1]
    share = y.mean(axis=1, keepdims=True)
    tilted = odds * share / (odds * share + 1 - share)
    positives = (wished < tilted).sum(axis=1, keepdims=True)
    positives = np.clip(positives, rows - (1 - y).sum(axis=1, keepdims=True), y.sum(axis=1, keepdims=True))
    found: np.ndarray = np.where(
        y > 0, np.cumsum(y, axis=1) <= positives, np.cumsum(1 - y, axis=1) <= rows - positives
    )
    return found
