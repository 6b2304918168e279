"""What can a learner turn, and decide, while planes leave night after night?"""

from __future__ import annotations

from typing import ClassVar, Literal

from mlops_widgets import stage

from .world import SECTIONS

__all__ = ["NIGHTS", "Armour", "Scenario"]

NIGHTS = 60
_PLACES = {name: each.title for name, each in SECTIONS.items()}


class Armour(stage.Intervention):
    """From this night on another part is armoured; the old plates come off, for a plane carries one set."""

    title: ClassVar[str] = "Armour this part now"

    kind: Literal["armour"] = "armour"
    place: str = stage.knob("wings", title="Part", choices=_PLACES)


class Scenario(stage.Scenario):
    """A fleet that leaves every night, and one set of armour for each plane."""

    actions: ClassVar[tuple[type[stage.Intervention], ...]] = (Armour,)

    armour: str = stage.knob(
        "none", title="Armour on", choices={"none": "nothing yet"} | _PLACES, source="your choice"
    )
    reveal: bool = stage.knob(False, title="Show the planes that were lost", source="nobody could, in 1943")
    hits: float = stage.knob(
        2.0, title="Hits on a plane", unit="a night", ge=0.0, le=12.0, step=0.5, source="assumed"
    )
    planes: int = stage.knob(40, title="Planes", unit="a night", ge=1, le=400, source="assumed")
