"""How do four gauges over one world look, and what does it mean that just these are up?"""

from __future__ import annotations

from mlops_widgets import stage
from mlops_widgets.stage import Cloud, Histogram, Lane, Line, Panel, ReadOut, Scene, Threshold, Verdict

from .scenario import Scenario
from .simulate import BINS, DOTS, GAUGES, Labels
from .verdict import said
from .world import REFERENCE

__all__ = ["scene"]

_DAYS = 5  # of dots in the cloud


def scene(trace: stage.Trace) -> Scene:
    """Four lanes, each gauge with its threshold, and under them the two features as they are now."""
    scenario: Scenario = trace.scenario  # type: ignore[assignment]  # our simulate put it there
    labels: Labels = trace.labels  # type: ignore[assignment]  # the same
    loss = "log loss" if scenario.measure == "loss" else "wrong answers"
    share = "" if scenario.measure == "loss" else "%"
    return Scene(
        title="Four gauges, one model",
        subtitle="generated, so the truth is known",
        axis=stage.Axis("days"),
        lanes=_lanes(trace, labels, scenario),
        flags={"truth": "soft", "alarm": "good", "false": "warn"},
        verdicts=tuple(Verdict(day, said(trace, day)) for day in _days(trace, scenario.delay)),
        readouts=(
            ReadOut("PSI of x₁", "psi1", digits=3),
            ReadOut("PSI of x₂", "psi2", digits=3),
            ReadOut("MMD² of both", "mmd", digits=3),
            ReadOut("PSI of the predictions", "scores", digits=3),
            ReadOut(
                loss,
                "performance",
                digits=1 if share else 2,
                unit=share,
                base=f"normal {stage.written(labels.normal, digits=1 if share else 2, unit=share)}",
            ),
        ),
        panels=_panels(labels),
        sources=_sources(scenario),
    )


def _lanes(trace: stage.Trace, labels: Labels, scenario: Scenario) -> tuple[Lane, ...]:
    feature, both, scores, performance = labels.thresholds
    late = f"labels of {scenario.delay} days ago" if scenario.delay else "labels of the same day"
    share = scenario.measure == "error"
    return (
        Lane(
            "Features",
            "PSI of each, against the training data",
            (
                Line("psi1", label="x₁"),
                Line("psi2", tone="ink", dashed=True, label="x₂"),
                Threshold(feature, f"threshold {feature:.3f}"),
            ),
            low=0.0,
            high=_top(trace, ("psi1", "psi2"), feature),
            height=0.5,
        ),
        Lane(
            "Together",
            "MMD² of both features",
            _gauge("mmd", both),
            low=float(min(trace["mmd"].min(), 0.0)),
            high=_top(trace, ("mmd",), both),
            digits=3,
            height=0.5,
        ),
        Lane(
            "Predictions",
            "PSI of the model's scores",
            _gauge("scores", scores),
            low=0.0,
            high=_top(trace, ("scores",), scores),
            height=0.5,
        ),
        Lane(
            "Performance",
            f"{'share of wrong answers' if share else 'log loss'}, {late}",
            _gauge("performance", performance, digits=1 if share else 2, unit="%" if share else ""),
            digits=0 if share else 2,
            sign="%" if share else "",
            height=0.5,
        ),
    )


def _top(trace: stage.Trace, columns: tuple[str, ...], level: float) -> float:
    """The end of an axis, with room for the threshold's name over it."""
    return 1.3 * max(level, *(float(trace[name].max()) for name in columns))


def _gauge(column: str, level: float, *, digits: int = 3, unit: str = "") -> tuple[Line, Threshold]:
    return Line(column), Threshold(level, f"threshold {stage.written(level, digits=digits, unit=unit)}")


def _panels(labels: Labels) -> tuple[Panel, ...]:
    reference = tuple(f"r{index}" for index in range(BINS))
    bins = tuple(f"{(index - BINS // 2) / 2:g}".replace("-", "−") for index in range(BINS))
    one, two = (tuple(f"{name}{index}" for index in range(BINS)) for name in "ab")
    x, y = (tuple(f"{name}{index}" for index in range(DOTS)) for name in "xy")
    return (
        Panel("x₁", "share of the day's rows", Histogram(reference, one, bins, now="today")),
        Panel("x₂", "share of the day's rows", Histogram(reference, two, bins, now="today")),
        Panel(
            "x₁ and x₂",
            f"rows of {_DAYS} days",
            Cloud(x, y, labels.reference, ("x₁", "x₂"), ticks=_DAYS, now="today"),
        ),
    )


def _days(trace: stage.Trace, delay: int) -> list[int]:
    """Where what is true may change: a gauge goes up or down, something moves, labels of a move come."""
    labels: Labels = trace.labels  # type: ignore[assignment]  # our simulate put it there
    changed = {
        day
        for gauge in GAUGES
        for day in range(1, len(trace))
        if trace[f"{gauge}_up"][day] != trace[f"{gauge}_up"][day - 1]
    }
    begun = {day for day, _ in labels.begun}
    return sorted(day for day in {0} | changed | begun | {day + delay for day in begun} if day < len(trace))


def _sources(scenario: Scenario) -> str:
    rate = stage.written(scenario.rate, digits=1, unit="%")
    return (
        f"Each threshold is passed on {rate} of quiet days. PSI: by formula, (1/{scenario.rows} + 1/{REFERENCE:,}) · "
        "χ² with 9 degrees of freedom, each feature at half the rate; MMD²: by simulating 1,000 quiet days, kernel "
        "width 1, rows rounded to a quarter; performance: by formula, normal. A gauge is up from the second day in a "
        "row above its threshold to the second below. The model is the answer as it was at first: known, never "
        "trained again."
    )
