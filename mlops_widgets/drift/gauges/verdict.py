"""What does it mean that just these gauges are up? One sentence, true on its day."""

from __future__ import annotations

from mlops_widgets import stage
from mlops_widgets.stage import Phrase

from .simulate import GAUGES, Labels

__all__ = ["said"]

_CALLED = {
    "features": "the features",
    "together": "both features together",
    "predictions": "the predictions",
    "performance": "performance",
}
_MOVED = {"shift": "x₁ moved", "copula": "the dependence changed", "concept": "p(y|x) turned", "prior": "p(y) moved"}


def said(trace: stage.Trace, day: int) -> tuple[Phrase, ...]:
    """Which gauges are up on ``day``, and what that means, as one who knows the truth says it."""
    labels: Labels = trace.labels  # type: ignore[assignment]  # our simulate put it there
    delay: int = trace.scenario.delay  # type: ignore[attr-defined]  # our scenario has it
    on = {gauge for gauge in GAUGES if trace[f"{gauge}_up"][day] > 0}
    moved = tuple(dict.fromkeys(name for begun, name in labels.begun if begun <= day))
    told = {name for begun, name in labels.begun if begun + delay <= day}
    waiting = [name for name in moved if name not in told]
    if not on:
        return _quiet(moved, waiting, delay)
    names = _listed([_CALLED[gauge] for gauge in GAUGES if gauge in on])
    lead = Phrase(f"Up: {names}", "ink")
    if not moved:
        return (lead, Phrase("; nothing has moved, it is "), Phrase("a false alarm", "warn"), Phrase("."))
    return (lead, Phrase(f": {_meaning(on, set(moved), told)}"), *_awaited(waiting, delay), Phrase("."))


def _quiet(moved: tuple[str, ...], waiting: list[str], delay: int) -> tuple[Phrase, ...]:
    if not moved:
        return (Phrase("All four gauges are quiet, and nothing has moved."),)
    lead = (Phrase("All four gauges are quiet", "warn"), Phrase(f", though {_what(moved)}"))
    return (*lead, *_awaited(waiting, delay), Phrase("."))


def _awaited(waiting: list[str], delay: int) -> tuple[Phrase, ...]:
    """What the labels have not told yet."""
    if not waiting:
        return ()
    return (Phrase("; "), Phrase(f"labels since {_what(tuple(waiting))} come {delay} days late", "accent"))


def _meaning(on: set[str], moved: set[str], told: set[str]) -> str:
    """What just these gauges say of what moved."""
    if "performance" in on:
        return _failing(on, moved, told)
    if "features" in on:
        seen = "the inputs moved"
    elif "together" in on:
        seen = "no feature alone shows it, their dependence does"
    else:
        seen = "the model answers otherwise than it used to"
    if not moved <= told:
        return seen
    return f"{seen}, and performance does not show it" if moved & {"concept", "prior"} else f"{seen}; the model holds"


def _failing(on: set[str], moved: set[str], told: set[str]) -> str:
    """Why performance is up."""
    inputs = on & {"features", "together", "predictions"}
    if not told:
        return "by chance, for no label since the move has come"
    if "concept" in told:
        return "the inputs moved, and so did the answer to them" if inputs else "the same inputs get other answers"
    if "prior" in told:
        return "positives are as frequent as the model never knew them"
    if moved - told:
        return "the labels so far are of rows that the model finds harder"
    return "the answer to each row is what it was, but more rows are hard to tell"


def _what(moved: tuple[str, ...]) -> str:
    return _listed([_MOVED[name] for name in moved])


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
