"""What of the world can a learner move, each by itself, while four gauges watch?"""

from __future__ import annotations

from typing import ClassVar, Literal

from mlops_widgets import stage

__all__ = ["Flip", "Resample", "Scenario", "Shift", "Turn"]


class Shift(stage.Intervention):
    """From this day on, one feature lies elsewhere; the answer to each row is what it was."""

    title: ClassVar[str] = "Move p(x) now"

    kind: Literal["shift"] = "shift"
    size: float = stage.knob(0.5, title="Move x₁ by", unit="σ", ge=-2, le=2, step=0.1, source="assumed")


class Flip(stage.Intervention):
    """From this day on, the correlation of the two features has the other sign; each alone is what it was."""

    title: ClassVar[str] = "Flip the dependence now"

    kind: Literal["flip"] = "flip"


class Turn(stage.Intervention):
    """From this day on, the same row gets another answer."""

    title: ClassVar[str] = "Turn p(y|x) now"

    kind: Literal["turn"] = "turn"
    by: int = stage.knob(60, title="By", unit="°", ge=0, le=180, step=5, source="assumed")


class Resample(stage.Intervention):
    """From this day on, the odds of a positive are two and a half times as high; each class looks as it did."""

    title: ClassVar[str] = "Move p(y) now"

    kind: Literal["resample"] = "resample"


def _day(title: str, default: int) -> int:
    day: int = stage.knob(default, title=title, unit="day", ge=0, le=200, source="assumed")
    return day


class Scenario(stage.Scenario):
    """Rows of two features, a fixed model that knew the world as it was, and labels that come late."""

    actions: ClassVar[tuple[type[stage.Intervention], ...]] = (Shift, Flip, Turn, Resample)

    shift: float = stage.knob(
        0.0, title="Move p(x): x₁ by", unit="σ", ge=-2, le=2, step=0.1, source="assumed: 0 leaves it"
    )
    concept: int = stage.knob(
        60, title="Turn p(y|x) by", unit="°", ge=0, le=180, step=5, source="assumed: 0 leaves it"
    )
    delay: int = stage.knob(14, title="Labels come after", unit="days", ge=0, le=60, source="assumed")
    shift_at: int = _day("Move p(x) on", 30)
    concept_at: int = _day("Turn p(y|x) on", 70)
    copula: float = stage.knob(
        -0.6,
        title="Change the dependence to",
        ge=-0.9,
        le=0.9,
        step=0.1,
        source="assumed: 0.6 leaves it; each feature alone stays what it was",
    )
    copula_at: int = _day("Change the dependence on", 30)
    prior: float = stage.knob(
        1.0,
        title="Move p(y): odds of a positive",
        unit="×",
        ge=0.25,
        le=4,
        step=0.25,
        source="assumed: 1 leaves them",
    )
    prior_at: int = _day("Move p(y) on", 50)
    measure: str = stage.knob(
        "loss", title="Performance", choices={"loss": "log loss", "error": "share of wrong answers"}
    )
    rate: float = stage.knob(
        0.01,
        title="False alarms of a gauge, a day",
        ge=0.005,
        le=0.05,
        step=0.005,
        source="assumed; a gauge is up after two such days in a row",
    )
    rows: int = stage.knob(400, title="Rows a day", ge=100, le=1000, step=50, source="assumed")
    days: int = stage.knob(120, title="Length", unit="days", ge=60, le=240, step=10, source="assumed")
