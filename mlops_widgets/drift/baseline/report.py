"""Which features have drifted, by how much, and how sure is that?"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

__all__ = ["Correction", "Feature", "Report"]

Correction = Literal["holm", "benjamini-hochberg", "none"]


@dataclass(frozen=True)
class Feature:
    """One feature held against its baseline."""

    name: str
    kind: Literal["number", "category"]
    n: int  # values compared
    missing: float  # share of the rows, 0 to 1
    missing_before: float  # the same in the reference
    psi: float  # NaN when no value came
    noise: float  # probability that noise alone gives at least this PSI, with so many values
    jensen_shannon: float  # divergence in bits, 0 to 1
    effect: float  # 0 to 1: the largest gap of the cumulative shares, or Cramér's V
    test: str  # which the p-value comes from
    pvalue: float
    adjusted: float  # the p-value after the correction for many features
    drifted: bool  # is it at most alpha?


@dataclass(frozen=True, repr=False)
class Report:
    """All features, and what was asked of them."""

    features: tuple[Feature, ...]
    rows: int  # of the current table
    reference_rows: int
    correction: Correction
    alpha: float

    @property
    def drifted(self) -> tuple[str, ...]:
        """The names of the features that drifted, in the table's order."""
        return tuple(feature.name for feature in self.features if feature.drifted)

    def __getitem__(self, name: str) -> Feature:
        for feature in self.features:
            if feature.name == name:
                return feature
        raise KeyError(f"{name}: the report has {', '.join(each.name for each in self.features[:9])}")

    def frame(self) -> Any:
        """The same as a pandas DataFrame, one row each, indexed by name."""
        import pandas as pd

        return pd.DataFrame([asdict(feature) for feature in self.features]).set_index("name")

    def __repr__(self) -> str:
        found = sorted((each for each in self.features if each.drifted), key=lambda each: -each.effect)
        which = ": " + ", ".join(each.name for each in found[:9]) if found else ""
        more = f" and {len(found) - 9} more" if len(found) > 9 else ""
        return (
            f"{len(found)} of {len(self.features)} features drifted{which}{more} "
            f"({self.rows:,} rows against {self.reference_rows:,}; alpha {self.alpha:g}, "
            f"correction {self.correction})"
        )

    def _repr_html_(self) -> str:
        from .page import page

        return page(self)
