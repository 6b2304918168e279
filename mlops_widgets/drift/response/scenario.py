"""What can a learner turn, and order, while a year of incidents goes by?"""

from __future__ import annotations

from typing import ClassVar, Literal

from mlops_widgets import stage

from .day import ACTIONS

__all__ = ["Order", "Scenario"]


class Order(stage.Intervention):
    """On this day, what the learner orders is done, whatever the policy wanted."""

    title: ClassVar[str] = "Order something now"

    kind: Literal["order"] = "order"
    action: str = stage.knob(
        "retrain", title="Action", choices={each: words for each, words in ACTIONS.items() if each != "wait"}
    )


class Scenario(stage.Scenario):
    """A model in service for a year, and the policy that answers for it."""

    actions: ClassVar[tuple[type[stage.Intervention], ...]] = (Order,)

    policy: str = stage.knob(
        "runbook",
        title="Policy",
        choices={
            "runbook": "runbook: look, then act",
            "always": "retrain on every alarm",
            "schedule": "retrain on a schedule",
            "never": "never do anything",
            "yours": "yours",
        },
    )
    threshold: float = stage.knob(
        0.25,
        title="Alarm above",
        unit="PSI",
        ge=0.05,
        le=1.5,
        step=0.05,
        source="published rule of thumb (Siddiqi 2006): 0.1 look, 0.25 act",
    )
    guard: bool = stage.knob(True, title="Guard before retraining", source="your choice")
    every: int = stage.knob(
        30, title="Retrain every", unit="days", ge=1, le=180, when={"policy": "schedule"}, source="your choice"
    )
    incidents: int = stage.knob(6, title="Incidents in the year", ge=0, le=12, source="assumed")
    delay: int = stage.knob(7, title="Labels arrive after", unit="days", ge=0, le=60, source="assumed")
    wear: float = stage.knob(
        0.5, title="Quality worn away", unit="points in 30 days", ge=0, le=5, step=0.1, source="assumed"
    )
    harm: float = stage.knob(
        3.0, title="Harm of a data drift", unit="points per σ", ge=0, le=10, step=0.5, source="assumed"
    )
    bug: float = stage.knob(
        15.0, title="Harm of a data bug", unit="points", ge=0, le=40, step=1, source="assumed: while it lasts"
    )
    poison: float = stage.knob(
        20.0,
        title="Harm of learning a data bug",
        unit="points",
        ge=0,
        le=40,
        step=1,
        source="assumed: if all that was learned from is damaged",
    )
    rules_gap: float = stage.knob(
        6.0, title="Rules are worse by", unit="points", ge=0, le=30, step=0.5, source="assumed"
    )
    price: int = stage.knob(
        400, title="A point costs", unit="€ a day", ge=0, le=5000, step=50, source="assumed: 100 errors at 4 €"
    )
    retraining: int = stage.knob(
        3000, title="A retraining costs", unit="€", ge=0, le=30_000, step=100, source="assumed"
    )
    investigation: int = stage.knob(
        800,
        title="An investigation costs",
        unit="€",
        ge=0,
        le=10_000,
        step=100,
        source="assumed: a person for a day",
    )
