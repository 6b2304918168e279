"""What can a learner turn, break and order while a version is released?"""

from __future__ import annotations

from typing import ClassVar, Literal

from mlops_widgets import stage
from mlops_widgets.rollout.world import PATTERNS

__all__ = ["EARNS", "MINUTES", "SLOW", "TICK", "TICKS", "Fault", "Order", "Scenario"]

TICK = 20.0  # seconds
TICKS = 180  # an hour
MINUTES = TICK / 60  # of a tick
SLOW = 0.1  # share of slow answers above which a window is bad
EARNS = 2.0  # cents that a good answer of the stable version brings
_OURS = ("all_at_once", "blue_green", "canary", "gradual", "shadow")
_JUDGED = {"strategy": _OURS, "policy": ("threshold", "baseline", "sequential", "burn")}
_EARNED = f"assumed, of the candidate's; the stable version's earns {EARNS:g}"


class Order(stage.Intervention):
    """A person decides, whatever the policy wanted."""

    title: ClassVar[str] = "Decide it yourself"

    kind: Literal["order"] = "order"
    action: str = stage.knob(
        "roll back", title="Order", choices={"roll back": "roll back", "advance": "go to the next step"}
    )


class Fault(stage.Intervention):
    """The candidate breaks for a while: a bad configuration, a cache that is gone."""

    title: ClassVar[str] = "Break the candidate"

    kind: Literal["fault"] = "fault"
    share: float = stage.knob(0.2, title="More failures", unit="%", ge=0.0, le=1.0, step=0.01)
    minutes: float = stage.knob(10.0, title="For", unit="minutes", ge=1, le=120, step=1)


class Scenario(stage.Scenario):
    """An hour, a version that is let in, and the policy that watches it."""

    actions: ClassVar[tuple[type[stage.Intervention], ...]] = (Fault, Order)

    strategy: str = stage.knob(
        "gradual",
        title="Strategy",
        choices={
            "all_at_once": "all at once",
            "blue_green": "blue/green",
            "canary": "canary: 1, 5 %, all",
            "gradual": "gradual: 10, 25, 50 %, all",
            "shadow": "shadow, then canary",
            "yours": "yours",
        },
    )
    policy: str = stage.knob(
        "threshold",
        title="A window is bad if",
        choices={
            "threshold": "failures are above a line",
            "baseline": "worse than stable now",
            "sequential": "the evidence is enough",
            "burn": "the budget burns too fast",
            "yours": "yours",
        },
        when={"strategy": _OURS},
    )
    candidate_errors: float = stage.knob(
        0.015, title="The candidate fails", unit="%", ge=0.0, le=0.5, step=0.001, source="hidden from the policy"
    )
    requests: float = stage.knob(
        20.0, title="Traffic", unit="requests/s", ge=0.0, le=5000.0, step=1.0, source="assumed"
    )
    above: float = stage.knob(
        0.02,
        title="Line",
        unit="%",
        ge=0.001,
        le=0.5,
        step=0.001,
        when=_JUDGED | {"policy": "threshold"},
        source="your choice",
    )
    interval: int = stage.knob(
        60, title="Look every", unit="s", ge=20, le=1800, step=20, when={"strategy": _OURS}, source="your choice"
    )
    hold: int = stage.knob(
        10, title="A step lasts at least", unit="minutes", ge=0, le=60, when=_JUDGED, source="your choice"
    )
    min_requests: int = stage.knob(
        100, title="Requests a window needs", ge=1, le=2000, when=_JUDGED, source="your choice"
    )
    pass_needed: int = stage.knob(
        3, title="Good windows for a step", ge=1, le=100, when=_JUDGED, source="your choice"
    )
    failure_limit: int = stage.knob(
        1, title="Bad windows that a step may have", ge=0, le=100, when=_JUDGED, source="Argo Rollouts' default is 0"
    )
    pattern: str = stage.knob("constant", title="Traffic is", choices=dict(PATTERNS), source="assumed")
    stable_errors: float = stage.knob(
        0.005, title="The stable version fails", unit="%", ge=0.0, le=0.5, step=0.001, source="assumed"
    )
    latency: float = stage.knob(
        120.0,
        title="The candidate answers in",
        unit="ms, median",
        ge=5,
        le=5000,
        step=5,
        source="assumed; stable 120",
    )
    wear: float = stage.knob(
        0.0, title="It gets worse each hour by", unit="%", ge=0.0, le=0.5, step=0.005, source="assumed"
    )
    hits: float = stage.knob(
        1.0, title="Users whom its failures hit", unit="%", ge=0.01, le=1.0, step=0.01, source="assumed"
    )
    warm_up: float = stage.knob(0.0, title="It warms up in", unit="minutes", ge=0, le=60, step=1, source="assumed")
    workers: int = stage.knob(
        0,
        title="Workers (0: as many as needed)",
        ge=0,
        le=1000,
        source="assumed; the candidate has its share of as many",
    )
    delay: int = stage.knob(0, title="Metrics arrive after", unit="s", ge=0, le=1800, step=20, source="assumed")
    drops: float = stage.knob(0.0, title="Readings that fail", unit="%", ge=0.0, le=1.0, step=0.05, source="assumed")
    frequent: float = stage.knob(
        0.2, title="Frequent flyers", unit="%", ge=0.0, le=1.0, step=0.05, source="assumed; of the users"
    )
    earns: float = stage.knob(
        EARNS, title="A good answer to others earns", unit="cents", ge=-10, le=10, step=0.1, source=_EARNED
    )
    earns_frequent: float = stage.knob(
        EARNS, title="One to a frequent flyer earns", unit="cents", ge=-10, le=10, step=0.1, source=_EARNED
    )
