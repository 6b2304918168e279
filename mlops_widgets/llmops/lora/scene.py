"""How are a gain and a loss shown side by side, and what would one say about them aloud?"""

from __future__ import annotations

from collections.abc import Iterator

from mlops_widgets.stage import Axis, Lane, Line, Phrase, ReadOut, Scene, Threshold, Trace, Verdict, written

from .grid import RANKS
from .scenario import Scenario

__all__ = ["COUNTING", "scene"]

COUNTING = (
    378.0  # perplexity of the course's text for a rule that only knows how often each token occurs; a test holds it
)

_NEWS = {
    "half": ("Half of the tickets are answered to the letter", "good"),
    "twice": ("The old text has become more than twice as surprising", "warn"),
    "stop": ("Training was stopped; these weights are kept", "ink"),
}


def scene(trace: Trace) -> Scene:
    """Three lanes: the new trade, the old one, and the tickets that are right."""
    scenario: Scenario = trace.scenario  # type: ignore[assignment]  # our simulate put it there
    is_full = scenario.place == "full"
    what = "every weight" if is_full else f"rank {scenario.rank}"
    return Scene(
        title="Adapting a model: what it gains, what it forgets",
        subtitle=f"measured: trainings that were run beforehand; {what}",
        axis=Axis("steps"),
        lanes=(
            _lane("The desk's answers", "perplexity, tickets held out", "new", what, is_full=is_full),
            _lane(
                "The course's text", "perplexity, held out", "old", what, Threshold(COUNTING, "a count of words"),
                is_full=is_full,
            ),
            Lane(
                "Answered to the letter", "share of the tickets", _lines("exact", what, is_full=is_full),
                low=0.0, high=1.0, digits=0, sign="%", height=0.7,
            ),
        ),
        flags={"half": "good", "twice": "warn", "stop": "accent"},
        verdicts=tuple(Verdict(tick, phrases) for tick, phrases in _said(trace, scenario)),
        readouts=(
            ReadOut("thousand parameters trained", "parameters", digits=1),
            ReadOut("kB to keep", "stored", digits=0),
            ReadOut("times as surprised by the old text", "forgotten", digits=1),
        ),
        sources="Measured on the course's own model of 542 thousand parameters: 8 rows a step, 160 steps, AdamW. "
        f"Ranks: {', '.join(map(str, RANKS))}.",
    )  # fmt: skip


def _lane(title: str, unit: str, name: str, what: str, *more: Threshold, is_full: bool) -> Lane:
    return Lane(title, unit, (*_lines(name, what, is_full=is_full), *more), digits=0, log=True)


def _lines(name: str, what: str, *, is_full: bool) -> tuple[Line, ...]:
    other = () if is_full else (Line(f"{name}_full", tone="ink", dashed=True, label="every weight"),)
    return (*other, Line(name, label=what))


def _said(trace: Trace, scenario: Scenario) -> Iterator[tuple[int, tuple[Phrase, ...]]]:
    last = len(trace) - 1
    told: dict[int, tuple[Phrase, ...]] = {0: (Phrase("The model knows the course, and nothing of the desk."),)}
    for event in trace.events:
        if event.tick < last:
            words, tone = _NEWS[event.kind]
            told[event.tick] = (Phrase(words, tone), Phrase("."))  # type: ignore[arg-type]  # a tone
    yield from sorted(told.items())
    yield last, _balance(trace, scenario)


def _balance(trace: Trace, scenario: Scenario) -> tuple[Phrase, ...]:
    names = ("new", "old", "exact", "parameters", "forgotten")
    new, old, exact, thousands, times = (float(trace[name][-1]) for name in names)
    what = "All weights" if scenario.place == "full" else f"Rank {scenario.rank}"
    return (
        Phrase(f"{what}: {written(exact, digits=0, unit='%')} of the tickets to the letter", "ink"),
        Phrase(f", the desk at {new:.1f} and "),
        Phrase(f"the old text at {old:.0f}, {times:.1f} times the start", "warn" if times > 2 else "good"),
        Phrase(f", for {thousands:,.1f} thousand parameters."),
    )
