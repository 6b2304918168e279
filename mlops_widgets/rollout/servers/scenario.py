"""What can a learner turn before half a minute of requests meets two running versions?"""

from __future__ import annotations

from mlops_widgets import stage

__all__ = ["TICKS", "Scenario"]

TICKS = 30  # seconds


class Scenario(stage.Scenario):
    """Two versions behind a router, for half a minute; what is simulated can be measured as well."""

    share: int = stage.knob(
        25, title="First share", unit="% of users", ge=1, le=49, source="your choice; then 50, all"
    )
    min_requests: int = stage.knob(15, title="Requests a window needs", ge=1, le=1000, source="your choice")
    candidate_errors: float = stage.knob(
        0.4, title="The candidate fails", unit="%", ge=0.0, le=1.0, step=0.01, source="hidden from the policy"
    )
    above: float = stage.knob(0.15, title="Line", unit="%", ge=0.01, le=0.5, step=0.01, source="your choice")
    stable_errors: float = stage.knob(
        0.01, title="The stable version fails", unit="%", ge=0.0, le=1.0, step=0.01, source="assumed"
    )
    requests: float = stage.knob(
        20.0, title="Traffic", unit="requests/s", ge=0.0, le=1000.0, step=1.0, source="assumed"
    )
