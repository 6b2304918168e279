"""What becomes of a release to running servers, when a policy decides on what they count?"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from mlops_widgets.rollout.deliver import Look, decided
from mlops_widgets.rollout.metrics import Window
from mlops_widgets.rollout.policies import Decider, Policy

__all__ = ["Measures", "Released", "Routes", "release"]


class Routes(Protocol):
    """Whoever sends users to versions: ``Router``, ``HAProxy``."""

    def route(self, share: int, *, mirrored: bool = False) -> None:
        """Change the share."""


class Measures(Protocol):
    """Whoever counts: ``Measured``."""

    def window(self, *, step: int, share: int, mirrored: bool) -> Window:
        """What was counted since the last."""


@dataclass(frozen=True, eq=False)
class Released:
    """A rollout on running servers."""

    looks: tuple[Look, ...] = field(repr=False)  # ticks are numbers of looks
    outcome: str  # "promoted", "rolled back" or "undecided"

    @property
    def seconds(self) -> float:
        """From the beginning to the last look."""
        return self.looks[-1].window.time


def release(
    policy: Policy,
    router: Routes,
    measured: Measures,
    *,
    decider: Decider | None = None,
    looks: int = 60,
    after: int = 0,
    tell: Callable[[Look], None] = lambda look: None,  # noqa: ARG005 - a name says what comes
    wait: Callable[[float], None] = time.sleep,
) -> Released:
    """Let a candidate in step by step, as the policy decides on what is measured.

    Parameters
    ----------
    policy
        Steps, checks, and seconds between two looks: the same object that ``rollout.deliver`` takes.
    router
        Its share is changed; after a rollback it is 0, after a promotion 100.
    measured
        Made when the release begins: what was counted before belongs to no window.
    decider
        Decides in the place of the policy's own judge, through the policy's steps.
    looks
        After so many the release is left as it is, undecided.
    after
        So many windows more are measured and told once it is decided, with an empty verdict.
    tell
        Called with each look.
    wait
        Waits for so many seconds.

    Raises
    ------
    PartError
        When the decider raises, or answers something that is no verdict.
    """
    judge = decider or policy.judge()
    done: list[Look] = []
    step, outcome = 0, "undecided"
    router.route(policy.steps[0].share, mirrored=policy.steps[0].mirrored)
    try:
        while outcome == "undecided" and len(done) < looks:
            wait(policy.interval)
            now = policy.steps[step]
            window = measured.window(step=step, share=now.share, mirrored=now.mirrored)
            verdict = decided(judge, window)
            if verdict == "roll back":
                outcome = "rolled back"
                router.route(0)
            elif verdict == "advance":
                step += 1
                outcome = "promoted" if step == len(policy.steps) else outcome
                following = policy.steps[step] if step < len(policy.steps) else None
                router.route(following.share if following else 100, mirrored=bool(following and following.mirrored))
            done.append(Look(len(done), window, verdict, str(getattr(judge, "reason", ""))))
            tell(done[-1])
        for more in range(after):
            wait(policy.interval)
            share = {"promoted": 100, "rolled back": 0}.get(outcome, done[-1].window.share)
            mirrored = done[-1].window.mirrored and outcome == "undecided"
            window = measured.window(step=step, share=share, mirrored=mirrored)
            tell(Look(len(done) + more, window, "", ""))
    except BaseException:
        with contextlib.suppress(
            OSError
        ):  # an interrupted cell interrupts HAProxy, too: then nobody is sent anywhere
            router.route(0)  # whoever stops a release in the middle leaves no half of it behind
        raise
    return Released(tuple(done), outcome)
