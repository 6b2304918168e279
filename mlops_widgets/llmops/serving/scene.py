"""How is a machine that decodes many requests side by side shown, and what would one say about it aloud?"""

from __future__ import annotations

from collections.abc import Iterator

from mlops_widgets.stage import (
    Axis,
    Lane,
    Line,
    Phrase,
    Pick,
    ReadOut,
    Scene,
    Threshold,
    Trace,
    Verdict,
    written,
)

from .scenario import SECONDS, Scenario
from .simulate import WINDOW

__all__ = ["scene"]


def scene(trace: Trace) -> Scene:
    """Four lanes: who waits, who runs, how full the memory is, how long an answer takes."""
    scenario: Scenario = trace.scenario  # type: ignore[assignment]  # our simulate put it there
    other = "static" if scenario.mode == "continuous" else "continuous"
    return Scene(
        title="A language model behind a door",
        subtitle="generated requests, five minutes",
        axis=Axis("s"),
        lanes=(
            Lane(
                "Waiting", "requests",
                (Line("waiting", tone="warn", label="waiting"), Pick("crowd", "Let a crowd in here")),
                low=0.0, digits=0, height=0.8,
            ),
            Lane(
                "Running", "requests at once", (Line("running", label="running"), Threshold(scenario.batch, "batch")),
                low=0.0, high=1.2 * scenario.batch, digits=0, height=0.6,
            ),
            Lane(
                "Memory", "share of the keys and values that fit", (Line("memory", tone="ink"),),
                low=0.0, high=1.0, digits=0, sign="%", height=0.5,
            ),
            Lane(
                "Seconds a user waits", f"answers of the last {WINDOW} s",
                (
                    Line("other_95", tone="soft", dashed=True, label=f"95 %, {other}"),
                    Line("done_95", tone="ink", label="95 %"), Line("done_50", label="half"),
                    Line("first_95", tone="good", label="first token, 95 %"),
                ),
                digits=1, log=True, height=1.1,
            ),
        ),
        flags={"crowd": "accent", "full": "warn", "free": "soft"},
        verdicts=tuple(Verdict(tick, phrases) for tick, phrases in _said(trace, scenario)),
        readouts=(
            ReadOut("to the first token, 95 %", "first_95", digits=2, unit="s"),
            ReadOut("to the whole answer, 95 %", "done_95", digits=1, unit="s"),
            ReadOut("€ for a million tokens", "cost_tokens", digits=2),
            *([ReadOut("answered by the cache", "hits", digits=0, unit="%")] if scenario.cache else []),
        ),
        sources="Times of an iteration, prices and lengths: assumed. Paid is by the hour, idle or not.",
    )  # fmt: skip


def _said(trace: Trace, scenario: Scenario) -> Iterator[tuple[int, tuple[Phrase, ...]]]:
    """One sentence for each change, and the balance at the end."""
    last = len(trace) - 1
    told: dict[int, tuple[Phrase, ...]] = {0: (Phrase("Whoever comes joins the next iteration."),)}
    if scenario.mode == "static":
        told[0] = (Phrase("Whoever comes waits for the batch before to end."),)
    for event in trace.events:
        if event.tick < last:
            told[event.tick] = _news(event.kind, event.tick, trace, scenario)
    yield from sorted(told.items())
    yield last, _balance(trace, scenario)


def _news(kind: str, tick: int, trace: Trace, scenario: Scenario) -> tuple[Phrase, ...]:
    if kind == "free":
        return (Phrase("Nobody waits any more."),)
    if kind == "crowd":
        return (Phrase("A crowd comes", "ink"), Phrase("; watch who has to wait."))
    if scenario.mode == "static":
        return (Phrase("Whoever comes now waits for the longest answer of the batch", "warn"), Phrase("."))
    if trace["running"][tick] >= scenario.batch:
        return (
            Phrase("The batch is full", "warn"),
            Phrase(": whoever comes now waits until somebody's answer ends."),
        )
    return (Phrase("The memory is full", "warn"), Phrase(": whoever comes now waits, though the batch has room."))


def _balance(trace: Trace, scenario: Scenario) -> tuple[Phrase, ...]:
    found = trace.summary
    computed = found["computed"] / SECONDS
    load = computed / found["limit"]
    slow = written(found["done_95"], digits=1)
    cost = written(found["cost"], digits=2)
    static = scenario.mode == "static"
    over = trace["waiting"][-1] > scenario.batch if static else load > 1
    full = "a full batch" if found["places"] >= scenario.batch else "what fits into the memory"
    can = "could do, continuously," if static else "can do"
    return (
        Phrase(
            f"It had to serve {computed:.1f} requests a second, and {full} {can} {found['limit']:.1f}",
            "warn" if over else "ink",
        ),
        Phrase(f"; one in twenty waited {slow} s or more, and a thousand requests cost {cost} €."),
    )
