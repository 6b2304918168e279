"""How is an experiment on users shown, and what would one say about it aloud?"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from mlops_widgets import stage
from mlops_widgets.stage import Bells, Lane, Line, Panel, Phrase, ReadOut, Scene, Span, Stack, Verdict, written
from mlops_widgets.stage.marks import Tone

from .scenario import POLICIES, TESTS, Scenario
from .simulate import LETTERS
from .world import HOURS, NAMES

__all__ = ["scene"]

_TONES: tuple[Tone, ...] = ("soft", "accent", "warn", "good")


def scene(trace: stage.Trace) -> Scene:
    """Who met which version, what that lost, and what is believed of each version by now."""
    scenario: Scenario = trace.scenario  # type: ignore[assignment]  # our simulate put it there
    letters = LETTERS[: scenario.versions]
    return Scene(
        title="Which recommender should answer?",
        subtitle=f"{POLICIES[scenario.policy]}, learning from {scenario.goal}; generated, all chances assumed",
        axis=stage.Axis("days"),
        lanes=(
            Lane(
                "Who met which version",
                "share of the last day's users",
                (Stack(tuple(f"share_{each}" for each in letters), NAMES[: len(letters)], _TONES[: len(letters)]),),
                low=0.0,
                high=1.0,
                digits=0,
                sign="%",
            ),
            Lane(
                "Lost so far",
                "€, against each user's best version",
                (
                    Span("sold_out", "B sold out"),
                    Line("lost_single", tone="ink", dashed=True, label="best one for all"),
                    Line("lost", label="this policy"),
                    Line("lost_uniform", tone="soft", label="equal shares"),
                ),
                low=0.0,
                digits=0,
            ),
        ),
        panels=(
            _panel("Clicks", "share of users", "click", letters, high=0.6, sign="%"),
            _panel("Profit in the cold", "€ a user", "cold", letters, high=2.0),
            _panel("Profit in the warm", "€ a user", "warm", letters, high=2.0),
        ),
        flags={"turn": "soft", "mismatch": "warn", "decided": "good", "mistaken": "warn"},
        verdicts=tuple(Verdict(tick, tuple(_said(trace, tick))) for tick in _ticks(trace)),
        readouts=(
            ReadOut("lost", "lost", unit="€"),
            ReadOut("with equal shares", "lost_uniform", unit="€"),
            ReadOut("earned", "earned", unit="€"),
            ReadOut("clicked", "clicked", digits=1, unit="%"),
        ),
        sources=(
            "Assumed: chances of clicks and purchases, margins (A 4 €, the others 12 €), climates. "
            "Beliefs are Beta distributions, drawn as normal curves. Everybody would do the same under every policy."
        ),
    )


def _panel(title: str, unit: str, name: str, letters: str, *, high: float, sign: str = "") -> Panel:
    means = tuple(f"{name}_{each}" for each in letters)
    spreads = tuple(f"{each}_spread" for each in means)
    labels = tuple(letters.upper())
    digits = 0 if sign else 2
    return Panel(title, unit, Bells(means, spreads, labels, _TONES[: len(letters)], 0.0, high, digits, sign))


def _ticks(trace: stage.Trace) -> list[int]:
    return sorted({0, *range(23, HOURS, 24), *(event.tick for event in trace.events)})


def _said(trace: stage.Trace, tick: int) -> Iterator[Phrase]:
    scenario: Scenario = trace.scenario  # type: ignore[assignment]  # our simulate put it there
    happened = {event.kind: event for event in trace.events if event.tick <= tick}
    days = (tick + 1) // 24  # that are over
    if not days:
        yield Phrase("The first day is not over yet.")
        return
    if chosen := happened.get("decided") or happened.get("mistaken"):
        right = chosen.kind == "decided"
        yield Phrase(
            f"The test chose {chosen.label[0]} after {_days(chosen.tick // 24 + 1)}", "good" if right else "warn"
        )
        yield Phrase(", the best one for all" if right else ", which is not the best one for all")
    elif scenario.policy in TESTS:
        yield Phrase("The test goes on", "ink")
    else:
        yield from _leading(trace, days)
    yield from _balance(trace, days)
    if "mismatch" in happened:
        yield Phrase(" The groups are not as large as planned:", "warn")
        yield Phrase(" the splitter loses users, and the test means nothing.")
    if tick == HOURS - 1:
        yield from _morals(trace, scenario)


def _days(days: int) -> str:
    return "a day" if days == 1 else f"{days} days"


def _leading(trace: stage.Trace, days: int) -> Iterator[Phrase]:
    letters = LETTERS[: trace.scenario.versions]  # type: ignore[attr-defined]  # our scenario has it
    shares = [trace[f"share_{each}"][24 * days - 1] for each in letters]
    share, top = max(zip(shares, letters.upper(), strict=True))
    yield Phrase(f"{top} answered {written(share, digits=0, unit='%')} of the users on day {days}", "ink")


def _balance(trace: stage.Trace, days: int) -> Iterator[Phrase]:
    lost, even = (trace[name][24 * days - 1] for name in ("lost", "lost_uniform"))
    yield Phrase(f"; after {_days(days)} {written(lost, digits=0)} € were lost, ")
    less = lost <= even
    yield Phrase(f"{written(abs(even - lost), digits=0)} € {'less' if less else 'more'}", "good" if less else "warn")
    yield Phrase(" than with equal shares.")


def _morals(trace: stage.Trace, scenario: Scenario) -> Iterator[Phrase]:
    """What clicks say, and what profit says, of those who met each version."""
    known = [each for each in LETTERS[: scenario.versions] if np.isfinite(trace[f"click_{each}"][-1])]
    clicked = max(known, key=lambda each: trace[f"click_{each}"][-1])
    yield Phrase(f" {clicked.upper()} was clicked most")
    for name, where in (("cold", "in the cold"), ("warm", "in the warm")):
        met = [each for each in known if np.isfinite(trace[f"{name}_{each}"][-1])]
        if met:
            earned = max(met, key=lambda each: trace[f"{name}_{each}"][-1])
            yield Phrase(f", {earned.upper()} earned most {where}")
    yield Phrase(".")
