"""What can a learner choose before a model is adapted, and do while it learns?"""

from __future__ import annotations

from typing import ClassVar, Literal

from mlops_widgets import stage

from .grid import RANKS, RATES, SEEDS, Run

__all__ = ["Scenario", "Stop"]

_RATES = {"careful": RATES[0], "bold": RATES[1]}


class Stop(stage.Intervention):
    """The weights of this step are kept; nothing is learned after it."""

    title: ClassVar[str] = "Stop here and keep this"

    kind: Literal["stop"] = "stop"


class Scenario(stage.Scenario):
    """One training out of those that were run beforehand."""

    actions: ClassVar[tuple[type[stage.Intervention], ...]] = (Stop,)

    seed: int = stage.knob(
        0,
        title="Seed",
        ge=0,
        le=SEEDS - 1,
        source="adapters beside two matrices, not rehearsed, were trained twice; all else once",
        when={"place": "attention", "rehearse": "false"},
    )
    power: int = stage.knob(
        2,
        title="Rank, as a power of 2",
        ge=0,
        le=len(RANKS) - 1,
        source="your choice: 0 is rank 1, 4 is rank 16",
        when={"place": ["attention", "everywhere"]},
    )
    place: str = stage.knob(
        "attention",
        title="What learns",
        choices={
            "attention": "two matrices a layer",
            "everywhere": "all seven matrices",
            "full": "every weight",
        },
        source="your choice",
    )
    rehearse: bool = stage.knob(False, title="Rehearse the old text", source="a quarter of each batch")
    rate: str = stage.knob(
        "bold",
        title="Learning rate",
        choices={"careful": "careful", "bold": "bold"},
        source="measured: 0.003 or 0.01, a tenth of it where every weight learns",
    )

    @property
    def rank(self) -> int:
        """Of the adapters; 0 where there are none."""
        return 0 if self.place == "full" else RANKS[self.power]

    @property
    def run(self) -> Run:
        """The training in the table that this is: of those that were run once, the first."""
        seed = 0 if self.rehearse or self.place != "attention" else self.seed
        return Run(self.place, self.rank, 0.25 if self.rehearse else 0.0, _RATES[self.rate], seed)
