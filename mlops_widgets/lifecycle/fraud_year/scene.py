"""How is a bank's year shown: what the model still stops, and what that costs?"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from mlops_widgets import stage
from mlops_widgets.stage import Cloud, Lane, Line, Panel, Phrase, Points, ReadOut, Scene, Verdict, written

from .scenario import FRAUDS, LOST, PROJECT, Scenario
from .simulate import APART, DOTS, FALSE

__all__ = ["scene"]

_DAYS = 14  # whose frauds are drawn
_RINGS = 120


def scene(trace: stage.Trace) -> Scene:
    """Two lanes, and where frauds lie now beside where they lay when the model was made."""
    scenario: Scenario = trace.scenario  # type: ignore[assignment]  # our simulate put it there
    x, y = (tuple(f"{axis}_{dot}" for dot in range(DOTS)) for axis in "xy")
    axes = "amount, standardised", "hour, standardised"
    cloud = Cloud(x, y, _first(), axes, ticks=_DAYS, now="frauds now", was="frauds before", tone="warn")
    return Scene(
        title="A bank's year with a fraud model",
        subtitle="generated; frauds turn away from those the model has seen",
        axis=stage.Axis("days"),
        lanes=(_caught(), _money()),
        flags={"trained": "accent", "service": "good", "trick": "warn"},
        verdicts=tuple(_said(trace, scenario)),
        readouts=(
            ReadOut("of the frauds stopped", "caught", unit="%"),
            ReadOut("lost so far", "lost", unit="k€"),
            ReadOut("lost if forgotten", "lost_forgotten", unit="k€"),
        ),
        sources=f"Assumed: {FRAUDS} frauds a day, {LOST:g} € each, a retraining {PROJECT:g} €; the model stops "
        f"{100 * FALSE:g} % of the honest payments, from which frauds lie {APART:g} standard deviations away.",
        panels=(Panel("Frauds", f"of the last {_DAYS} days; honest payments lie around 0", cloud), _log()),
    )


def _log() -> Panel:
    return Panel("What happened", "newest first; a click goes there", stage.Ticker())


def _caught() -> Lane:
    return Lane(
        "Frauds stopped",
        "share of the day's; dots: counted",
        (
            Points("day"),
            Line("fresh", tone="good", dashed=True, label="a model that knows today"),
            Line("forgotten", tone="soft", dashed=True, label="forgotten"),
            Line("known", tone="ink", label="what labels say"),
            Line("caught", label="this model"),
        ),
        low=0.0,
        high=1.0,
        digits=0,
        sign="%",
        height=1.2,
    )


def _money() -> Lane:
    return Lane(
        "Money lost",
        "thousand €, so far",
        (
            Line("lost_forgotten", tone="soft", dashed=True, label="forgotten"),
            Line("lost_fresh", tone="good", dashed=True, label="at best"),
            Line("lost", tone="warn", label="this bank"),
        ),
        low=0.0,
        digits=0,
    )


def _first() -> tuple[tuple[float, float], ...]:
    """Frauds of the days on which the first model was trained."""
    drawn = np.random.default_rng(0).standard_normal((_RINGS, 2)) + np.array([APART, 0.0])
    return tuple((float(a), float(b)) for a, b in drawn.round(2))


def _said(trace: stage.Trace, scenario: Scenario) -> Iterator[Verdict]:
    last = len(trace) - 1
    told: dict[int, tuple[Phrase, ...]] = {0: (Phrase("The model is new, and stops what it was trained on."),)}
    for event in trace.events:
        if event.tick < last:
            told[event.tick] = _news(trace, event)
    yield from (Verdict(tick, phrases) for tick, phrases in sorted(told.items()))
    yield Verdict(last, _balance(trace, scenario))


def _news(trace: stage.Trace, event: stage.Event) -> tuple[Phrase, ...]:
    share = written(trace["caught"][event.tick], digits=0, unit="%")
    match event.kind:
        case "trained":
            return (
                Phrase(f"Day {event.tick}: a retraining begins", "accent"),
                Phrase(f"; {share} are stopped now."),
            )
        case "service":
            return (Phrase(f"Day {event.tick}: a new model is in service", "good"), Phrase(f", and stops {share}."))
    return (Phrase(f"Day {event.tick}: a new trick", "warn"), Phrase(f"; {share} are stopped from now on."))


def _balance(trace: stage.Trace, scenario: Scenario) -> tuple[Phrase, ...]:
    names = "lost", "lost_forgotten", "lost_fresh"
    lost, forgotten, fresh = (written(trace.summary[name], digits=0) for name in names)
    if scenario.way == "forgotten" and not trace.summary["retrainings"]:
        half = written(trace.summary["half_year"], digits=0, unit="%")
        return (
            Phrase(f"The year cost {lost} thousand €", "warn"),
            Phrase(f"; after six months {half} of the frauds were stopped, and nobody was told."),
        )
    count = int(trace.summary["retrainings"])
    return (
        Phrase(f"The year cost {lost} thousand €", "ink"),
        Phrase(f" with {count} retraining{'' if count == 1 else 's'}; forgotten {forgotten}, at best {fresh}."),
    )
