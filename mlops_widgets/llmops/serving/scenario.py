"""What can a learner turn, and let happen, in five minutes of a language model behind a door?"""

from __future__ import annotations

from typing import ClassVar, Literal

from mlops_widgets import stage

from .batching import Machine

__all__ = ["LONGEST", "SECONDS", "Crowd", "Scenario"]

SECONDS = 300
LONGEST = 1000  # tokens: no prompt and no answer is longer


class Crowd(stage.Intervention):
    """From this second on, and for some seconds, more requests come than usual."""

    title: ClassVar[str] = "Let a crowd in now"

    kind: Literal["crowd"] = "crowd"
    more: float = stage.knob(10.0, title="More requests", unit="a second", ge=1, le=30, step=1)
    seconds: int = stage.knob(20, title="For", unit="s", ge=5, le=120, step=5)


class Scenario(stage.Scenario):
    """Five minutes of requests, one machine, and how it serves them."""

    actions: ClassVar[tuple[type[stage.Intervention], ...]] = (Crowd,)

    rate: float = stage.knob(
        8.0, title="Requests", unit="a second", ge=0.5, le=30.0, step=0.5, source="your choice: they come by chance"
    )
    mode: str = stage.knob(
        "continuous",
        title="Batching",
        choices={"continuous": "continuous: come and go", "static": "static: in groups"},
        source="your choice",
    )
    batch: int = stage.knob(32, title="Batch, at most", unit="requests", ge=1, le=128, source="your choice")
    memory: int = stage.knob(
        24, title="Memory", unit="thousand tokens", ge=4, le=64, source="assumed: keys and values that fit"
    )
    reserve: str = stage.knob(
        "needed",
        title="Memory kept for a request",
        choices={"needed": "what it will need", "longest": "for the longest answer"},
        source="your choice; paged memory comes close to the first",
    )
    cache: int = stage.knob(0, title="Answers kept in a cache", ge=0, le=2000, step=50, source="your choice")
    skew: float = stage.knob(
        0.8, title="How alike the questions are", unit="Zipf's s", ge=0.0, le=1.5, step=0.1, source="assumed"
    )
    tokens_in: int = stage.knob(
        200, title="Prompt, on average", unit="tokens", ge=10, le=600, step=10, source="assumed"
    )
    tokens_out: int = stage.knob(
        100, title="Answer, on average", unit="tokens", ge=5, le=300, step=5, source="assumed"
    )
    lengths: str = stage.knob(
        "geometric",
        title="Answers are",
        choices={"fixed": "all equally long", "geometric": "mostly short, some long", "two": "a line, or a page"},
        source="assumed",
    )
    a: float = stage.knob(
        20.0, title="An iteration takes", unit="ms", ge=1, le=100, step=1, source="assumed: a model of some billions"
    )
    b: float = stage.knob(0.2, title="Each request adds", unit="ms", ge=0.0, le=5.0, step=0.05, source="assumed")
    c: float = stage.knob(
        0.02, title="Each token of a prompt adds", unit="ms", ge=0.0, le=0.5, step=0.01, source="assumed"
    )
    price: float = stage.knob(2.0, title="Price", unit="€ an hour", ge=0.1, le=20.0, step=0.1, source="assumed")

    @property
    def machine(self) -> Machine:
        """The machine that these knobs describe, in seconds and tokens."""
        return Machine(self.a / 1000, self.b / 1000, self.c / 1000, self.batch, 1000 * self.memory)
