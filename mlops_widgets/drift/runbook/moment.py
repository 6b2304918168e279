"""What is known at one call: the time, the batch, the readings, and what the guard says."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from mlops_widgets.drift.guards import Problem

from .policy import When
from .sinks import Batch

__all__ = ["Moment"]


@dataclass(frozen=True, eq=False)
class Moment:
    """One call of ``observe``."""

    since: float  # hours; end of the batch before
    until: float  # hours; now
    batch: Batch
    readings: Mapping[str, Mapping[str, float]]
    problems: tuple[Problem, ...]

    def reading(self, when: When) -> float:
        """The number that a rule watches; NaN if it is not known."""
        if when.measure == "problems":
            return float(sum(problem.column == when.feature for problem in self.problems))
        return self.readings.get(when.feature, {}).get(when.measure, math.nan)
