"""What is a generated data set? Columns in order of arrival, with a label that comes later and a known truth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, ClassVar, Self

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Floats", "Records", "at_least", "chance"]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Records:
    """Rows in order of arrival; every column is one read-only array of their number.

    A data set adds its columns and says which of them a model may see (``FEATURES``) and which it must
    foretell (``LABEL``).
    """

    FEATURES: ClassVar[tuple[str, ...]] = ()
    LABEL: ClassVar[str] = ""

    hour: Floats  # (n,) since the beginning, whole hours, not falling
    known_at: Floats  # (n,) hour at which the label arrives
    probability: Floats  # (n,) true chance of the label, 0–1; no model may see it

    def __post_init__(self) -> None:
        for each in fields(self):
            values = np.array(getattr(self, each.name), float)
            values.flags.writeable = False
            object.__setattr__(self, each.name, values)

    def __len__(self) -> int:
        return self.hour.size

    @property
    def features(self) -> Mapping[str, Floats]:
        """Name → values of what a model may see."""
        return {name: getattr(self, name) for name in self.FEATURES}

    @property
    def label(self) -> Floats:
        """What happened in the end, 0 or 1: look at it only where ``known`` lets you."""
        values: Floats = getattr(self, self.LABEL)
        return values

    def between(self, first: float, last: float) -> Self:
        """The rows that arrived from hour ``first`` on and before hour ``last``."""
        begin, end = np.searchsorted(self.hour, [first, last])
        return self._rows(slice(begin, end))

    def known(self, now: float) -> Self:
        """The rows whose label has arrived by hour ``now``."""
        return self._rows(self.known_at <= now)

    def frame(self) -> pd.DataFrame:
        """All columns as a table of pandas, one row for each record."""
        import pandas as pd

        return pd.DataFrame({each.name: getattr(self, each.name) for each in fields(self)})

    def _rows(self, which: slice | npt.NDArray[np.bool_]) -> Self:
        return replace(self, **{each.name: getattr(self, each.name)[which] for each in fields(self)})


def at_least(least: float, **values: float) -> None:
    """Raise a ValueError that names the first value below ``least``."""
    for name, value in values.items():
        if not value >= least:
            raise ValueError(f"{name} must be at least {least:g}, got {value!r}: choose a larger number.")


def chance(evidence: Floats) -> Floats:
    """Logistic function: evidence of any size becomes a probability."""
    probability: Floats = 1 / (1 + np.exp(-evidence))
    return probability
