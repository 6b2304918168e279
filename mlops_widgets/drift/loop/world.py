"""What is true behind the page: how much each item appeals, which users come, where they look and what they click?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .scenario import Scenario, Turn

__all__ = ["ITEMS", "SLOTS", "Bounds", "World", "turns", "world"]

ITEMS, SLOTS = 40, 5  # assumed: a small shop's catalogue, and the places on its page
_BETA = (2.0, 6.0)  # assumed: most items are clicked by one in four who look, few by one in two

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Bounds:
    """What is possible in a world, whatever the recommender does."""

    oracle: float  # clicks per user when the best items stand at the best places: nobody earns more
    random: float  # clicks per user on pages drawn at random
    appeal: float  # chance of a click on the best item by one who looks


@dataclass(frozen=True, eq=False)
class World:
    """Everything that chance decides before a page is chosen, so that another policy meets the same users."""

    appeal: Floats  # (days, items) chance of a click by one who looks
    looked: Floats  # (places,) chance of a look
    drawn: NDArray[np.int64]  # (days, users, places) the page that each user would see if drawn at random
    curious: Floats  # (days, users) uniform: below the exploration share, the drawn page is shown
    luck: Floats  # (days, users, places) uniform: below look times appeal, there is a click

    @property
    def best(self) -> NDArray[np.int64]:
        """(days,) the item that appeals most."""
        best: NDArray[np.int64] = self.appeal.argmax(axis=1)
        return best

    @property
    def bounds(self) -> Bounds:
        """What the best and the random pages earn; the same on every day, as tastes change in order only."""
        appeal = -np.sort(-self.appeal[0])
        return Bounds(float(appeal[:SLOTS] @ self.looked), float(appeal.mean() * self.looked.sum()), float(appeal[0]))


def world(scenario: Scenario) -> World:
    """The world that a scenario asks for; the policy has no part in it."""
    catalogue, pages, users, clicks = (np.random.default_rng([scenario.seed, source]) for source in (1, 2, 3, 4))
    size = (scenario.days, scenario.users)
    return World(
        _appeal(scenario, catalogue.beta(*_BETA, ITEMS)),
        np.arange(1.0, SLOTS + 1) ** -scenario.bias,
        _drawn(pages, size),
        users.random(size),
        clicks.random((*size, SLOTS)),
    )


def turns(scenario: Scenario) -> list[int]:
    """The days on which tastes change, in order."""
    acts = [each.tick for each in scenario.interventions if isinstance(each, Turn)]
    return sorted(day for day in (scenario.turn, *acts) if day < scenario.days)


def _appeal(scenario: Scenario, first: Floats) -> Floats:
    appeal = np.tile(first, (scenario.days, 1))
    for day in turns(scenario):
        # The same appeals in another order, so that the best possible stays what it was.
        appeal[day:] = np.random.default_rng([scenario.seed, 5, day]).permutation(appeal[day])
    return appeal


def _drawn(rng: np.random.Generator, size: tuple[int, int]) -> NDArray[np.int64]:
    """Pages without an item twice: those that have one are drawn again."""
    pages = rng.integers(ITEMS, size=(*size, SLOTS))
    while (twice := (np.diff(np.sort(pages, axis=-1), axis=-1) == 0).any(axis=-1)).any():
        pages[twice] = rng.integers(ITEMS, size=(int(twice.sum()), SLOTS))
    return pages
