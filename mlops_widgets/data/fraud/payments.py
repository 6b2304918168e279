"""Who pays how much, when, and with which probability is it a thief?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from mlops_widgets.data.records import Floats, Records, at_least, chance

__all__ = ["DELAY", "SPREAD", "Fault", "Payments", "payments"]

DELAY = 7 * 24  # hours until the card's owner has complained; assumed
SPREAD = 0.748  # standard deviation of log amounts: doubling every amount then gives a decile PSI of 0.80
_MEDIAN = 20.0  # €; assumed


@dataclass(frozen=True, eq=False)
class Payments(Records):
    """Card payments, one row each, in order of arrival."""

    FEATURES: ClassVar[tuple[str, ...]] = ("amount", "clock", "foreign", "minutes")
    LABEL: ClassVar[str] = "fraud"

    amount: Floats  # (n,) € as the interface reports it
    clock: Floats  # (n,) hour of the day, 0–23
    foreign: Floats  # (n,) 1 where the shop lies abroad
    minutes: Floats  # (n,) since the card was last used
    fraud: Floats  # (n,) 1 where the owner complained
    true_amount: Floats  # (n,) € that were paid; no model may see it


@dataclass(frozen=True)
class Fault:
    """The payment interface reports every amount times a factor: what is paid stays what it was.

    Parameters
    ----------
    hour
        First hour with wrong amounts.
    until
        Hour at which the interface is mended; never by default.
    factor
        What amounts are multiplied by, more than 0.
    """

    hour: float
    until: float = math.inf
    factor: float = 2.0

    def __post_init__(self) -> None:
        at_least(0, hour=self.hour)
        if not self.until > self.hour:
            raise ValueError(f"until must be later than hour ({self.hour:g}), got {self.until!r}.")
        if not 0 < self.factor < math.inf:
            raise ValueError(f"factor must be a number above 0, got {self.factor!r}; 2 doubles every amount.")


def payments(*, days: int = 60, per_hour: int = 100, seed: int = 0, fault: Fault | None = None) -> Payments:
    """Card payments hour by hour, with the truth about each.

    Fraud depends on the amount that was paid, on the hour of the day, on the country and on how soon the card
    is used again. A fault changes the reported amounts alone.

    Parameters
    ----------
    days
        Length, at least 1.
    per_hour
        Payments in each hour, at least 1.
    seed
        Any whole number ≥ 0.
    fault
        What breaks, and when; nothing without it.

    Returns
    -------
    Payments
        ``days * 24 * per_hour`` rows.

    Raises
    ------
    ValueError
        Naming the parameter that is out of bounds.

    Examples
    --------
    >>> cards = payments(days=20, fault=Fault(hour=240, until=300))
    >>> during = cards.between(240, 300)
    >>> bool(np.all(during.amount == 2 * during.true_amount))
    True
    >>> f"{cards.fraud.mean():.3f}"
    '0.019'
    """
    at_least(1, days=days, per_hour=per_hour)
    at_least(0, seed=seed)
    n = days * 24 * per_hour
    world, fate = (np.random.default_rng([seed, source]) for source in (1, 2))
    hour = np.repeat(np.arange(days * 24.0), per_hour)
    size = world.standard_normal(n)
    foreign = world.random(n) < 0.08
    minutes = world.exponential(600, n)
    clock = hour % 24
    probability = chance(
        -5.4 + 1.1 * size + 1.2 * (clock < 6) + 1.6 * foreign + 1.5 * (minutes < 30) + 0.6 * foreign * (clock < 6)
    )
    true_amount = _MEDIAN * np.exp(SPREAD * size)
    wrong = (fault.hour <= hour) & (hour < fault.until) if fault else np.zeros(n, bool)
    return Payments(
        hour=hour,
        known_at=hour + DELAY,
        probability=probability,
        amount=np.where(wrong, (fault.factor if fault else 1.0) * true_amount, true_amount),
        clock=clock,
        foreign=foreign.astype(float),
        minutes=minutes,
        fraud=(fate.random(n) < probability).astype(float),
        true_amount=true_amount,
    )
