"""What does a strategy find, network by network, in a table where every answer is known?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mlops_widgets import stage

from .space import Space
from .strategies import Strategy
from .table import Table, table

__all__ = ["Race", "explore", "race", "regrets"]

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Race:
    """One search: which networks were trained, in their order."""

    numbers: NDArray[np.int64]  # of the networks in the table, (trials,)
    score: Floats  # (trials,), validation accuracy 0-1
    seconds: Floats  # (trials,), that training each took
    expected: Floats  # (trials, 2): what the strategy believed before, mean and sd; NaN where it does not say
    regret: Floats  # (trials,): how far the best so far is behind the best there is, 0-1


def explore(strategy: Strategy, trials: int, among: Table | None = None) -> Race:
    """Let one strategy ask for networks.

    What it asks for need not be in the table: it gets the score of the trained network nearest to it. One that was
    trained before is paid for again, and gives the same score.

    Raises
    ------
    PartError
        When it lacks ``ask`` or ``tell``.
    StageError
        When it asks for something that is no network of the space.
    """
    if not isinstance(strategy, Strategy):
        raise stage.PartError(
            f"a strategy needs ask() and tell(config, score), got {type(strategy).__name__}: add what is missing."
        )
    among = among or table()
    numbers, expected = [], []
    for _ in range(trials):
        asked = strategy.ask()
        number = among.nearest(asked)
        numbers.append(number)
        expected.append(getattr(strategy, "expected", (np.nan, np.nan)))
        strategy.tell(dict(asked), float(among.score[number]))
    chosen = np.array(numbers, dtype=np.int64)
    score = among.score[chosen]
    regret = among.best - np.maximum.accumulate(score)
    return Race(chosen, score, among.seconds[-1, chosen], np.array(expected, dtype=float).reshape(-1, 2), regret)


def race(
    build: Callable[[Space, int], Strategy], trials: int = 40, *, seed: int = 0, among: Table | None = None
) -> Race:
    """One search by a class such as ``TPE``, built with the table's space and a seed."""
    among = among or table()
    return explore(build(among.space, seed), trials, among)


def regrets(
    build: Callable[[Space, int], Strategy],
    trials: int = 40,
    *,
    seeds: Sequence[int] = range(20),
    among: Table | None = None,
) -> Floats:
    """The regret of many searches, (seeds, trials)."""
    return np.array([race(build, trials, seed=seed, among=among).regret for seed in seeds])
