"""Who applies for a loan, and with which probability is it not paid back?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from mlops_widgets.data.records import Floats, Records, at_least, chance

__all__ = ["DELAY", "Applications", "Drift", "applications"]

DELAY = 30 * 24  # hours until it is known whether the first instalment was paid; assumed
_MEDIAN = 32_000  # € a year; assumed
_SPREAD = 0.5  # standard deviation of log income; assumed


@dataclass(frozen=True, eq=False)
class Applications(Records):
    """Loan applications, one row each, in order of arrival."""

    FEATURES: ClassVar[tuple[str, ...]] = ("income", "age", "debt_ratio", "employed", "amount")
    LABEL: ClassVar[str] = "default"

    income: Floats  # (n,) € a year
    age: Floats  # (n,) years, 21–75
    debt_ratio: Floats  # (n,) share of the income that goes into debts already, 0–1
    employed: Floats  # (n,) years with the present employer
    amount: Floats  # (n,) € asked for
    default: Floats  # (n,) 1 where the first instalment was not paid
    newcomer: Floats  # (n,) 1 where the applicant came through the new channel; no model may see it


@dataclass(frozen=True)
class Drift:
    """A new channel brings applicants who earn less; how risk depends on income does not change.

    Parameters
    ----------
    day
        Day on which the channel opens.
    kind
        ``"sudden"``: the full share from that day on; ``"gradual"``: the share grows for ``over`` days.
    over
        Days that a gradual drift takes.
    share
        Share of the applicants that come through the channel in the end, 0–1.
    size
        Shift of their log income in standard deviations; negative: they earn less.
    """

    day: float
    kind: str = "sudden"
    over: float = 30.0
    share: float = 0.7
    size: float = -1.0

    def __post_init__(self) -> None:
        at_least(0, day=self.day, share=self.share)
        if self.kind not in ("sudden", "gradual"):
            raise ValueError(f"kind must be 'sudden' or 'gradual', got {self.kind!r}.")
        if self.kind == "gradual" and not self.over > 0:
            raise ValueError(f"over must be more than 0 days, got {self.over!r}: or choose kind='sudden'.")
        if not self.share <= 1:
            raise ValueError(f"share must lie in [0, 1], got {self.share!r}; use 0.7 for 70 %.")
        if not math.isfinite(self.size):
            raise ValueError(f"size must be a number of standard deviations, got {self.size!r}.")

    def shares(self, hour: Floats) -> Floats:
        """Share of newcomers at each hour."""
        days = hour / 24 - self.day
        ramp = days >= 0 if self.kind == "sudden" else np.clip(days / self.over, 0, 1)
        return np.asarray(self.share * ramp, float)


def applications(*, days: int = 120, per_hour: int = 40, seed: int = 0, drift: Drift | None = None) -> Applications:
    """Loan applications hour by hour, with the truth about each.

    The same seed gives the same people and the same fates: a drift changes the income of newcomers alone,
    and through it their risk.

    Parameters
    ----------
    days
        Length, at least 1.
    per_hour
        Applications in each hour, at least 1; with 40, a day has nearly 1,000.
    seed
        Any whole number ≥ 0.
    drift
        What changes, and when; nothing without it.

    Returns
    -------
    Applications
        ``days * 24 * per_hour`` rows.

    Raises
    ------
    ValueError
        Naming the parameter that is out of bounds.

    Examples
    --------
    >>> loans = applications(days=60, drift=Drift(day=30))
    >>> before, after = loans.between(0, 30 * 24), loans.between(30 * 24, 60 * 24)
    >>> f"{np.median(before.income):.0f} {np.median(after.income):.0f}"
    '32076 22285'
    >>> f"{before.default.mean():.3f} {after.default.mean():.3f}"
    '0.121 0.185'
    """
    at_least(1, days=days, per_hour=per_hour)
    at_least(0, seed=seed)
    n = days * 24 * per_hour
    people, channel, fate = (np.random.default_rng([seed, source]) for source in (1, 2, 3))
    hour = np.repeat(np.arange(days * 24.0), per_hour)
    newcomer = channel.random(n) < (drift.shares(hour) if drift else 0.0)
    shift = newcomer * (drift.size if drift else 0.0)
    income = _MEDIAN * np.exp(_SPREAD * (people.standard_normal(n) + shift))
    age = 21 + 54 * people.beta(2, 3, n)
    debt_ratio = people.beta(2, 5, n)
    employed = np.minimum(people.exponential(6, n), age - 18)
    amount = 8000 * np.exp(0.6 * people.standard_normal(n))
    probability = chance(
        -2.3
        - 0.8 * np.log(income / _MEDIAN)
        + 1.5 * np.maximum(np.log(20_000 / income), 0)  # under 20,000 € little is left after the rent
        + 3 * (debt_ratio - 2 / 7)
        - 0.02 * (age - 42.6)
        - 0.04 * (employed - 6)
        + 0.4 * np.log(amount / 8000)
    )
    return Applications(
        hour=hour,
        known_at=hour + DELAY,
        probability=probability,
        income=income,
        age=age,
        debt_ratio=debt_ratio,
        employed=employed,
        amount=amount,
        default=(fate.random(n) < probability).astype(float),
        newcomer=newcomer.astype(float),
    )
