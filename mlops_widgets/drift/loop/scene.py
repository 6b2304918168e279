"""How is a recommender's loop shown, and what would one say about it aloud?"""

from __future__ import annotations

from collections.abc import Iterator

from mlops_widgets import stage
from mlops_widgets.stage import Lane, Line, Phrase, Points, ReadOut, Scene, Threshold, Verdict

from .scenario import Scenario
from .simulate import MONTH
from .world import ITEMS, SLOTS, Bounds

__all__ = ["scene"]


def scene(trace: stage.Trace) -> Scene:
    """Three lanes: what the pages earn, how few items they show, and what is believed of the leading item."""
    scenario: Scenario = trace.scenario  # type: ignore[assignment]  # our simulate put it there
    bounds: Bounds = trace.labels  # type: ignore[assignment]  # the same
    learned = "look" if scenario.policy == "looks" else "showing"
    return Scene(
        title="A page that learns from its own clicks",
        subtitle=f"generated: {ITEMS} items, {SLOTS} places on the page",
        axis=stage.Axis("days"),
        lanes=(
            Lane(
                "Clicks",
                "per user and day",
                (
                    Points("clicks"),
                    Line("earned", label="the loop"),
                    Threshold(bounds.oracle, "best possible", tone="good"),
                    Threshold(bounds.random, "random pages"),
                ),
                low=0.0,
                digits=1,
            ),
            Lane(
                "Items shown",
                f"in effect, of {ITEMS}",
                (Line("items"), Threshold(SLOTS, "one page for all")),
                low=0.0,
                high=float(ITEMS),
                digits=0,
                height=0.6,
            ),
            Lane(
                "Appeal",
                f"chance of a click by one who looks; believed: clicks per {learned} in the log",
                (
                    Line("leader", label="leader, true"),
                    Line("leader_belief", dashed=True, label="leader, believed"),
                    Line("best_belief", tone="good", dashed=True, label="best, believed"),
                    Threshold(bounds.appeal, "best item, true", tone="good"),
                ),
                low=0.0,
                height=0.9,
            ),
        ),
        flags={"turn": "soft", "found": "good", "unseen": "warn"},
        verdicts=tuple(Verdict(tick, phrases) for tick, phrases in _said(trace)),
        readouts=(
            ReadOut("clicks per user", "earned", digits=2, base=f"best possible {bounds.oracle:.2f}"),
            ReadOut(
                "of the best possible", "share", unit="%", base=f"random {_percent(bounds.random / bounds.oracle)}"
            ),
            ReadOut("items shown in effect", "items", digits=1, base=f"of {ITEMS}"),
            ReadOut("pages with the best item", "best_shown", unit="%"),
        ),
        sources="Appeals, users and looks are assumed; what follows from them is computed.",
    )


def _said(trace: stage.Trace) -> Iterator[tuple[int, tuple[Phrase, ...]]]:
    """One sentence for each stretch between events, true at every tick of it."""
    yield 0, (Phrase("The first day shows everybody random items; the recommender learns from their clicks."),)
    last = len(trace) - 1
    told: dict[int, tuple[Phrase, ...]] = {1: (Phrase(_habit(trace)),)}
    for event in trace.events:
        told[event.tick] = _news(event)
    yield from ((tick, phrases) for tick, phrases in sorted(told.items()) if 0 < tick < last)
    yield last, _balance(trace)


def _habit(trace: stage.Trace) -> str:
    if getattr(trace.scenario, "explore", 0) == 1:
        return "Everybody goes on seeing random items; nothing that it learns is used."
    return "It shows what was clicked most, and learns from the clicks on that."


def _news(event: stage.Event) -> tuple[Phrase, ...]:
    match event.kind:
        case "turn":
            return (
                Phrase("Tastes have changed", "ink"),
                Phrase("; what the recommender knows is from before."),
            )
        case "found":
            return (
                Phrase(f"On day {event.tick} it put the best item on its page", "ink"),
                Phrase(", for the first time with these tastes."),
            )
    return (
        Phrase(f"By day {event.tick} nobody had seen the best item for {MONTH} days", "warn"),
        Phrase(": without a showing no click can speak for it."),
    )


def _balance(trace: stage.Trace) -> tuple[Phrase, ...]:
    """The last word: what the loop earns, beside random pages, and how many see the best item."""
    share, random, best = (trace.summary[name] for name in ("share", "random", "best_shown"))
    poor = share < (1 + random) / 2  # nearer to random pages than to the best possible
    seen = "nobody" if best == 0 else "everybody" if best == 1 else f"{_percent(max(best, 0.01))} of users"
    return (
        Phrase(
            f"In the last {MONTH} days the loop earned {_percent(share)} of what is possible",
            "warn" if poor else "ink",
        ),
        Phrase(f" (random {_percent(random)}), and {seen} saw the best item."),
    )


def _percent(share: float) -> str:
    return stage.written(share, digits=0, unit="%")
