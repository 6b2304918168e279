"""What can a learner decide in a bank's year of loans?"""

from __future__ import annotations

from typing import ClassVar, Literal

from mlops_widgets import stage

from .world import GROUPS

__all__ = ["WEEKS", "Scenario", "Waive"]

WEEKS = 52
_TITLES = {name: each.title for name, each in GROUPS.items()}


class Waive(stage.Intervention):
    """From this week on, one group gets its loans without an officer's look; any other group no longer does."""

    title: ClassVar[str] = "Lend to this group unseen"

    kind: Literal["waive"] = "waive"
    group: str = stage.knob("self_employed", title="Group", choices=_TITLES)


class Scenario(stage.Scenario):
    """Applicants of four kinds, an officer who turns some away, and the files of those who got a loan."""

    actions: ClassVar[tuple[type[stage.Intervention], ...]] = (Waive,)

    unseen: str = stage.knob(
        "none", title="Loans without a look for", choices={"none": "nobody"} | _TITLES, source="your choice"
    )
    at_random: float = stage.knob(
        0.0,
        title="Loans given at random",
        unit="%",
        ge=0.0,
        le=0.5,
        step=0.01,
        source="your choice",
    )
    reveal: bool = stage.knob(False, title="Show who was turned away", source="no bank can")
    applicants: int = stage.knob(200, title="Applicants", unit="a week", ge=20, le=2000, step=20, source="assumed")
