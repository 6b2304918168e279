"""What can be seen of a drift while no label has come: uncertainty that moves, and performance that is estimated.

``MarginDensity`` is a scikit-learn estimator and is read when it is first asked for: importing this stays light.
"""

from typing import TYPE_CHECKING, Any

from .delayed import Known, LabelQueue
from .event import Event
from .induced import InducedDrift, induced_drift
from .performance import Band, Compared, Estimate, EstimatedPerformance

if TYPE_CHECKING:
    from .margin_density import MarginDensity

__all__ = [
    "Band",
    "Compared",
    "Estimate",
    "EstimatedPerformance",
    "Event",
    "InducedDrift",
    "Known",
    "LabelQueue",
    "MarginDensity",
    "induced_drift",
]


def __getattr__(name: str) -> Any:  # Any: what a module holds
    if name == "MarginDensity":
        from .margin_density import MarginDensity

        return MarginDensity
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
