"""How is it shown what notes are worth: what is handed over, what is still known, and what it costs?"""

from __future__ import annotations

from collections.abc import Iterator

from mlops_widgets.stage import (
    Axis,
    Lane,
    Line,
    Phrase,
    Points,
    ReadOut,
    Scene,
    Span,
    Threshold,
    Trace,
    Verdict,
    written,
)

from .scenario import Scenario
from .world import LEVEL

__all__ = ["scene"]

_HOW = {
    "nothing": "Nothing is written down",
    "records": "Each new best is written down by hand",
    "hand": "Every run is written down by hand",
    "tracker": "A tracker writes every run down",
    "yours": "Your keeper decides what is written down",
}
_WHAT = {"best": "the best run", "fast": "the best of the fast runs"}


def scene(trace: Trace) -> Scene:
    """Three lanes: what is handed over, how many runs are still known, and the hours."""
    scenario: Scenario = trace.scenario  # type: ignore[assignment]  # our simulate put it there
    return Scene(
        title=f"Which was {_WHAT[scenario.asked]}?",
        subtitle="generated: one setting after the other is tried",
        axis=Axis("runs"),
        lanes=(
            Lane(
                "What you can hand over", "AUC, in hundredths",
                (
                    Span("lost", "the best is forgotten", tone="warn"),
                    Points("score", tone="soft"),
                    Threshold(LEVEL, "a setting at random", tone="soft"),
                    Line("log", tone="good", dashed=True, label="with a log"),
                    Line("yours", label="yours"),
                ),
                digits=1,
            ),
            Lane(
                "Runs whose settings somebody knows", "so far",
                (Line("done", tone="soft", dashed=True, label="all"), Line("known", label="yours")),
                low=0.0, digits=0, height=0.72,
            ),
            Lane(
                "Hours", "so far, or still to come",
                (
                    Line("again", tone="warn", label="re-runs until found"),
                    Line("note_hours", label="notes"),
                ),
                low=0.0, digits=1, height=0.72,
            ),
        ),
        flags={"lost": "warn", "begin": "good"},
        verdicts=tuple(Verdict(tick, phrases) for tick, phrases in _said(trace, scenario)),
        readouts=(
            ReadOut("handed over", "yours", digits=2, base="AUC, in hundredths"),
            ReadOut("less than with a log", "regret", digits=2, base="points"),
            ReadOut("of re-runs to find it again", "again", digits=0, unit="h"),
        ),
        sources="Assumed: settings are worth 70 ± 1 points, forgetting has no memory (half are gone after so many "
        "runs), and what is mixed up is taken for an earlier run. A tracker's notes cost no time.",
    )  # fmt: skip


def _said(trace: Trace, scenario: Scenario) -> Iterator[tuple[int, tuple[Phrase, ...]]]:
    last, how = len(trace) - 1, _HOW[scenario.notes]
    told: dict[int, tuple[Phrase, ...]] = {0: (Phrase(f"{how}; so far everything is fresh."),)}
    lost, before = trace["lost"], None
    for tick in range(1, last):
        if lost[tick] or lost[tick - 1]:  # the hours rise while it is lost
            now = _turned(trace, tick, scenario)
            if now != before:
                told[tick] = before = now
    for event in trace.events:
        if event.kind == "begin" and event.tick < last:
            told[event.tick] = (Phrase("From now on a tracker writes every run down", "good"), Phrase("."))
    yield from sorted(told.items())
    yield last, _balance(trace, scenario)


def _turned(trace: Trace, tick: int, scenario: Scenario) -> tuple[Phrase, ...]:
    if not trace["lost"][tick]:
        return (Phrase("The best score so far is one whose settings are known."),)
    hours = written(trace["again"][tick], digits=0, unit="h")
    return (
        Phrase(f"Nobody knows any more how {_WHAT[scenario.asked]} was made", "warn"),
        Phrase(f"; to find it again would take {hours} of re-runs on average."),
    )


def _balance(trace: Trace, scenario: Scenario) -> tuple[Phrase, ...]:
    told = trace.summary
    if told["regret"] != told["regret"]:
        return (Phrase(f"After {len(trace)} runs nothing can be handed over", "warn"), Phrase("."))
    regret, hours = written(told["regret"]), written(told["again"], digits=0)
    cost = f"; {written(told['note_hours'], digits=1)} h went into notes."
    if told["lost"]:
        less = f"is worth {regret} points less than with a log" if told["regret"] > 0 else "is by luck no worse"
        return (
            Phrase(f"After {len(trace)} runs {_WHAT[scenario.asked]} is lost", "warn"),
            Phrase(f": what is handed over {less}; to find it again takes {hours} h{cost}"),
        )
    if told["regret"] != 0:  # another run's settings: of the same run it is 0 to the last bit
        by = f"{regret} points are lost" if told["regret"] > 0 else "by luck they are worth no less"
        return (
            Phrase("The best score is remembered, with the settings of another run", "warn"),
            Phrase(f": {by}, and nobody notices{cost}"),
        )
    return (Phrase(f"After {len(trace)} runs {_WHAT[scenario.asked]} can be handed over", "good"), Phrase(cost))
