"""How do people respond: never, always, by the calendar, or by a runbook?"""

from __future__ import annotations

from dataclasses import dataclass

from .day import Day

__all__ = ["Always", "Never", "Runbook", "Schedule"]


@dataclass
class Never:
    """The model is left alone."""

    def decide(self, day: Day) -> str:  # noqa: ARG002 - whatever the day shows
        """Wait."""
        return "wait"


@dataclass
class Always:
    """Every alarm is answered by a retraining, whatever rang it."""

    threshold: float = 0.25  # PSI
    fell: float = 0.03  # share of right answers below the expected that rings as well

    def decide(self, day: Day) -> str:
        """Retrain while the index or the measured quality rings."""
        return "retrain" if day.psi > self.threshold or day.measured < day.expected - self.fell else "wait"


@dataclass
class Schedule:
    """Retrain every so many days, and look at nothing."""

    every: int = 30  # days

    def decide(self, day: Day) -> str:
        """Retrain when it is time."""
        return "retrain" if day.since_retraining >= self.every else "wait"


@dataclass
class Runbook:
    """Damaged data: look, and let rules answer until they are mended. A drift: retrain, and give it time to show.

    Where no guard stands, damaged data are taken for a drift.
    """

    threshold: float = 0.25  # PSI
    fell: float = 0.03  # share of right answers below the expected
    patience: int = 14  # days after a retraining in which no other one is started

    def decide(self, day: Day) -> str:
        """First the data, then the drift, then the quality."""
        if day.problem:
            return "fall_back" if day.yesterday in ("investigate", "fall_back") else "investigate"
        moved = day.psi > self.threshold or day.measured < day.expected - self.fell
        return "retrain" if moved and day.since_retraining >= self.patience else "wait"
