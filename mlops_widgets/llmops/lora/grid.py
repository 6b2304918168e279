"""Which trainings were run beforehand, and what did each of them leave behind?"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import product
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "EVERY",
    "PLACES",
    "RANKS",
    "RATES",
    "SEEDS",
    "SHARES",
    "STEPS",
    "STORED",
    "Curves",
    "Run",
    "curves",
    "runs",
]

RANKS = (1, 2, 4, 8, 16)
PLACES = ("attention", "everywhere", "full")  # full: no adapter, every weight is trained
SHARES = (0.0, 0.25)  # of each batch, rows of the old text
RATES = (0.003, 0.01)  # of LoRA; full fine-tuning takes a tenth of it
SEEDS = 2
STEPS, EVERY = 160, 10  # looked at after so many steps each

STORED = Path(__file__).with_name("table.npz")

Floats = NDArray[np.float64]


class Run(NamedTuple):
    """One training; a full one has rank 0."""

    place: str
    rank: int
    share: float
    rate: float
    seed: int

    @property
    def name(self) -> str:
        """Of its row in the table, and of its file while the table is made."""
        return f"{self.place}-{self.rank}-{self.share:g}-{self.rate:g}-{self.seed}"


class Curves(NamedTuple):
    """What was measured after 0, 10, 20 … steps, each of shape (17,), and two numbers."""

    new: Floats  # perplexity of the desk's answers, on tickets that were held out
    old: Floats  # perplexity of the course's text, held out
    exact: Floats  # share (0-1) of those tickets that are answered to the letter
    parameters: int  # that were trained
    stored: int  # bytes of the file to keep


def runs() -> Iterator[Run]:
    """Every training of the table; adapters beside two matrices, without rehearsal, were trained twice."""
    for seed, place, share, rate in product(range(SEEDS), PLACES, SHARES, RATES):
        if seed == 0 or (place == "attention" and not share):
            for rank in RANKS if place != "full" else (0,):
                yield Run(place, rank, share, rate, seed)


def curves(run: Run) -> Curves:
    """What a training left behind.

    Raises
    ------
    KeyError
        If it was not run.

    Examples
    --------
    >>> curves(Run("attention", 4, 0.0, 0.01, 0)).parameters
    6144
    """
    table = _table()
    if run.name not in table:
        raise KeyError(f"run must be one of those in the table, got {run}; grid.runs() lists them")
    return table[run.name]


@cache
def _table() -> dict[str, Curves]:
    with np.load(STORED, allow_pickle=False) as file:
        stored = {name: file[name] for name in file.files}
    numbers = zip(stored["parameters"].tolist(), stored["stored"].tolist(), strict=True)
    lines = (stored[name].astype(np.float64) for name in ("new", "old", "exact"))
    rows = zip(stored["name"], *lines, numbers, strict=True)
    return {
        str(name): Curves(_frozen(new), _frozen(old), _frozen(exact), *two) for name, new, old, exact, two in rows
    }


def _frozen(values: Floats) -> Floats:
    values.flags.writeable = False
    return values
