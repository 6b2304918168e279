"""When does a new version go further, and when back? A plan as plain values that reads like Argo's."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Self

from .checks import Check
from .errors import PolicyError, check_seconds
from .judge import Judge
from .step import Step

__all__ = ["Policy"]


@dataclass(frozen=True)
class Policy:
    """Steps in order, and the checks that every window must pass.

    Parameters
    ----------
    name
        What it is called.
    steps
        At least one, the shares rising; a shadow may only come first. After the last, everybody has the candidate.
    checks
        Every one is asked of every window: one that fails makes it a bad window, one that is unsure leaves it open.
    interval
        Seconds between two looks.
    redeploy
        Seconds that a rollback takes: 0 while the stable version keeps running beside the candidate.

    Raises
    ------
    PolicyError
        Naming the field, what fits, and what came.

    Examples
    --------
    >>> from mlops_widgets.rollout.policies import Threshold
    >>> policy = Policy("canary", (Step(5), Step(50, failure_limit=1)), (Threshold("errors", above=0.03),))
    >>> print(policy.to_yaml(), end="")
    policy: canary
    interval: 60.0
    redeploy: 0.0
    checks:
    - {threshold: errors, above: 0.03}
    steps:
    - {share: 5}
    - {share: 50, failure_limit: 1}
    >>> Policy.from_yaml(policy.to_yaml()) == policy
    True

    References
    ----------
    Argo Rollouts, Analysis and progressive delivery, https://argo-rollouts.readthedocs.io/en/stable/features/analysis/.
    """

    name: str
    steps: tuple[Step, ...]
    checks: tuple[Check, ...] = ()
    interval: float = 60.0
    redeploy: float = 0.0

    def __post_init__(self) -> None:
        if not isinstance(self.name, str) or not self.name:
            raise PolicyError(f"policy must be a name, got {self.name!r}: write policy: canary.")
        for name, kind in (("steps", Step), ("checks", Check)):
            if not isinstance(entries := getattr(self, name), tuple) or not all(isinstance(e, kind) for e in entries):
                raise PolicyError(
                    f"{name} must be a tuple of {kind.__name__}, got {entries!r:.60}: mind its comma, (…,)."
                )
        if not self.steps:
            raise PolicyError("steps must hold at least one step, got none: begin with share: 5.")
        check_seconds("interval", self.interval, least=1.0)
        check_seconds("redeploy", self.redeploy)
        live = [step for step in self.steps if not step.mirrored]
        if [step.mirrored for step in self.steps] != [True] * (len(self.steps) - len(live)) + [False] * len(live):
            raise PolicyError("a mirrored step must come before all live ones: a shadow is no use after the release.")
        shares = [step.share for step in live]
        if any(a >= b for a, b in pairwise(shares)):
            raise PolicyError(f"the shares of steps must rise, got {', '.join(map(str, shares))}: sort them.")

    def judge(self) -> Judge:
        """A fresh one, that decides through one rollout."""
        return Judge(self.steps, [check.watch() for check in self.checks])

    def to_yaml(self) -> str:
        """The policy as text for people; ``from_yaml`` reads it again."""
        from .written import write

        return write(self)

    @classmethod
    def from_yaml(cls, text: str) -> Self:
        """The policy that a text in YAML describes.

        Raises
        ------
        PolicyError
            Naming the line or the key, what was wanted and what came.
        """
        from .written import read

        return read(text, cls)
