"""How is the spending of an error budget shown, and what would one say about it aloud?"""

from __future__ import annotations

from collections.abc import Iterator

from mlops_widgets.stage import (
    Axis,
    Lane,
    Line,
    Phrase,
    Pick,
    Points,
    ReadOut,
    Scene,
    Span,
    Threshold,
    Trace,
    Verdict,
    written,
)

from .simulate import PAGES

__all__ = ["scene"]

_NEWS = {
    "truth": ("Requests fail, and nobody has been paged yet", "ink"),
    "page": ("Somebody has been paged", "ink"),
    "quiet": ("The alert is quiet again", "soft"),
    "missed": ("The errors ended, and nobody was paged for them", "warn"),
}


def scene(trace: Trace) -> Scene:
    """Three lanes: the errors, how fast they burn, what is left."""
    fast, slow = (alert.rate for alert in PAGES)
    return Scene(
        title="An error budget, and who is woken for it",
        subtitle="generated requests, one day of thirty",
        axis=Axis("min"),
        lanes=(
            Lane(
                "Errors", "share of each minute's requests",
                (Span("truth", "incident"), Points("errors"), Pick("break", "Break it here")),
                low=0.0, digits=1, sign="%", height=0.72,
            ),
            Lane(
                "Burn rate", "times as fast as the promise allows",
                (
                    Line("hour", label="1 h"), Line("minutes", tone="soft", dashed=True, label="5 min"),
                    Line("six", tone="good", label="6 h"),
                    Threshold(fast, f"page at {fast:g}"), Threshold(slow, f"page at {slow:g}"),
                ),
                low=0.0, digits=0,
            ),
            Lane("Budget left", "of 30 days", (Line("left"),), high=1.0, digits=1, sign="%", height=0.72),
        ),
        flags={"truth": "soft", "page": "good", "quiet": "soft", "missed": "warn"},
        verdicts=tuple(Verdict(tick, phrases) for tick, phrases in _said(trace)),
        readouts=(
            ReadOut("budget spent", "spent", digits=1, unit="%"),
            ReadOut("burn rate of the last hour", "hour", digits=1),
            ReadOut("burn rate of 5 minutes", "minutes", digits=1),
        ),
        sources="Windows and rates: The Site Reliability Workbook, chapter 5. Traffic: assumed steady.",
    )  # fmt: skip


def _said(trace: Trace) -> Iterator[tuple[int, tuple[Phrase, ...]]]:
    """One sentence for each stretch between events, and the balance at the end."""
    last = len(trace) - 1
    if not any(event.tick == 0 for event in trace.events):
        yield 0, (Phrase("Nothing is wrong; the errors are the usual ones."),)
    told = {event.tick: event for event in trace.events if event.tick < last}  # of one tick the last one
    for tick, event in sorted(told.items()):
        text, tone = _NEWS[event.kind]
        spent = written(trace["spent"][tick], digits=1, unit="%")
        yield tick, (Phrase(text, tone), Phrase(f"; by then {spent} of the month's budget was spent."))  # type: ignore[arg-type]  # a tone
    yield last, _balance(trace)


def _balance(trace: Trace) -> tuple[Phrase, ...]:
    spent, pages, minutes = (trace.summary[name] for name in ("spent", "pages", "minutes_to_page"))
    share = written(spent, digits=1, unit="%")
    woken = f"{pages:.0f} page{'' if pages == 1 else 's'}"
    first = f", the first after {minutes:.0f} min" if pages and minutes == minutes else ""
    return (
        Phrase(f"The day spent {share} of the month's budget", "warn" if spent > 1 / 30 else "ink"),
        Phrase(f"; {woken}{first}."),
    )
