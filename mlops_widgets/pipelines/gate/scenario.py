"""What can a learner turn at a quality gate?"""

from __future__ import annotations

from mlops_widgets import stage

__all__ = ["COMMITS", "SHARED", "Scenario"]

COMMITS = 200
SHARED = 0.8  # correlation of two models' troubles with the same row; assumed


class Scenario(stage.Scenario):
    """Two hundred commits, some of which make the model worse, and a gate that sees them through a test set."""

    rows: int = stage.knob(
        500, title="Rows in the test set", ge=50, le=4000, step=50, source="your choice: each costs a label"
    )
    gate: str = stage.knob(
        "bar",
        title="A commit passes when",
        choices={
            "bar": "it reaches the bar",
            "sure": "it is surely above the bar",
            "beside": "it is not below the model in service",
            "yours": "your own gate says so",
        },
        source="your choice",
    )
    slack: float = stage.knob(
        0.015,
        title="It may lack",
        unit="%",
        ge=0.0,
        le=0.06,
        step=0.005,
        source="your choice: points below a healthy model, or below the one in service",
    )
    harm: float = stage.knob(
        0.03,
        title="A broken commit costs",
        unit="%",
        ge=0.005,
        le=0.2,
        step=0.005,
        source="assumed: points of accuracy",
    )
    same: bool = stage.knob(False, title="The same rows for ever", source="your choice")
    broken: float = stage.knob(0.2, title="Broken commits", unit="%", ge=0.05, le=0.8, step=0.05, source="assumed")
    healthy: float = stage.knob(
        0.85, title="Accuracy of a healthy model", unit="%", ge=0.6, le=0.97, step=0.01, source="assumed"
    )
