"""What can a learner turn, and do, in a bank's year of card payments?"""

from __future__ import annotations

from typing import ClassVar, Literal

from mlops_widgets import stage

__all__ = ["DAYS", "FRAUDS", "LOST", "PROJECT", "Retrain", "Scenario", "Trick"]

DAYS = 365
FRAUDS = 40  # a day; assumed
LOST = 120.0  # € that a fraud costs which nobody stops; assumed
PROJECT = 2000.0  # € that a retraining costs; assumed


class Retrain(stage.Intervention):
    """Somebody starts a retraining, whatever the rule says."""

    title: ClassVar[str] = "Retrain now"

    kind: Literal["retrain"] = "retrain"


class Trick(stage.Intervention):
    """From this day on, the fraudsters do something quite different."""

    title: ClassVar[str] = "A new trick now"

    kind: Literal["trick"] = "trick"
    turn: float = stage.knob(60.0, title="How different", unit="°", ge=0, le=180, step=5)


class Scenario(stage.Scenario):
    """A year of frauds that change, a model that was trained on those of January, and how it is kept alive."""

    actions: ClassVar[tuple[type[stage.Intervention], ...]] = (Retrain, Trick)

    way: str = stage.knob(
        "watched",
        title="The model is",
        choices={
            "forgotten": "handed over, forgotten",
            "calendar": "retrained by calendar",
            "watched": "watched, retrained",
        },
    )
    pace: float = stage.knob(
        8.0,
        title="Fraud turns by",
        unit="° a month",
        ge=0,
        le=60,
        step=1,
        source="assumed",
    )
    delay: int = stage.knob(
        30,
        title="A fraud is known after",
        unit="days",
        ge=0,
        le=120,
        source="assumed: by complaints",
    )
    handover: int = stage.knob(
        2,
        title="A model is in service after",
        unit="days",
        ge=0,
        le=120,
        source="assumed; by hand, months",
    )
    every: int = stage.knob(
        90, title="Retrained every", unit="days", ge=7, le=180, when={"way": "calendar"}, source="your choice"
    )
    fades: float = stage.knob(
        0.1,
        title="Retrained when the catch falls by",
        unit="%",
        ge=0.02,
        le=0.5,
        step=0.01,
        when={"way": "watched"},
        source="your choice: points below what the new model caught",
    )
    window: int = stage.knob(30, title="Trained on the last", unit="known days", ge=5, le=120, source="your choice")
