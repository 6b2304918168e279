"""How is a gate shown: what it measures of each commit, how often it is mistaken, and what gets through?"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from mlops_widgets import stage
from mlops_widgets.stage import Lane, Line, Panel, Phrase, Points, ReadOut, Scene, Threshold, Verdict, written

from .scenario import SHARED, Scenario

__all__ = ["scene"]


def scene(trace: stage.Trace) -> Scene:
    """Every commit as it was measured, the shares decided falsely, the model in service, and a list of mistakes."""
    scenario: Scenario = trace.scenario  # type: ignore[assignment]  # our simulate put it there
    return Scene(
        title="A gate for two hundred commits",
        subtitle=f"generated; a test set of {scenario.rows} rows",
        axis=stage.Axis("commits"),
        lanes=(_measured(scenario), _mistakes(), _service(scenario)),
        verdicts=tuple(_said(trace, scenario)),
        readouts=(
            ReadOut("of the healthy blocked", "blocked", unit="%"),
            ReadOut("of the broken passed", "passed", unit="%"),
            ReadOut("accuracy in service now", "service", unit="%", digits=1),
        ),
        sources=f"Assumed: how good commits are, and that models find the same rows hard (correlation {SHARED:g}). "
        "On average: binomial, or for two models on the same rows normal (McNemar 1947).",
        panels=(Panel("Mistakes", "newest first; a click goes there", stage.Ticker()),),
    )


def _measured(scenario: Scenario) -> Lane:
    line = () if scenario.gate == "beside" else (Line("bar", tone="ink", dashed=True, label="the bar"),)
    bad = scenario.healthy - scenario.harm
    return Lane(
        "Measured on the test set",
        "rows that are right; blue: a healthy commit, orange: a broken one",
        (
            Points("sound", strong=True),
            Points("faulty", "warn", strong=True),
            Threshold(scenario.healthy, "healthy", "accent"),
            Threshold(bad, "broken", "warn"),
            *line,
        ),
        digits=0,
        sign="%",
        height=1.8,
    )


def _mistakes() -> Lane:
    return Lane(
        "Decided falsely so far",
        "share of the kind; dashed: on average",
        (
            Line("exact_blocked", tone="accent", dashed=True),
            Line("exact_passed", tone="warn", dashed=True),
            Line("blocked", label="healthy, blocked"),
            Line("passed", tone="warn", label="broken, passed"),
        ),
        low=0.0,
        digits=0,
        sign="%",
    )


def _service(scenario: Scenario) -> Lane:
    return Lane(
        "In service",
        "true accuracy of the model that passed last",
        (Line("service", tone="ink", step="post", label="in service"),),
        low=scenario.healthy - 1.3 * scenario.harm,
        high=scenario.healthy + 0.3 * scenario.harm,
        digits=1,
        sign="%",
    )


def _said(trace: stage.Trace, scenario: Scenario) -> Iterator[Verdict]:
    last = len(trace) - 1
    yield Verdict(0, (Phrase("The gate measures every commit before it may pass."),))
    let = trace["let"] > 0
    wrong = np.where(let, np.isfinite(trace["faulty"]), np.isfinite(trace["sound"]))
    for tick in map(int, np.flatnonzero(wrong)):
        if tick < last:
            yield Verdict(tick, _passed(trace, tick, scenario) if let[tick] else _blocked(trace, tick))
    yield Verdict(last, _balance(trace))


def _passed(trace: stage.Trace, tick: int, scenario: Scenario) -> tuple[Phrase, ...]:
    seen = written(trace["faulty"][tick], digits=1, unit="%")
    truth = written(scenario.healthy - scenario.harm, digits=1, unit="%")
    return (
        Phrase(f"Commit {tick} is broken and passed", "warn"),
        Phrase(f": it showed {seen}, and is worth {truth}."),
    )


def _blocked(trace: stage.Trace, tick: int) -> tuple[Phrase, ...]:
    seen = written(trace["sound"][tick], digits=1, unit="%")
    return (Phrase(f"Commit {tick} is healthy and was blocked", "accent"), Phrase(f": it showed {seen}."))


def _balance(trace: stage.Trace) -> tuple[Phrase, ...]:
    blocked, passed = (written(trace[name][-1], digits=0, unit="%") for name in ("blocked", "passed"))
    mean = written(trace.summary["service"], digits=1, unit="%")
    fooled = trace["passed"][-1] > 0.05
    return (
        Phrase(f"Of the broken commits {passed} passed", "warn" if fooled else "good"),
        Phrase(f", of the healthy ones {blocked} were blocked; in service were {mean} on average."),
    )
