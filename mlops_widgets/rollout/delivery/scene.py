"""How is a rollout shown, and what would one say about it aloud?"""

from __future__ import annotations

from collections.abc import Iterator

from mlops_widgets import stage
from mlops_widgets.rollout.deliver import Look
from mlops_widgets.rollout.engines import edges
from mlops_widgets.rollout.spoken import SAID, TONES
from mlops_widgets.stage import (
    Band,
    Histogram,
    Lane,
    Line,
    Panel,
    Phrase,
    Points,
    ReadOut,
    Scene,
    Span,
    Threshold,
    Verdict,
    written,
)

from .scenario import MINUTES, Scenario
from .simulate import GROUPS, LEVEL

__all__ = ["scene"]

_LIMIT = 300.0  # ms


def scene(trace: stage.Trace) -> Scene:
    """Four lanes: who meets it, how often it fails, how strong the evidence is, what harm is done."""
    scenario: Scenario = trace.scenario  # type: ignore[assignment]  # our simulate put it there
    return Scene(
        title="A release, and the policy that watches it",
        subtitle="generated; every user's fate under both versions is known",
        axis=stage.Axis("minutes"),
        lanes=(_share(), _failures(scenario), _evidence(), _harm()),
        flags={"fault": "warn", "order": "accent", "warn": "warn", "back": "warn", "on": "good"},
        verdicts=tuple(_verdicts(trace)),
        readouts=(
            ReadOut("have the candidate", "asked", unit="%"),
            ReadOut("it was measured on", "requests", unit="requests"),
            ReadOut("more failures", "errors", base="than without a release"),
            ReadOut("money lost", "money", digits=2, unit="€"),
        ),
        sources=_sources(scenario),
        panels=(_latency(),),
    )


def _share() -> Lane:
    return Lane(
        "Who meets the candidate",
        "share of the users, asked for and realised",
        (Span("shadow", "copies only"), Points("realised"), Line("asked", tone="ink")),
        low=0.0,
        digits=0,
        sign="%",
        height=0.7,
    )


def _failures(scenario: Scenario) -> Lane:
    line = (Threshold(scenario.above, "line"),) if scenario.policy == "threshold" else ()
    return Lane(
        "Failures",
        "share of the requests so far, with the candidate's 95 % interval; dots: its windows",
        (
            Band("candidate_low", "candidate_high", tone="warn"),
            Points("window", tone="warn"),
            Line("stable", tone="ink", dashed=True, label="stable"),
            Line("candidate", tone="warn", label="candidate"),
            *line,
        ),
        low=0.0,
        digits=1,
        sign="%",
    )


def _evidence() -> Lane:
    return Lane(
        "Evidence that it is worse",
        f"powers of ten; at the line the chance of a false alarm is {LEVEL:.0%}".replace("%", " %"),
        (
            Line("naive", tone="soft", dashed=True, label="1/p, if this were the only look"),
            Line("evidence", label="e-value, however often one looks"),
            Threshold(1.301, "enough"),
        ),
        digits=0,
        height=0.8,
    )


def _harm() -> Lane:
    return Lane(
        "Harm",
        "failures so far, beyond those of the stable version",
        (
            Line("errors_at_once", tone="soft", dashed=True, label="all at once"),
            Line("errors", tone="warn", label="this rollout"),
        ),
        digits=0,
        height=0.8,
    )


def _latency() -> Panel:
    at = edges(_LIMIT)
    groups = range(len(GROUPS) - 1)
    bins = tuple(
        f"{at[GROUPS[group + 1] - 1]:.0f}" if group % 3 == 1 and group < len(GROUPS) - 2 else "" for group in groups
    )
    mark = Histogram(
        tuple(f"was_{group}" for group in groups),
        tuple(f"now_{group}" for group in groups),
        bins,
        now="candidate",
        tone="warn",
    )
    return Panel("Answers take", "share of the last window measured, up to so many ms; outline: stable", mark)


def _verdicts(trace: stage.Trace) -> Iterator[Verdict]:
    """One sentence for each look that says something new."""
    looks: tuple[Look, ...] = trace.labels  # type: ignore[assignment]  # our simulate put it there
    if not looks or looks[0].tick:
        yield Verdict(0, (Phrase("Released; nothing is measured yet."),))
    last = len(trace) - 1
    yield from (Verdict(look.tick, tuple(_look(look))) for look in looks if look.tick < last)
    yield Verdict(last, tuple(_balance(trace)))


def _look(look: Look) -> Iterator[Phrase]:
    reason = f": {look.reason}" if look.reason else ""
    yield Phrase(f"{SAID[look.verdict]} at {(look.tick + 1) * MINUTES:.0f} min", TONES.get(look.verdict, "ink"))
    yield Phrase(f"{reason}.")


def _balance(trace: stage.Trace) -> Iterator[Phrase]:
    """The last word: what was decided, and what it cost beside a release to all at once."""
    summary = trace.summary
    what = {1: "Promoted", -1: "Rolled back", 0: "Undecided"}[int(summary["outcome"])]
    minutes = summary["decided"] if summary["outcome"] else len(trace) * MINUTES
    yield Phrase(f"{what} after {written(minutes, digits=0)} minutes", "ink")
    errors, at_once = (written(summary[name], digits=0) for name in ("errors", "errors_at_once"))
    yield Phrase(f": {written(summary['exposed'], digits=0)} requests met the candidate, ")
    yield Phrase(f"{errors} failed that would not have", "warn" if summary["errors"] > 0 else "soft")
    yield Phrase(f"; released at once, {at_once}.")


def _sources(scenario: Scenario) -> str:
    limits = f"Slow is an answer above {_LIMIT:.0f} ms; more than 10 % of those make a window bad, too."
    evidence = "e-value: mixture of ratios of likelihoods (Robbins 1970)."
    steps = "Wilson's interval (1927)."
    return f"Assumed: all knobs; a good answer earns 2 cents. {limits} {evidence} {steps}" + (
        " An old version that was taken down needs 5 minutes." if scenario.strategy == "all_at_once" else ""
    )
