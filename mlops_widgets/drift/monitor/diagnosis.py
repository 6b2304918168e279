"""What does it mean when one level moved and another did not?"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Literal

from mlops_widgets.drift.guards import Problem

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ACT", "Diagnosis", "Sign", "diagnose"]

ACT = 0.25  # PSI from which a change is large; rule of thumb (Siddiqi 2006)


@dataclass(frozen=True)
class Sign:
    """One number, and how often chance alone gives one as large."""

    level: Literal["features", "predictions", "model", "performance"]
    name: str  # a column, or what is measured
    measure: str  # psi, the test that judges a column, mmd, or loss
    value: float
    chance: float  # probability of at least this value without any change, with so many rows


@dataclass(frozen=True)
class Diagnosis:
    """One verdict, the cause it points to, and every number behind it."""

    verdict: Literal["ok", "look", "act"]
    cause: str
    advice: str
    moved: tuple[str, ...]  # levels whose change chance does not explain, all of them tested together
    drifted: tuple[str, ...]  # features
    signs: tuple[Sign, ...]
    problems: tuple[Problem, ...]

    @property
    def sentence(self) -> str:
        """The diagnosis as one would say it."""
        return f"{self.verdict.capitalize()}: {self.cause}; {self.advice}."

    def frame(self) -> pd.DataFrame:
        """Every number as a table of pandas."""
        import pandas as pd

        return pd.DataFrame(
            [asdict(sign) for sign in self.signs], columns=["level", "name", "measure", "value", "chance"]
        )

    def __str__(self) -> str:
        return self.sentence


def diagnose(
    signs: tuple[Sign, ...], moved: tuple[str, ...], drifted: tuple[str, ...], problems: tuple[Problem, ...]
) -> Diagnosis:
    """From the levels that moved to a cause and what to do about it."""
    if problems:
        return Diagnosis("act", f"data bug: {problems[0]}"[:-1], "do not retrain", moved, drifted, signs, problems)
    cause, advice = _meaning(set(moved), drifted)
    large = any(sign.value > ACT for sign in signs if sign.measure == "psi" and sign.level in moved)
    verdict: Literal["ok", "look", "act"] = "ok" if not moved else "look"
    if moved and (large or "performance" in moved):
        verdict = "act"
    return Diagnosis(verdict, cause, advice, moved, drifted, signs, problems)


def _meaning(moved: set[str], drifted: tuple[str, ...]) -> tuple[str, str]:
    which = ", ".join(drifted)
    match "features" in moved, "predictions" in moved, "model" in moved, "performance" in moved:
        case False, False, False, False:
            return "nothing moved more than chance allows", "go on"
        case True, _, _, True:
            return f"data drift in {which} that costs quality", "retrain once labels of the new kind are there"
        case True, True, _, False:
            return f"data drift in {which} that reaches the answers", "find its cause, then retrain"
        case True, False, _, False:
            return f"data drift in {which} that the answers do not feel", "watch it"
        case False, False, False, True:
            return "concept drift: the same inputs now mean something else", "retrain on recent labels"
        case False, _, _, True:
            return "quality fell and no single feature moved", "look at features together, then retrain"
        case False, False, True, False:
            return "an interaction changed: the features moved together, none alone", "look at pairs of features"
        case False, True, True, False:
            return "an interaction changed and reaches the answers", "look at pairs of features"
    return "the answers changed and their inputs did not", "compare the model's version with the reference's"
