"""How is a year of incidents shown, and what would one say about it aloud?"""

from __future__ import annotations

from collections.abc import Iterator

from mlops_widgets import stage
from mlops_widgets.stage import Lane, Line, Phrase, ReadOut, Scene, Span, Threshold, Verdict, written
from mlops_widgets.stage.marks import Tone

from .scenario import Scenario
from .world import EXPECTED, MEND, UNDO, WINDOW, Incident

__all__ = ["scene"]

_BEGAN = {
    "sudden drift": "a sudden drift",
    "gradual drift": "a gradual drift",
    "concept drift": "a concept drift",
    "doubled amounts": "a data bug (amounts doubled)",
    "missing values": "a data bug (values missing)",
}
_DONE = {
    "investigate": "Investigated",
    "retrain": "Retrained",
    "refused": "A retraining was refused by the guard",
    "fall_back": "Rules took over",
    "roll_back": "Rolled back",
}
_NAMES = {
    "runbook": "The runbook",
    "always": "Retraining on every alarm",
    "schedule": "The schedule",
    "never": "Doing nothing",
    "yours": "Your policy",
}


def scene(trace: stage.Trace) -> Scene:
    """Three lanes: the answers, the money, and the index that rings."""
    scenario: Scenario = trace.scenario  # type: ignore[assignment]  # our simulate put it there
    return Scene(
        title="A year of incidents, and what the response costs",
        subtitle="generated; all prices assumed",
        axis=stage.Axis("days"),
        lanes=(
            Lane(
                "Right answers",
                "share, of whoever answers that day",
                (
                    Span("broken", "data bug", tone="warn"),
                    Span("rules", "rules answer"),
                    Line("right", label="yours"),
                    Line("right_oracle", tone="ink", dashed=True, label="oracle"),
                ),
                digits=0,
                sign="%",
            ),
            Lane(
                "Money lost so far",
                "thousand €",
                (
                    Line("lost", label="yours"),
                    Line("lost_never", tone="soft", label="never"),
                    Line("lost_always", tone="warn", label="always"),
                    Line("lost_oracle", tone="ink", dashed=True, label="oracle"),
                ),
                low=0.0,
                digits=0,
            ),
            Lane(
                "PSI of the inputs",
                "against what the model was trained on",
                (
                    Span("drifting", "drift comes in"),
                    Line("psi"),
                    Threshold(scenario.threshold, f"alarm {scenario.threshold:g}"),
                ),
                low=0.0,
                height=0.72,
            ),
        ),
        flags={
            "drift": "soft",
            "bug": "warn",
            "investigate": "accent",
            "retrain": "good",
            "refused": "warn",
            "fall_back": "accent",
            "roll_back": "accent",
        },
        verdicts=tuple(Verdict(tick, phrases) for tick, phrases in _said(trace)),
        readouts=(
            ReadOut("lost so far", "lost", unit="k€"),
            ReadOut("an oracle", "lost_oracle", unit="k€"),
            ReadOut("right answers", "right", digits=1, unit="%", base=f"a model that fits {EXPECTED * 100:.0f} %"),
            ReadOut("PSI now", "psi", digits=2),
        ),
        sources=(
            f"Assumed: all knobs but the alarm's; a model that fits is right in {EXPECTED * 100:.0f} %; mending "
            f"takes {MEND} days; a training learns {WINDOW} labelled days; rolling back costs {UNDO} €."
        ),
    )


def _said(trace: stage.Trace) -> Iterator[tuple[int, tuple[Phrase, ...]]]:
    """One sentence for each stretch between events, true at every tick of it."""
    yield 0, (Phrase("Nothing has gone wrong yet."),)
    began = done = None
    incidents: tuple[Incident, ...] = trace.labels  # type: ignore[assignment]  # our simulate put them there
    over = {each.start: each.end for each in incidents if each.is_bug}
    ticks = {event.tick for event in trace.events} | set(over.values())
    said: tuple[Phrase, ...] = ()
    for tick in sorted(tick for tick in ticks if tick < len(trace) - 1):
        for event in (each for each in trace.events if each.tick == tick):
            if event.kind in _DONE:
                done = event
            else:
                began = event
        gone = began is not None and over.get(began.tick, len(trace)) <= tick
        words = _between(began, done, gone=gone)
        if words != said:
            yield tick, words
        said = words
    yield len(trace) - 1, _balance(trace)


def _between(began: stage.Event | None, done: stage.Event | None, *, gone: bool) -> tuple[Phrase, ...]:
    if began is None or (done is not None and done.tick >= began.tick):
        what = _DONE[done.kind] if done else ""
        day = done.tick if done else 0
        after = f", {_since(day - began.tick)} {_BEGAN[began.label]} began" if began else ", with nothing gone wrong"
        return (Phrase(f"{what} on day {day}", "ink"), Phrase(f"{after}."))
    happened = _BEGAN[began.label]
    return (
        Phrase(f"{happened[0].upper()}{happened[1:]} began on day {began.tick}", "ink"),
        Phrase(
            "; it went by itself, and nobody had done anything." if gone else "; nothing has been done about it yet."
        ),
    )


def _since(days: int) -> str:
    return {0: "the day that", 1: "a day after"}.get(days, f"{days} days after")


def _balance(trace: stage.Trace) -> tuple[Phrase, ...]:
    """The last word: what the year cost, beside the best and the laziest response."""
    scenario: Scenario = trace.scenario  # type: ignore[assignment]  # our simulate put it there
    yours, oracle, never = (trace.summary[name] for name in ("lost", "lost_oracle", "lost_never"))
    lost = Phrase(f"{_NAMES[scenario.policy]} lost {written(yours, digits=0)} thousand € in the year", "ink")
    more = f"{written(yours - oracle, digits=0)} more than an oracle would have"
    side = "less" if yours <= never else "more"
    apart = written(abs(never - yours), digits=0)
    beside = ", just as doing nothing" if apart == "0" else f", and {apart} {side} than doing nothing"
    tone: Tone = "soft" if yours <= never else "warn"
    return (lost, Phrase(f": {more}"), Phrase("" if scenario.policy == "never" else beside, tone), Phrase("."))
