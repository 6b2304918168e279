"""How is a release to running servers shown, measured or simulated?"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from mlops_widgets import stage
from mlops_widgets.rollout.policies import VERDICTS
from mlops_widgets.rollout.spoken import SAID, TONES
from mlops_widgets.stage import Lane, Line, Panel, Phrase, ReadOut, Scene, Span, Ticker, Verdict

__all__ = ["scene"]

_NAMES = tuple(VERDICTS)


def scene(trace: stage.Trace) -> Scene:
    """Three lanes: who meets the candidate, how often it fails, how many requests either answers.

    The router switches at one moment, and a look tells of the time since the one before: steps, no slopes.
    """
    return Scene(
        title="A release to two versions behind a router",
        subtitle="one row for each look of the policy",
        axis=stage.Axis("seconds"),
        lanes=(_share(), _failures(), _requests()),
        flags={"warn": "warn", "back": "warn", "on": "good"},
        verdicts=tuple(_verdicts(trace)),
        readouts=(
            ReadOut("have the candidate", "asked", unit="%"),
            ReadOut("answers of it so far", "answered", digits=0),
            ReadOut("of them failed", "failed", digits=0),
        ),
        panels=(Panel("Verdicts", "newest first; a click goes there", Ticker()),),
        sources="Measured: whatever a live run shows. Simulated: all knobs are assumed.",
    )


def _share() -> Lane:
    return Lane(
        "Who meets the candidate",
        "share of the users, asked for and realised",
        (
            Span("shadow", "copies only"),
            Line("realised", tone="soft", label="realised", step="pre"),
            Line("asked", tone="ink", label="asked for", step="pre"),
        ),
        low=0.0, digits=0, sign="%", height=0.7,
    )  # fmt: skip


def _failures() -> Lane:
    return Lane(
        "Failures",
        "share of the answers so far",
        (
            Line("window", tone="soft", label="candidate, this second"),
            Line("stable", tone="ink", dashed=True, label="stable"),
            Line("candidate", label="candidate"),
        ),
        low=0.0, digits=0, sign="%",
    )  # fmt: skip


def _requests() -> Lane:
    return Lane(
        "Traffic",
        "requests a second",
        (
            Line("to_stable", tone="ink", dashed=True, label="stable", step="pre"),
            Line("to_candidate", label="candidate", step="pre"),
        ),
        low=0.0, digits=0, height=0.7,
    )  # fmt: skip


def _verdicts(trace: stage.Trace) -> Iterator[Verdict]:
    """One sentence for each look."""
    codes = trace["verdict"]
    promoted = {event.tick for event in trace.events if event.label == "promoted"}
    if np.isnan(codes[0]):
        yield Verdict(0, (Phrase("Released; nothing is measured yet."),))
    for tick in np.flatnonzero(~np.isnan(codes)):
        name = _NAMES[int(codes[tick])]
        said = f"{'Promoted' if tick in promoted else SAID[name]} at {round(trace.time[tick], 1):g} s"
        counted = (
            f": {trace['failed'][tick]:.0f} of {trace['answered'][tick]:.0f} answers of the candidate failed so far."
        )
        yield Verdict(int(tick), (Phrase(said, TONES.get(name, "ink")), Phrase(counted)))
