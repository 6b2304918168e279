"""How do counters become windows? They are read now and then, arrive late, and sometimes not at all."""

from __future__ import annotations

from collections import deque
from math import gcd

import numpy as np

from mlops_widgets.rollout.engines import Served, Side
from mlops_widgets.rollout.engines.served import NOBODY

__all__ = ["Pipeline", "Reading"]

Reading = tuple[Side, Side, Side]  # candidate, stable, baseline


class Pipeline:
    """Counters that only grow, read every so often; a reading that fails is made up for by the next.

    Parameters
    ----------
    scrape
        Ticks between two readings.
    delay
        Ticks until a reading can be seen.
    drops
        Chance that a reading fails, 0-1.
    seed
        Of the failures.

    Raises
    ------
    ValueError
        Naming the field, what fits, and what came.
    """

    def __init__(self, *, scrape: int = 1, delay: int = 0, drops: float = 0.0, seed: int = 0) -> None:
        if scrape < 1 or delay < 0:
            raise ValueError(f"scrape must be 1 tick or more and delay 0 or more, got {scrape!r} and {delay!r}.")
        if not 0 <= drops <= 1:
            raise ValueError(f"drops must be a chance from 0 to 1, got {drops!r}: write 0.05.")
        self._scrape, self._delay, self._drops = scrape, delay, drops
        self._rng = np.random.default_rng([seed, 30])
        self._total: Reading = (NOBODY, NOBODY, NOBODY)
        self._late: deque[tuple[int, Reading]] = deque()  # read, and not to be seen yet
        self._looked: tuple[int, Reading] = (-1, self._total)

    def between(self, looks: int) -> int:
        """Ticks between two readings that can be seen, if one looks every so many ticks."""
        apart = gcd(looks, self._delay)
        return self._scrape if self._drops or apart % self._scrape else apart

    def record(self, tick: int, served: Served) -> None:
        """Count a tick, and read the counters if it is time."""
        candidate, stable, baseline = self._total
        self._total = candidate.plus(served.candidate), stable.plus(served.stable), baseline.plus(served.baseline)
        if (tick + 1) % self._scrape == 0 and self._rng.random() >= self._drops:
            self._late.append((tick, self._total))

    def look(self, tick: int) -> tuple[int, Reading | None]:
        """Ticks since the last look's reading, and what has been counted between the two.

        Returns
        -------
        ticks, reading
            0 and None when nothing new has come.
        """
        before, earlier = latest = self._looked
        while self._late and self._late[0][0] <= tick - self._delay:
            latest = self._late.popleft()
        now, later = self._looked = latest
        if now == before:
            return 0, None
        new, old, pair = (each.minus(past) for each, past in zip(later, earlier, strict=True))
        return now - before, (new, old, pair)
