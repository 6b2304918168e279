"""What would each user do with each version? All of it is settled before anybody chooses."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .scenario import DAYS, Scenario

__all__ = ["CLICK", "HIGHEST", "HOURS", "MARGIN", "NAMES", "SEGMENTS", "World", "world", "worth"]

Floats = npt.NDArray[np.float64]

HOURS = 24 * DAYS
NAMES = ("A: clicks", "B: profit", "C: winter", "D: summer")  # what each recommender was trained for
SEGMENTS = ("in the cold", "in the warm")
CLICK = np.array([[0.40, 0.40], [0.25, 0.25], [0.26, 0.16], [0.16, 0.26]])  # (version, segment) chance of a click
BUY = np.array([[0.25, 0.25], [0.32, 0.32], [0.45, 0.12], [0.12, 0.45]])  # of a purchase, if clicked
MARGIN = np.array([4.0, 12.0, 12.0, 12.0])  # € that a purchase brings
HIGHEST = float(MARGIN.max())
_SOLD_OUT = 0.3  # of B's purchases is left when its goods are sold out; the clicks stay


@dataclass(frozen=True, eq=False)
class World:
    """The users of four weeks, in order, and what would become of each."""

    segment: npt.NDArray[np.intp]  # (users,) 0 cold, 1 warm
    lost: npt.NDArray[np.bool_]  # (users,) does the splitter lose this one, if a new version was meant?
    clicks: Floats  # (users, versions) 0 or 1
    profit: Floats  # (users, versions) €
    expected: Floats  # (users, versions) €, the mean for users like this one at that hour
    sold_out: npt.NDArray[np.bool_]  # (HOURS,)


def world(scenario: Scenario) -> World:
    """Draw all users; one stream of chance for each question, so that no choice changes another user."""
    n, k = HOURS * scenario.users, scenario.versions
    streams = range(1, 5)  # not 0: to numpy [seed, 0] is the seed alone, which is the policy's
    where, click, buy, splitter = (np.random.default_rng([scenario.seed, each]).random(n) for each in streams)
    segment = (where >= scenario.cold).astype(np.intp)
    sold_out = _sold_out(scenario)
    buys = _buys(np.repeat(sold_out, scenario.users))[:, :k][np.arange(n), :, segment]
    clicked = click[:, None] < CLICK[:k, segment].T
    bought = clicked & (buy[:, None] < buys)
    return World(
        segment,
        (segment == 0) & (splitter < scenario.leak),
        clicked.astype(float),
        bought * MARGIN[:k],
        CLICK[:k, segment].T * buys * MARGIN[:k],
        sold_out,
    )


def worth(sold_out: npt.NDArray[np.bool_]) -> Floats:
    """€ that a user brings on average, shape (times, versions, segments)."""
    means: Floats = _buys(sold_out) * CLICK * MARGIN[:, None]
    return means


def _buys(sold_out: npt.NDArray[np.bool_]) -> Floats:
    """Chance of a purchase after a click, shape (times, versions, segments)."""
    left = np.where(sold_out[:, None] & (np.arange(len(NAMES)) == 1), _SOLD_OUT, 1.0)
    chances: Floats = BUY * left[:, :, None]
    return chances


def _sold_out(scenario: Scenario) -> npt.NDArray[np.bool_]:
    """Every turn sells B's goods out, or brings them back."""
    turns = np.zeros(HOURS, dtype=int)
    hours = [each.tick for each in scenario.interventions] + [24 * scenario.turns] * (scenario.turns > 0)
    for hour in hours:
        turns[hour:] += 1
    found: npt.NDArray[np.bool_] = turns % 2 == 1
    return found
