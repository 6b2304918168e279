"""Do rows differ in all columns together, though no column differs alone?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from mlops_widgets.drift.statistics import mmd

__all__ = ["Joint"]

Floats = npt.NDArray[np.float64]
_ROWS = 500  # of each sample: enough to see a correlation turn from 0.3 to −0.3 nearly always
_SHUFFLES = 999


@dataclass(frozen=True, eq=False)
class Joint:
    """The reference's rows, each column as the share of reference values below: units and tails play no part."""

    ordered: Mapping[str, Floats]  # sorted values of each column of numbers
    rows: Floats  # (≤ 500, columns)

    @classmethod
    def fit(cls, columns: Mapping[str, npt.ArrayLike]) -> Self:
        """Remember the reference."""
        held = {name: np.asarray(values, float) for name, values in columns.items()}
        ordered = {name: np.sort(values[~np.isnan(values)]) for name, values in held.items()}
        return cls(ordered, _ranks(ordered, held))

    def differs(self, batch: Mapping[str, npt.ArrayLike]) -> tuple[float, float]:
        """MMD² of some rows of the batch and of the reference, and the chance of one as large."""
        rows = _ranks(self.ordered, {name: np.asarray(batch[name], float) for name in self.ordered})
        if not rows.size or not self.rows.size:
            return float("nan"), 1.0
        found = mmd(self.rows, rows, permutations=_SHUFFLES)
        return found.statistic, found.pvalue


def _ranks(ordered: Mapping[str, Floats], columns: Mapping[str, Floats]) -> Floats:
    """Complete rows, at most 500 of them, evenly spaced in order of arrival."""
    if not ordered:
        return np.empty((0, 0))
    complete = np.flatnonzero(~np.any([np.isnan(columns[name]) for name in ordered], axis=0))
    some = complete[np.linspace(0, complete.size - 1, min(complete.size, _ROWS)).astype(int)]
    return np.column_stack([_middle_rank(columns[name][some], known) for name, known in ordered.items()])


def _middle_rank(values: Floats, known: Floats) -> Floats:
    """Share of known values below, half of the equal ones included."""
    ranks: Floats = (known.searchsorted(values) + known.searchsorted(values, side="right")) / (2 * known.size)
    return ranks
