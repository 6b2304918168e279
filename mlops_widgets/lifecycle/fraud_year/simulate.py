"""Frauds turn away from those that the model has seen: how many does it still stop, day by day?"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, nan, radians

import numpy as np
from numpy.typing import NDArray

from mlops_widgets import stage

from .scenario import DAYS, FRAUDS, LOST, PROJECT, Retrain, Scenario, Trick

__all__ = ["APART", "DOTS", "FALSE", "caught", "simulate"]

Floats = NDArray[np.float64]

APART = 3.0  # how far frauds lie from honest payments, in standard deviations; assumed
FALSE = 0.01  # share of honest payments that the model stops; assumed
DOTS = 4  # frauds of a day that are drawn
_BEFORE = 90  # days before the year, on which the first model was trained
_LOOK = 14  # known days whose catch is watched
_MONTH = 365 / 12


def caught(angle: Floats) -> Floats:
    """Share of the frauds that a linear model stops whose direction is so many radians off, 0-1.

    Honest payments are N(0, I), frauds N(μ, I) with |μ| = 3. So a fraud's score is normal around 3 cos(angle), and
    the line that stops 1 % of the honest payments is the 99th percentile of a standard normal.
    """
    from scipy.special import ndtr, ndtri

    share: Floats = ndtr(APART * np.cos(angle) - ndtri(1 - FALSE))
    return share


def simulate(scenario: Scenario) -> stage.Trace:
    """Let frauds change through a year, and retrain the model that stops them, or not.

    Parameters
    ----------
    scenario
        How fast frauds change, when they are known, and what is done about it.

    Returns
    -------
    Trace
        One row a day. ``caught`` (share of the frauds that the model in service stops, to be expected), ``day`` (the
        share that it did stop), ``known`` (what the labels of two weeks say that have come by then), ``forgotten``
        and ``fresh`` (the shares of a model that is left alone, and of one that knows every day's truth); ``lost``
        (thousand €, so far: frauds that were not stopped, and retrainings; ``lost_forgotten`` and ``lost_fresh``
        without any), and a few frauds of each day (``x_``, ``y_``). Events: ``trained``, ``service``, ``trick``.
    """
    frauds = _drawn(scenario)
    models, events = _kept(scenario, frauds)
    at = frauds.angle[_BEFORE:]
    shares = {"caught": caught(at - models), "forgotten": caught(at - models[0]), "fresh": caught(np.zeros(DAYS))}
    stopped = {name: _stopped(frauds, share) for name, share in shares.items()}
    seen = frauds.count[_BEFORE:]
    columns = dict(shares)
    columns["day"] = np.divide(stopped["caught"], seen, out=np.full(DAYS, nan), where=seen > 0)
    columns["known"] = _known(stopped["caught"], seen, scenario.delay)
    spent = np.zeros(DAYS)
    for event in events:
        spent[event.tick] += PROJECT * (event.kind == "trained")
    for name, key in (("lost", "caught"), ("lost_forgotten", "forgotten"), ("lost_fresh", "fresh")):
        missed = LOST * (seen - stopped[key])
        columns[name] = np.cumsum(missed + (spent if name == "lost" else 0)) / 1000
    columns |= {
        f"{axis}_{dot}": frauds.dots[_BEFORE:, dot, place] for place, axis in enumerate("xy") for dot in range(DOTS)
    }
    summary = {name: float(columns[name][-1]) for name in ("lost", "lost_forgotten", "lost_fresh")}
    summary |= {
        "retrainings": float(sum(event.kind == "trained" for event in events)),
        "caught": float(shares["caught"].mean()),
        "half_year": float(shares["forgotten"][DAYS // 2]),
    }
    return stage.Trace(np.arange(float(DAYS)), columns, scenario=scenario, events=events, summary=summary)


@dataclass(frozen=True, eq=False)
class _Frauds:
    """All frauds of the year and of the quarter before it, whoever stops them."""

    angle: Floats  # (days,) radians: in which direction from the honest payments the frauds lie
    count: NDArray[np.int64]  # (days,)
    luck: Floats  # (days, most) 0-1 of each fraud
    mean: Floats  # (days, 2) of their features
    dots: Floats  # (days, DOTS, 2) features of a few


def _drawn(scenario: Scenario) -> _Frauds:
    days = np.arange(-_BEFORE, DAYS)
    angle = np.radians(scenario.pace) * np.maximum(days, 0) / _MONTH
    for each in scenario.interventions:
        if isinstance(each, Trick):
            angle += radians(each.turn) * (days >= each.tick)
    coming, luck, features, few = (np.random.default_rng([scenario.seed, source]) for source in range(1, 5))
    count = coming.poisson(FRAUDS, days.size)
    centre = APART * np.column_stack([np.cos(angle), np.sin(angle)])
    mean = centre + features.standard_normal((days.size, 2)) / np.sqrt(np.maximum(count, 1))[:, None]
    dots = centre[:, None, :] + few.standard_normal((days.size, DOTS, 2))
    dots[np.arange(DOTS) >= count[:, None]] = nan
    return _Frauds(angle, count, luck.random((days.size, int(count.max()))), mean, dots)


def _stopped(frauds: _Frauds, share: Floats) -> NDArray[np.int64]:
    """How many frauds of each day a model stops that stops this share: the same luck for every model."""
    luck, count = frauds.luck[_BEFORE:], frauds.count[_BEFORE:]
    there = np.arange(luck.shape[1]) < count[:, None]
    return np.asarray(((luck < share[:, None]) & there).sum(axis=1))


def _trained(frauds: _Frauds, last: int, window: int) -> float:
    """Direction of a model that has learned from the frauds of the days up to one; in radians, of the year's days."""
    end = last + _BEFORE + 1
    days = slice(max(end - window, 0), max(end, 1))
    weight = np.maximum(frauds.count[days], 1e-9)
    across, up = np.average(frauds.mean[days], axis=0, weights=weight)
    return float(np.arctan2(up, across))


def _kept(scenario: Scenario, frauds: _Frauds) -> tuple[Floats, list[stage.Event]]:
    """The direction of the model in service on each day, and what was done."""
    orders = {each.tick for each in scenario.interventions if isinstance(each, Retrain)}
    events = [
        stage.Event(each.tick, "trick", "a new trick")
        for each in scenario.interventions
        if isinstance(each, Trick) and each.tick < DAYS
    ]
    first = _trained(frauds, -1, _BEFORE)
    model, models = first, np.empty(DAYS)
    coming: tuple[float, float] = (inf, first)  # day of service, direction
    since = 0  # day on which the model in service came, or the next one is to come
    stopped, expected = np.zeros(DAYS), float(caught(np.zeros(1))[0])
    for day in range(DAYS):
        if day == coming[0]:
            model, coming = coming[1], (inf, first)
            events.append(stage.Event(day, "service", "new model"))
        models[day] = model
        share = caught(frauds.angle[day + _BEFORE] - np.array([model]))
        luck = frauds.luck[day + _BEFORE, : frauds.count[day + _BEFORE]]
        stopped[day] = np.count_nonzero(luck < share)
        due = day in orders
        if coming[0] == inf and not due:
            due = _is_due(scenario, day, since, stopped, frauds, expected)
        if due and coming[0] == inf:
            coming = (day + scenario.handover + 1, _trained(frauds, day - scenario.delay, scenario.window))
            since = day + scenario.handover + 1
            events.append(stage.Event(day, "trained", "retraining"))
    return models, sorted(events)


def _is_due(scenario: Scenario, day: int, since: int, stopped: Floats, frauds: _Frauds, expected: float) -> bool:
    """Does the rule start a retraining today?"""
    if scenario.way == "calendar":
        return day - since >= scenario.every
    known = day - scenario.delay + 1  # days whose frauds are known
    if scenario.way == "forgotten" or known - since < _LOOK:  # and those of this model alone
        return False
    days = slice(known - _LOOK, known)
    count = frauds.count[_BEFORE:][days].sum()
    return bool(count and stopped[days].sum() / count < expected - scenario.fades)


def _known(stopped: NDArray[np.int64], seen: NDArray[np.int64], delay: int) -> Floats:
    """Share stopped in the last two weeks that are known by each day; NaN before there are as many."""
    known = np.full(DAYS, nan)
    sums = [np.concatenate([[0], np.cumsum(each)]) for each in (stopped, seen)]
    ends = np.arange(_LOOK, DAYS + 1 - delay)
    caught_, all_ = (each[ends] - each[ends - _LOOK] for each in sums)
    known[ends + delay - 1] = np.divide(caught_, all_, out=np.full(ends.size, nan), where=all_ > 0)
    return known
