"""What happens to an error budget in a day, minute by minute?"""

from __future__ import annotations

import numpy as np

from mlops_widgets import stage
from mlops_widgets.drift.objectives import ALERTS, Objective, firing, rolled

from .scenario import Break, Scenario

__all__ = ["MINUTES", "PAGES", "simulate"]

MINUTES = 24 * 60
PAGES = tuple(alert for alert in ALERTS if alert.wakes)


def simulate(scenario: Scenario) -> stage.Trace:
    """Let a day's requests fail as asked, and hold them against the promise.

    Parameters
    ----------
    scenario
        The promise, the incident, the interventions.

    Returns
    -------
    Trace
        Along the minutes of a day: ``errors`` (share of that minute), ``truth`` (0 or 1), ``hour``, ``minutes`` and
        ``six`` (burn rates of the last hour, 5 minutes and 6 hours), ``page`` (0 or 1), ``spent`` and ``left``
        (shares of the month's budget). Events: ``truth``, ``page``, ``quiet``, and ``missed``, when an incident ended
        and nobody was paged.
    """
    objective = Objective(float(scenario.target))
    wrong, share = _broken(scenario)
    usual, extra = (np.random.default_rng((scenario.seed, source)) for source in (0, 1))
    total = np.full(MINUTES, scenario.requests)
    bad = usual.binomial(total, scenario.base)
    bad += extra.binomial(total - bad, share)
    on = firing(bad, total, objective=objective, alerts=PAGES).max(0)
    spent = np.cumsum(bad) / (objective.budget * scenario.requests * 60 * 24 * objective.days)
    events = _events(wrong, on)
    return stage.Trace(
        np.arange(MINUTES),
        {
            "errors": bad / total,
            "truth": wrong,
            **{
                name: objective.burn_rate(rolled(bad, steps), rolled(total, steps))
                for name, steps in (("hour", 60), ("minutes", 5), ("six", 360))
            },
            "left": 1 - spent,
            "spent": spent,
            "page": on,
        },
        scenario=scenario,
        events=events,
        summary={
            "spent": float(spent[-1]),
            "pages": sum(event.kind == "page" for event in events),
            "minutes_to_page": _delay(wrong, on),
        },
    )


def _broken(scenario: Scenario) -> tuple[np.ndarray, np.ndarray]:
    """In which minutes something is wrong, and which share fails then."""
    share = np.zeros(MINUTES)
    share[scenario.at : scenario.at + scenario.lasts] = scenario.share
    for each in scenario.interventions:
        if isinstance(each, Break):
            stretch = slice(each.tick, each.tick + each.minutes)
            share[stretch] = np.maximum(share[stretch], each.share)
    return (share > 0).astype(float), share


def _starts(on: np.ndarray) -> np.ndarray:
    return np.flatnonzero(np.diff(on.astype(int), prepend=0) > 0)


def _events(wrong: np.ndarray, on: np.ndarray) -> list[stage.Event]:
    events = [stage.Event(int(tick), "truth", "errors begin") for tick in _starts(wrong)]
    events += [stage.Event(int(tick), "page", "page") for tick in _starts(on)]
    events += [stage.Event(int(tick), "quiet", "quiet again") for tick in _starts(1 - on) if tick]
    ends = [(int(tick), int(start)) for start in _starts(wrong) for tick in _starts(1 - wrong) if tick > start]
    for start in {start for _, start in ends}:
        end = min(tick for tick, begun in ends if begun == start)
        if not on[start:end].any():
            events.append(stage.Event(end, "missed", "nobody was paged"))
    return events


def _delay(wrong: np.ndarray, on: np.ndarray) -> float:
    """Minutes from the first error of the first incident to the first page in it; nan without one."""
    starts = _starts(wrong)
    paged = np.flatnonzero(on[starts[0] :]) if starts.size else starts
    return float(paged[0] + 1) if paged.size else np.nan
