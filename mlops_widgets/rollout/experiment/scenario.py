"""What can one turn in a shop that tries several recommenders on its users?"""

from __future__ import annotations

from typing import ClassVar, Literal

from mlops_widgets import stage

__all__ = ["DAYS", "POLICIES", "TESTS", "Scenario", "Turn"]

DAYS = 28
TESTS = {"fixed": "A/B test, read once", "peeking": "A/B test, read daily", "sequential": "A/B test, sequential"}
POLICIES = TESTS | {
    "epsilon": "ε-greedy",
    "ucb1": "UCB1",
    "kl_ucb": "KL-UCB (further)",
    "thompson": "Thompson",
    "discounted": "Thompson, discounted",
    "lin_ucb": "LinUCB",
    "linear_thompson": "linear Thompson (further)",
    "yours": "yours",
}


class Turn(stage.Intervention):
    """From this hour on the goods that B recommends are sold out, or to be had again."""

    title: ClassVar[str] = "B sells out now"

    kind: Literal["turn"] = "turn"


class Scenario(stage.Scenario):
    """Up to four recommenders for one shop, and a rule that decides who meets which."""

    actions: ClassVar[tuple[type[stage.Intervention], ...]] = (Turn,)

    policy: str = stage.knob("thompson", title="Who meets which version", choices=POLICIES, source="your choice")
    versions: int = stage.knob(3, title="Versions", ge=2, le=4, source="assumed")
    goal: str = stage.knob(
        "profit",
        title="Learns from",
        choices={"profit": "profit", "clicks": "clicks"},
        source="your choice; what is counted here is profit",
    )
    context: bool = stage.knob(
        True,
        title="Knows the climate",
        when={"policy": ["lin_ucb", "linear_thompson", "yours"]},
        source="your choice: without it one version must suit all",
    )
    epsilon: float = stage.knob(
        0.1, title="Explores", unit="%", ge=0, le=1, step=0.05, when={"policy": "epsilon"}, source="a usual choice"
    )
    horizon: int = stage.knob(
        14, title="Test ends after", unit="days", ge=2, le=28, when={"policy": list(TESTS)}, source="your choice"
    )
    delay: int = stage.knob(0, title="A purchase is known after", unit="h", ge=0, le=168, source="assumed")
    turns: int = stage.knob(
        0, title="B sells out on day (0: never)", ge=0, le=27, source="assumed: then another is the best"
    )
    leak: float = stage.knob(
        0.0,
        title="Splitter loses",
        unit="%",
        ge=0,
        le=0.5,
        step=0.05,
        source="assumed: of the users in the cold who should meet a new version; they meet A",
    )
    cold: float = stage.knob(
        0.5, title="Users in the cold", unit="%", ge=0, le=1, step=0.05, source="assumed: the others live in the warm"
    )
    users: int = stage.knob(6, title="Users", unit="an hour", ge=1, le=12, source="assumed")
