"""What can a learner turn, and place by hand, while machines search?"""

from __future__ import annotations

from typing import ClassVar, Literal

from mlops_widgets import stage

__all__ = ["MACHINES", "Place", "Scenario"]

MACHINES = {
    "bayes": "Bayesian optimisation",
    "tpe": "TPE",
    "evolution": "Aging evolution",
    "random": "Random search",
    "grid": "Grid search",
    "yours": "yours",
}
_MEASURED = "measured: every network was trained"


class Place(stage.Intervention):
    """Train one network that you chose yourself: the trained one nearest to this place."""

    title: ClassVar[str] = "Train this network"

    kind: Literal["place"] = "place"
    rate: float = stage.knob(-3.0, title="Learning rate, log₁₀", ge=-4.0, le=0.0, step=0.1, source="your choice")
    width: float = stage.knob(4.0, title="Units in a layer, log₂", ge=1.0, le=7.0, step=0.5, source="your choice")


class Scenario(stage.Scenario):
    """A table of trained networks, a budget, and who searches in it."""

    actions: ClassVar[tuple[type[stage.Intervention], ...]] = (Place,)

    strategy: str = stage.knob("bayes", title="Machine", choices=MACHINES, source="the picture shows where it looks")
    trials: int = stage.knob(30, title="Budget", unit="networks", ge=5, le=50, source="assumed")
    space: str = stage.knob(
        "plane",
        title="Space",
        choices={"plane": "rate × units", "whole": "all six hyperparameters"},
        source=_MEASURED,
    )
    cost: str = stage.knob(
        "trials",
        title="Counted in",
        choices={"trials": "networks", "seconds": "seconds of training"},
        source=_MEASURED,
    )
    reveal: bool = stage.knob(False, title="Show where the best 5 % are", source="nobody could, before the search")
