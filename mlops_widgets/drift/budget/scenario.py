"""What can a learner turn, and break, in a day of a service with an error budget?"""

from __future__ import annotations

from typing import ClassVar, Literal

from mlops_widgets import stage

__all__ = ["Break", "Scenario"]


class Break(stage.Intervention):
    """From this minute on, and for some minutes, a share of the requests fails."""

    title: ClassVar[str] = "Break it now"

    kind: Literal["break"] = "break"
    share: float = stage.knob(0.2, title="Share that fails", unit="%", ge=0.01, le=1, step=0.01)
    minutes: int = stage.knob(20, title="For", unit="min", ge=1, le=240)


class Scenario(stage.Scenario):
    """A day of requests, an incident in it, and the promise that it is held against."""

    actions: ClassVar[tuple[type[stage.Intervention], ...]] = (Break,)

    seed: int = stage.knob(0, title="Seed", ge=0, le=999, source="assumed: any number")
    target: str = stage.knob(
        "0.999",
        title="Promised",
        choices={"0.99": "99 % good", "0.999": "99.9 % good", "0.9999": "99.99 % good"},
        source="your choice, over 30 days",
    )
    share: float = stage.knob(
        0.05, title="Share that fails", unit="%", ge=0, le=1, step=0.005, source="your choice: during the incident"
    )
    lasts: int = stage.knob(60, title="Incident lasts", unit="min", ge=0, le=600, step=5, source="your choice")
    at: int = stage.knob(480, title="Incident begins", unit="min", ge=0, le=1200, step=5, source="assumed")
    base: float = stage.knob(
        0.0002,
        title="Share that fails anyway",
        unit="%",
        ge=0,
        le=0.01,
        step=0.0001,
        source="assumed: no service is perfect",
    )
    requests: int = stage.knob(600, title="Requests", unit="a minute", ge=1, le=10_000, source="assumed: steady")
