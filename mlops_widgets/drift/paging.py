"""What does a threshold cost those who are woken by it, and what does it find?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["Fatigue", "Year", "fatigue", "year"]

Numbers = npt.NDArray[np.float64]
_WEEK = 7 * 24  # hours
_HOURS = 365 * 24


@dataclass(frozen=True, eq=False)
class Year:
    """A year of hours in which the truth is known."""

    statistic: Numbers  # (features, 8760) PSI of each hour's window
    incident: npt.NDArray[np.int64]  # (8760,) which incident is going on, 1 and up; 0 for none


@dataclass(frozen=True, eq=False)
class Fatigue:
    """What each threshold would have done; every array has the shape of the thresholds."""

    thresholds: Numbers
    pages_per_week: Numbers
    precision: Numbers  # share of the pages that came while something was wrong, 0-1; nan without a page
    recall: Numbers  # share of the incidents during which a page went out, 0-1; nan without an incident


def year(
    *,
    seed: int = 0,
    features: int = 1,
    rows: int = 300,
    reference: int = 3000,
    incidents: int = 20,
    bins: int = 10,
) -> Year:
    """Generate a year of hourly PSI with incidents in it, each of one feature.

    Without a change PSI is (1/rows + 1/reference) · χ² with bins - 1 degrees of freedom; an incident shifts a normal
    feature by d standard deviations, which lifts it by about d². How large and how long incidents are is assumed: d
    is lognormal with median 0.4, lengths are 3 to 48 hours.

    Parameters
    ----------
    seed
        Same seed, same year.
    features
        That are watched; each has noise of its own.
    rows
        In each hour's window.
    reference
        Rows in the baseline.
    incidents
        In the year, at most one in a hundred hours.
    bins
        Of the index.

    Returns
    -------
    Year
        8760 hours.

    Raises
    ------
    ValueError
        For too many incidents, and for counts below 1.

    Examples
    --------
    >>> one = year(seed=1)
    >>> one.statistic.shape, int(one.incident.max())
    ((1, 8760), 20)

    References
    ----------
    Yurdakul, B., Naranjo, J. (2020). Statistical properties of the population stability index.
    Journal of Risk Model Validation 14(4).

    """
    wishes = (("features", features, 1), ("rows", rows, 1), ("reference", reference, 1), ("bins", bins, 2))
    for name, value, least in wishes:
        if value < least:
            raise ValueError(f"{name} must be at least {least}, got {value}")
    if not 0 <= incidents <= _HOURS // 100:
        raise ValueError(f"incidents must lie in [0, {_HOURS // 100}], got {incidents}; two of them must not touch")
    noise, wrong = (np.random.default_rng((seed, source)) for source in (0, 1))
    statistic = (1 / rows + 1 / reference) * noise.chisquare(bins - 1, (features, _HOURS))
    incident = np.zeros(_HOURS, dtype=np.int64)
    for number, slot in enumerate(np.sort(wrong.choice(_HOURS // 100, incidents, replace=False)), start=1):
        first, length = 100 * slot + wrong.integers(50), wrong.integers(3, 49)
        incident[first : first + length] = number
        statistic[wrong.integers(features), first : first + length] += wrong.lognormal(np.log(0.4), 0.5) ** 2
    return Year(statistic, incident)


def fatigue(
    statistic: npt.ArrayLike, incident: npt.ArrayLike, thresholds: npt.ArrayLike, *, patience: int = 1
) -> Fatigue:
    """Replay a year for many thresholds at once: how often is somebody paged, how often rightly, what is found?

    The alarm is on while any feature has been above the threshold for ``patience`` hours in a row. A page goes out
    when it comes on, not again while it stays on. A page is right when something is wrong in that hour, and that
    incident is found: an alarm that was on already has told nobody anything.

    Parameters
    ----------
    statistic
        A number for each feature and hour, shape (features, hours) or (hours,).
    incident
        Which incident is going on in each hour, 0 for none, shape (hours,).
    thresholds
        To be tried, shape (thresholds,).
    patience
        Hours in a row; 1 pages at once.

    Returns
    -------
    Fatigue
        One number for each threshold.

    Raises
    ------
    ValueError
        If shapes do not fit, a number is missing, or the patience is below 1.

    Examples
    --------
    >>> told = fatigue([0.0, 0.3, 0.3, 0.0, 0.3, 0.0], [0, 1, 1, 0, 0, 2], [0.2, 0.5])
    >>> told.precision.tolist(), told.recall.tolist()
    ([0.5, nan], [0.5, 0.0])

    References
    ----------
    Beyer, Jones, Petoff and Murphy (eds., 2016), Site Reliability Engineering, O'Reilly, chapter 6.

    """
    of, now, levels = (np.asarray(each) for each in (statistic, incident, thresholds))
    of = np.atleast_2d(of)
    if now.ndim != 1 or of.shape[-1] != now.size or now.size == 0:
        raise ValueError(f"incident must have one number for each hour, got {now.shape} for {of.shape}")
    if np.isnan(of).any():
        raise ValueError("statistic must hold a number for each hour, got a missing one; leave that hour out of both")
    if patience < 1:
        raise ValueError(f"patience must be at least 1, got {patience}; 1 pages at once")
    # Above a threshold for so long means: the least of the last hours is above it. So one pass serves all thresholds.
    held = np.full(of.shape, -np.inf)
    windows = np.lib.stride_tricks.sliding_window_view(of, min(patience, now.size), axis=1)
    held[:, patience - 1 :] = windows.min(-1)[:, : max(0, now.size - patience + 1)]
    on = held.max(0) > levels.reshape(-1, 1)  # (thresholds, hours)
    page = on & ~np.pad(on, ((0, 0), (1, 0)))[:, :-1]
    pages = page.sum(1)
    rights = (page & (now > 0)).sum(1)
    numbers = np.unique(now[now > 0])
    found = sum(page[:, now == each].any(1) for each in numbers)
    with np.errstate(invalid="ignore"):
        return Fatigue(
            thresholds=levels.astype(np.float64).reshape(-1),
            pages_per_week=pages / now.size * _WEEK,
            precision=rights / np.where(pages > 0, pages, np.nan),
            recall=np.asarray(found) / numbers.size if numbers.size else np.full(len(on), np.nan),
        )
