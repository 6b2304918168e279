"""What can a learner turn, and decide, while run follows run?"""

from __future__ import annotations

from typing import ClassVar, Literal

from mlops_widgets import stage

__all__ = ["Begin", "Scenario"]


class Begin(stage.Intervention):
    """From this run on a tracker writes every run down, whatever was done before."""

    title: ClassVar[str] = "Begin to track now"

    kind: Literal["begin"] = "begin"


class Scenario(stage.Scenario):
    """Somebody tries one setting after the other, and is asked at any time for the best of them."""

    actions: ClassVar[tuple[type[stage.Intervention], ...]] = (Begin,)

    notes: str = stage.knob(
        "nothing",
        title="Written down",
        choices={
            "nothing": "nothing: I will remember",
            "records": "each new best, by hand",
            "hand": "every run, by hand",
            "tracker": "every run, by a tracker",
            "yours": "what yours says",
        },
        source="your choice",
    )
    asked: str = stage.knob(
        "best",
        title="The question",
        choices={"best": "the best run?", "fast": "the best fast run?"},
        source="your choice; fast is every third run, and nobody said so before",
    )
    half: float = stage.knob(
        8.0,
        title="Half is forgotten after",
        unit="runs",
        ge=1,
        le=60,
        step=1,
        source="assumed; that what is not written down goes quickly at first is Ebbinghaus's, 1885",
    )
    mixed: float = stage.knob(
        0.15, title="Mixed up", unit="%", ge=0, le=1, step=0.01, source="assumed: of what is remembered"
    )
    noise: float = stage.knob(
        0.5, title="Noise of a score", unit="points", ge=0, le=3, step=0.1, source="assumed: of AUC, in hundredths"
    )
    runs: int = stage.knob(60, title="Runs", ge=5, le=200, source="your choice")
    hours: float = stage.knob(1.5, title="One run takes", unit="h", ge=0.1, le=24, step=0.1, source="assumed")
    minutes: float = stage.knob(
        4.0, title="One note takes", unit="min", ge=0.5, le=30, step=0.5, source="assumed: by hand"
    )
