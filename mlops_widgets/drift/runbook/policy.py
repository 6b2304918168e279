"""When is what to be done? A runbook as plain values that a person can read and a machine can follow."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Self

from .steps import PolicyError, Step

__all__ = ["Policy", "Recovery", "Rule", "When"]


@dataclass(frozen=True)
class When:
    """A number that is watched, and the line that it must not cross: give ``above`` or ``below``."""

    feature: str  # a column, or "prediction", "performance", …: whatever the readings know
    measure: str  # "psi", "ks", "loss", …; "problems" counts what the guard found in the column
    above: float | None = None
    below: float | None = None

    def __post_init__(self) -> None:
        for name in ("feature", "measure"):
            if not isinstance(value := getattr(self, name), str) or not value:
                raise PolicyError(f"{name} must be a name, got {value!r}.")
        lines = [value for value in (self.above, self.below) if value is not None]
        if len(lines) != 1:
            raise PolicyError("a rule must say above or below, one of the two: write above: 0.25.")
        if isinstance(lines[0], bool) or not isinstance(lines[0], int | float) or not math.isfinite(lines[0]):
            side = "above" if self.above is not None else "below"
            raise PolicyError(f"{side} must be a number, got {lines[0]!r}: write {side}: 0.25.")

    def crossed(self, value: float) -> bool:
        """Is the line crossed? NaN, which stands for "not known yet", crosses nothing."""
        return value > self.above if self.above is not None else value < (self.below or 0.0)

    def say(self, value: float) -> str:
        """The value and the line that it crossed, in words."""
        side, line = ("above", self.above) if self.above is not None else ("below", self.below)
        return f"{self} is {value:.3g}, {side} {line:g}"

    def __str__(self) -> str:
        return f"{self.measure} of {self.feature}"


@dataclass(frozen=True)
class Rule:
    """When a line is crossed, these steps are taken, in this order."""

    when: When
    do: tuple[Step, ...]

    def __post_init__(self) -> None:
        _check_order(self.do)


@dataclass(frozen=True)
class Recovery:
    """How one comes back from the rules: after so many hours of sound data, with these steps."""

    after: float = 6.0  # hours without a problem
    do: tuple[Step, ...] = ()  # empty: the model that answered before answers again

    def __post_init__(self) -> None:
        _check_number("after", self.after)
        if self.do:
            _check_order(self.do)
            if not any(step.action == "retrain" for step in self.do):
                raise PolicyError("do must retrain, or be left out: begin with retrain(last 30 days).")


@dataclass(frozen=True)
class Policy:
    """A runbook: rules in order of importance, what answers when data are damaged, and how one recovers.

    Parameters
    ----------
    name
        What the policy is for.
    rules
        The first rule whose line is crossed is followed.
    fallback
        What happens when the guard refuses data, whatever the response is doing, in a cooldown and after a rollback
        included: ``"rules"`` (rules answer until the data are sound again) or ``"model"`` (the model goes on, unless
        a crossed line asks for ``fall_back``; only the retraining is refused).
    recover
        The way back from the rules.
    cooldown
        Hours in which no rule is followed after one was: an alarm is not repeated every hour. Damaged data do not
        wait for its end.
    margin
        How much larger the candidate's loss on the stable test set may be and still count as "not worse".

    Raises
    ------
    PolicyError
        Naming what cannot be followed.

    Examples
    --------
    >>> steps = map(Step.read, ["alert", "snapshot", "retrain(last 90 days)", "shadow(48 hours)", "promote"])
    >>> policy = Policy("credit scoring", rules=(Rule(When("income", "psi", above=0.25), tuple(steps)),))
    >>> print(policy.to_yaml(), end="")
    policy: credit scoring
    rules:
    - when: {feature: income, measure: psi, above: 0.25}
      do: [alert, snapshot, retrain(last 90 days), shadow(48 hours), promote]
    fallback: rules
    recover:
      after: 6 hours
      do: []
    cooldown: 24 hours
    margin: 0.01
    >>> Policy.from_yaml(policy.to_yaml()) == policy
    True
    """

    name: str
    rules: tuple[Rule, ...]
    fallback: str = "rules"
    recover: Recovery = field(default_factory=Recovery)
    cooldown: float = 24.0
    margin: float = 0.01

    def __post_init__(self) -> None:
        if not isinstance(self.name, str) or not self.name:
            raise PolicyError(f"policy must be a name, got {self.name!r}: write policy: credit scoring.")
        if not self.rules:
            raise PolicyError("rules must hold at least one rule, got none: without one nothing is ever done.")
        if self.fallback not in ("rules", "model"):
            raise PolicyError(f"fallback must be rules or model, got {self.fallback!r}.")
        _check_number("cooldown", self.cooldown)
        _check_number("margin", self.margin)

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

    def crossed(self, reading: Callable[[When], float]) -> Rule | None:
        """The rule that is followed, the first one whose line is crossed."""
        return next((rule for rule in self.rules if rule.when.crossed(reading(rule.when))), None)

    def missing(self, readings: Mapping[str, Mapping[str, float]]) -> tuple[When, ...]:
        """What the rules ask for and the readings do not hold; the guard's count is always there."""
        return tuple(
            rule.when
            for rule in self.rules
            if rule.when.measure != "problems" and rule.when.measure not in readings.get(rule.when.feature, {})
        )


def _check_number(name: str, value: float) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < math.inf:
        raise PolicyError(f"{name} must be a number from 0 on, got {value!r}.")


def _check_order(steps: tuple[Step, ...]) -> None:
    actions = [step.action for step in steps]
    if not actions:
        raise PolicyError("do must hold at least one step, got none: begin with alert.")
    if repeated := next((each for each in actions if actions.count(each) > 1), None):
        raise PolicyError(f"do must name each step once, got {repeated} twice: drop one.")
    ends = [each for each in actions if each in ("promote", "roll_back", "fall_back")]
    if len(ends) > 1 or (ends and actions[-1] != ends[0]):
        raise PolicyError(f"do must end with one of promote, roll_back, fall_back, got {', '.join(actions)}.")
    learning = [each for each in actions if each in ("retrain", "shadow", "promote")]
    if learning and learning not in (["retrain", "promote"], ["retrain", "shadow", "promote"]):
        raise PolicyError(
            f"do must retrain, then perhaps shadow, then promote, got {', '.join(learning)}: "
            "write retrain(last 90 days), shadow(48 hours), promote."
        )
