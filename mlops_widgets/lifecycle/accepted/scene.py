"""How are the loans shown that a bank gave, and those that it did not?"""

from __future__ import annotations

from collections.abc import Iterator

from mlops_widgets import stage
from mlops_widgets.stage import Lane, Line, Phrase, ReadOut, Scene, Verdict, written

from .scenario import Scenario, Waive
from .world import CHECK, DEFAULT, EARNED, GROUPS, MISTAKEN

__all__ = ["scene"]

_TONES: tuple[stage.marks.Tone, ...] = ("accent", "warn", "ink", "good")


def scene(trace: stage.Trace) -> Scene:
    """What the files say of each group, what those say who got a loan at random, and what the year earned."""
    scenario: Scenario = trace.scenario  # type: ignore[assignment]  # our simulate put it there
    lanes = [_rates("Not paid back, in the files", "of the loans that were given, so far", "files")]
    if scenario.at_random:
        lanes.append(_rates("Not paid back, at random", "of the loans drawn by lot, so far", "random"))
    if scenario.reveal:
        lanes.append(_rates("Would not pay back", "of all who asked, so far", "all"))
    return Scene(
        title="Which loans need no second look?",
        subtitle="generated: a bank's applicants, week by week",
        axis=stage.Axis("weeks"),
        lanes=(*lanes, _money()),
        flags={"waive": "accent"},
        verdicts=tuple(_said(trace)),
        readouts=(
            ReadOut("earned", "earned", unit="k€"),
            ReadOut("if everybody is looked at", "earned_none", unit="k€"),
        ),
        sources=f"Assumed: the groups, an officer who turns away {100 * MISTAKEN:g} % of those who would pay; a "
        f"loan paid back earns {EARNED:g} €, another costs {-DEFAULT:g} €, a look {-CHECK:g} €; all show at once.",
    )


def _rates(title: str, unit: str, kind: str) -> Lane:
    lines = zip(GROUPS.items(), _TONES, strict=True)
    marks = tuple(Line(f"{kind}_{name}", tone=tone, label=each.title) for (name, each), tone in lines)
    return Lane(title, unit, marks, low=0.0, digits=0, sign="%")


def _money() -> Lane:
    return Lane(
        "Earned",
        "thousand €, so far",
        (
            Line("earned_none", tone="soft", dashed=True, label="a look at everybody"),
            Line("earned_best", tone="good", dashed=True, label="at best"),
            Line("earned", label="this bank"),
        ),
        digits=0,
    )


def _said(trace: stage.Trace) -> Iterator[Verdict]:
    scenario: Scenario = trace.scenario  # type: ignore[assignment]  # as above
    last = len(trace) - 1
    begin = Phrase("Only of loans that were given does one know whether they are paid back.")
    told: dict[int, tuple[Phrase, ...]] = {0: (begin,)}
    if scenario.unseen != "none":
        told[0] = _waived(scenario.unseen)
    for each in scenario.interventions:
        if isinstance(each, Waive) and each.tick < last:
            told[each.tick] = _waived(each.group)
    yield from (Verdict(tick, phrases) for tick, phrases in sorted(told.items()))
    yield Verdict(last, _balance(trace))


def _waived(group: str) -> tuple[Phrase, ...]:
    return (Phrase(f"{GROUPS[group].title.capitalize()} get their loans unseen", "ink"), Phrase(" from now on."))


def _balance(trace: stage.Trace) -> tuple[Phrase, ...]:
    earned, none, best = (written(trace.summary[name], digits=0) for name in ("earned", "earned_none", "earned_best"))
    group = list(GROUPS.values())[int(trace.summary["best"])].title
    worse = trace.summary["earned"] < trace.summary["earned_none"]
    return (
        Phrase(f"The bank earned {earned} thousand €", "warn" if worse else "good"),
        Phrase(f"; with a look at everybody {none}; with none at the {group}, {best}."),
    )
