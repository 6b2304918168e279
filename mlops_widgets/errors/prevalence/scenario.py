"""What can be turned in a year of inspections: how rare defects are, and from which score on a part is stopped?"""

from __future__ import annotations

from typing import ClassVar, Literal

from mlops_widgets import stage

__all__ = ["NEVER", "Move", "Scenario"]

NEVER = 6.0  # σ: no part scores as high, so nothing is ever stopped


class Move(stage.Intervention):
    """From this day on, parts are stopped from another score on."""

    title: ClassVar[str] = "Move the threshold"

    kind: Literal["move"] = "move"
    to: float = stage.knob(1.0, title="Stop from a score of", unit="σ", ge=-2, le=NEVER, step=0.1)


class Scenario(stage.Scenario):
    """A year of parts on a belt, a model that scores each, and a threshold."""

    actions: ClassVar[tuple[type[stage.Intervention], ...]] = (Move,)

    seed: int = stage.knob(0, title="Seed", ge=0, le=999, source="assumed: any number")
    prevalence: str = stage.knob(
        "0.02",
        title="Parts that are defective",
        choices={
            "0.003": "0.3 %", "0.02": "2 %", "0.033": "3.3 %", "0.1": "10 %", "0.25": "25 %", "0.5": "50 %",
        },
        source="0.3 % as in a factory, 2 % as in a screening, 3.3 % as of a wake word: the lecture's",
    )  # fmt: skip
    threshold: float = stage.knob(
        1.8,
        title="Stop from a score of",
        unit="σ",
        ge=-2,
        le=NEVER,
        step=0.1,
        source="your choice; good parts have mean 0",
    )
    apart: float = stage.knob(
        3.0, title="Defects score higher by", unit="σ", ge=0, le=5, step=0.1, source="assumed: how good the model is"
    )
    parts: int = stage.knob(200, title="Parts", unit="a day", ge=20, le=1000, step=20, source="assumed: steady")
