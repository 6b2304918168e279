"""What can a learner turn while two hundred tests are watched?"""

from __future__ import annotations

from mlops_widgets import stage

__all__ = ["Scenario"]


class Scenario(stage.Scenario):
    """Two hundred tests of the same two versions, looked at every day, and the rule by which each is stopped."""

    rule: str = stage.knob(
        "peeking",
        title="Stop",
        choices={
            "peeking": "at the first p < 0.05",
            "fixed": "at the end, one look",
            "pocock": "by Pocock's boundary",
            "obrien_fleming": "by O'Brien and Fleming's",
            "msprt": "by an mSPRT",
            "sequence": "by a confidence sequence",
            "yours": "yours",
        },
        source="your choice",
    )
    lift: float = stage.knob(
        0.0,
        title="Lift of the new version",
        unit="%",
        ge=0,
        le=0.5,
        step=0.01,
        source="assumed: relative to the base rate; 0 for two versions that are the same",
    )
    looks: int = stage.knob(28, title="Looks, one a day", ge=1, le=100, source="assumed: four weeks")
    base: float = stage.knob(
        0.05, title="Base rate", unit="%", ge=0.01, le=0.5, step=0.01, source="assumed: users who convert"
    )
    users: int = stage.knob(
        500, title="Users a day", unit="each version", ge=50, le=5000, step=50, source="assumed: traffic"
    )
