"""What can a learner turn, and do, while a recommender learns from its own clicks?"""

from __future__ import annotations

from typing import ClassVar, Literal

from mlops_widgets import stage

__all__ = ["Scenario", "Turn"]


class Turn(stage.Intervention):
    """From this day on, other items appeal."""

    title: ClassVar[str] = "Tastes change now"

    kind: Literal["turn"] = "turn"


class Scenario(stage.Scenario):
    """A shop's page that shows five of forty items, and the recommender that chooses them."""

    actions: ClassVar[tuple[type[stage.Intervention], ...]] = (Turn,)

    explore: float = stage.knob(
        0.0,
        title="Exploration",
        unit="%",
        ge=0,
        le=1,
        step=0.01,
        source="your choice: users whose page is drawn at random",
    )
    every: int = stage.knob(1, title="Days between retrainings", ge=1, le=56, source="your choice")
    users: int = stage.knob(100, title="Users a day", ge=20, le=500, step=20, source="assumed: a small shop")
    bias: float = stage.knob(
        0.5,
        title="Position bias",
        ge=0,
        le=2,
        step=0.25,
        source="assumed: place k is looked at with chance k^(−bias), as in Joachims et al. 2017; 0: always",
    )
    policy: str = stage.knob(
        "showings",
        title="Ranks by",
        choices={"showings": "clicks per showing", "looks": "clicks per look", "yours": "yours"},
        source="your choice: showings far down the page are hardly looked at",
    )
    memory: int = stage.knob(
        28, title="Learns from the last", unit="days", ge=7, le=364, step=7, source="assumed: four weeks"
    )
    days: int = stage.knob(168, title="Length", unit="days", ge=28, le=364, step=28)
    turn: int = stage.knob(
        84,
        title="Tastes change on day",
        ge=7,
        le=371,
        step=7,
        source="assumed: the generator's own truth; after the end, never",
    )
