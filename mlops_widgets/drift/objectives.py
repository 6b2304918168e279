"""How good must a service be, how much of its error budget is spent, and when does the spending wake somebody?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

import numpy as np
import numpy.typing as npt

__all__ = ["ALERTS", "BurnRateAlert", "Objective", "firing", "rolled"]

Numbers = npt.NDArray[np.float64]
_HOURS = 24  # of a day


@dataclass(frozen=True)
class Objective:
    """A service level objective: which share of events must be good over how many days.

    Attributes
    ----------
    target
        Share of good events (0-1, neither end); three nines by default.
    days
        The period it holds for; 30 days by default.

    Examples
    --------
    >>> objective = Objective(target=0.999, days=30)
    >>> f"{objective.minutes_left(1.0):.1f}"
    '43.2'
    >>> f"{objective.burn_rate(bad=2, total=1000):.1f}"
    '2.0'

    References
    ----------
    Beyer, Murphy, Rensin, Kawahara and Thorne (eds., 2018), The Site Reliability Workbook, O'Reilly, chapters 2, 5.

    """

    target: float = 0.999
    days: float = 30

    def __post_init__(self) -> None:
        if not 0 < self.target < 1:
            raise ValueError(f"target must lie between 0 and 1, got {self.target}; use 0.999 for three nines")
        if not 0 < self.days < inf:
            raise ValueError(f"days must be above 0, got {self.days}; use 30")

    @property
    def budget(self) -> float:
        """The share of events that may be bad, 0-1."""
        return 1 - self.target

    def burn_rate(self, bad: npt.ArrayLike, total: npt.ArrayLike) -> Numbers:
        """Say how many times as fast as allowed the budget is being spent.

        At 1 it lasts for just the period. Events are counted, so that a quiet night weighs what it is.

        Parameters
        ----------
        bad, total
            Counts of events, of any shapes that fit together.

        Returns
        -------
        array of their shape
            1 / budget when all are bad; 0 where there was no event.

        Raises
        ------
        ValueError
            If a count is negative or missing, or there are more bad events than events.

        """
        bad, total = _counts(bad, total)
        share = np.divide(bad, total, out=np.zeros(np.broadcast_shapes(bad.shape, total.shape)), where=total > 0)
        return share / self.budget

    def spent(self, bad: npt.ArrayLike, total: npt.ArrayLike) -> float:
        """Say which share of the budget these events have spent, if ``total`` is all of the period's events.

        Above 1 the objective is missed.
        """
        bad, total = _counts(bad, total)
        return float(self.burn_rate(bad.sum(), total.sum()))

    def minutes_left(self, error_share: float) -> float:
        """Say after how many minutes of steady traffic with this share of errors (0-1) a full budget is spent."""
        _share(error_share)
        return self.days * _HOURS * 60 * self.budget / error_share if error_share else inf


@dataclass(frozen=True)
class BurnRateAlert:
    """A multiwindow alert on the burn rate: both windows must be above it.

    The long window says that it matters, the short one that it is still going on.

    Attributes
    ----------
    rate
        Burn rate at which it fires.
    long, short
        Windows, in hours.
    wakes
        Does it page somebody at once? If not, it opens a ticket.

    Raises
    ------
    ValueError
        For a rate or a window that is not above 0, and for a short window that is longer than the long one.

    Examples
    --------
    >>> page = ALERTS[0]
    >>> page.minutes_to_fire(1.0, Objective()), page.minutes_to_fire(0.01, Objective())
    (0.864, inf)
    >>> page.spends(Objective())
    0.02

    """

    rate: float
    long: float
    short: float
    wakes: bool = True

    def __post_init__(self) -> None:
        if not 0 < self.rate < inf:
            raise ValueError(f"rate must be above 0, got {self.rate}; at 14.4 an hour spends 2 % of 30 days")
        if not 0 < self.short <= self.long < inf:
            raise ValueError(f"0 < short <= long must hold, got {self.short} and {self.long} hours; use 5 / 60 and 1")

    def minutes_to_fire(self, error_share: float, objective: Objective) -> float:
        """Say how long errors of this share (0-1) run, after a calm, until it fires; inf if it never does.

        The long window fires when budget · rate of its events are bad, so after budget · rate / error_share of it.
        """
        _share(error_share)
        least = self.rate * objective.budget
        minutes = least / error_share * self.long * 60 if error_share >= least and error_share else inf
        return round(minutes, 9)

    def spends(self, objective: Objective) -> float:
        """Say which share of the budget (0-1) is gone when it fires."""
        return self.rate * self.long / (objective.days * _HOURS)


# The Site Reliability Workbook's table 5-8: 2 % of a month's budget in an hour, 5 % in six hours, 10 % in three days.
ALERTS = (BurnRateAlert(14.4, 1, 5 / 60), BurnRateAlert(6, 6, 0.5), BurnRateAlert(1, 72, 6, wakes=False))


def firing(
    bad: npt.ArrayLike,
    total: npt.ArrayLike,
    *,
    objective: Objective,
    alerts: Sequence[BurnRateAlert] = ALERTS,
    minutes: float = 1,
) -> npt.NDArray[np.bool_]:
    """Say at each step of a stream of counts which of the alerts fire.

    Parameters
    ----------
    bad, total
        Events of each step, shape (n,).
    objective
        Whose budget is spent.
    alerts
        The workbook's three by default.
    minutes
        Length of a step. At the beginning a window holds what there is.

    Returns
    -------
    bool array, shape (alerts, n)
        Does the alert fire at the end of this step?

    Raises
    ------
    ValueError
        For impossible counts, and for a step longer than an alert's short window.

    Examples
    --------
    >>> total = np.full(120, 100)
    >>> bad = np.where(np.arange(120) < 60, 0, 100)  # an outage from the second hour on
    >>> on = firing(bad, total, objective=Objective())
    >>> int(np.argmax(on[0])), int(np.argmax(on[1]))  # minutes
    (60, 60)

    """
    bad, total = _counts(bad, total)
    if bad.ndim != 1 or bad.shape != total.shape:
        raise ValueError(f"bad and total must be two columns of one length, got {bad.shape} and {total.shape}")
    shortest = min((alert.short * 60 for alert in alerts), default=inf)
    if not 0 < minutes <= shortest + 1e-9:
        raise ValueError(f"minutes must be above 0 and at most the shortest window, {shortest:g}, got {minutes}")

    def above(alert: BurnRateAlert, hours: float) -> npt.NDArray[np.bool_]:
        steps = round(hours * 60 / minutes)
        # Compared by a hair less: 14.4 · 0.001 is not quite 0.0144 in binary.
        return objective.burn_rate(rolled(bad, steps), rolled(total, steps)) >= alert.rate * (1 - 1e-9)

    fired = [above(alert, alert.long) & above(alert, alert.short) for alert in alerts]
    return np.array(fired, dtype=np.bool_).reshape(len(alerts), bad.size)


def rolled(counts: npt.ArrayLike, steps: int) -> Numbers:
    """Sum up the last steps at each step; at the beginning, what there is.

    Parameters
    ----------
    counts
        Shape (n,).
    steps
        Length of the window.

    Returns
    -------
    array, shape (n,)

    Examples
    --------
    >>> rolled([1, 0, 2, 0], 2).tolist()
    [1.0, 1.0, 2.0, 2.0]

    """
    total = np.concatenate([[0.0], np.cumsum(counts)])
    sums: Numbers = total[1:] - total[np.maximum(np.arange(1, total.size) - steps, 0)]
    return sums


def _counts(bad: npt.ArrayLike, total: npt.ArrayLike) -> tuple[Numbers, Numbers]:
    of_bad, of_all = np.asarray(bad, dtype=np.float64), np.asarray(total, dtype=np.float64)
    if not (np.isfinite(of_bad).all() and np.isfinite(of_all).all() and (of_bad >= 0).all()):
        raise ValueError("bad and total must hold counts of 0 or more, got a missing or negative one; leave it out")
    if (of_bad > of_all).any():
        at = np.flatnonzero(np.atleast_1d(of_bad > of_all))[0]
        raise ValueError(f"bad must be at most total, got more at position {at}; count each event once")
    return of_bad, of_all


def _share(error_share: float) -> None:
    if not 0 <= error_share <= 1:
        raise ValueError(f"error_share must lie in [0, 1], got {error_share}; use 0.02 for 2 %")
