"""What did the training data look like, and does this table still look like it?"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlops_widgets.drift.statistics.options import check_whole
from mlops_widgets.drift.statistics.sample import floats
from mlops_widgets.drift.statistics.several import benjamini_hochberg, holm

from .column import Categories, Column, Numbers, remember
from .comparing import category_index, compare_category, compare_numbers, number_index
from .counting import side_by_side
from .report import Correction, Feature, Report
from .stored import read, write
from .table import columns, matching

__all__ = ["Baseline"]

Floats = NDArray[np.float64]

_CORRECTIONS: dict[str, Callable[[Floats], Floats]] = {
    "holm": holm,
    "benjamini-hochberg": benjamini_hochberg,
    "none": lambda p: p,
}


@dataclass(frozen=True)
class Baseline:
    """Edges, counts and sorted values of every column of the reference, taken once and never changed.

    Of columns longer than 10,000 values that many are kept, evenly spaced by rank; bins, counts and
    sizes are those of all. A baseline can be pickled, and saved beside its model.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> reference = {"income": rng.lognormal(10, 0.5, 2000), "paid": rng.random(2000) < 0.9}
    >>> current = {"income": rng.lognormal(10.2, 0.5, 500), "paid": rng.random(500) < 0.9}
    >>> baseline = Baseline.fit(reference)
    >>> report = baseline.compare(current)
    >>> report.drifted
    ('income',)
    >>> round(report["income"].psi, 2), report["income"].noise < 0.001
    (0.24, True)
    """

    columns: tuple[Column, ...]
    rows: int
    bins: int

    @classmethod
    def fit(cls, reference: Any, *, bins: int = 10, categorical: Collection[str] = ()) -> Baseline:
        """Look at the reference, usually the training data, once.

        Parameters
        ----------
        reference
            A DataFrame, a mapping of names to values, or an array of shape (rows, columns). Numbers are
            cut into bins, text and booleans are categories; missing values are counted.
        bins
            Bins of a column of numbers before equal edges are merged. A category of fewer levels has a
            bin for each and one for those never seen; one of more is cut by the order of the names.
        categorical
            Columns of whole numbers that are names, such as postal codes.

        Raises
        ------
        TypeError, ValueError
            For columns that are neither, that hold no value, or infinite ones.
        """
        check_whole("bins", bins, least=2)
        found = columns(reference, "reference")
        if unknown := sorted(set(categorical) - set(found)):
            raise ValueError(f"categorical must name columns of reference, got {', '.join(unknown)}.")
        remembered = side_by_side(
            lambda name: remember(found[name], name, bins=bins, categorical=name in categorical), found
        )
        return cls(tuple(remembered), len(next(iter(found.values()))), bins)

    @property
    def names(self) -> tuple[str, ...]:
        """The columns, in the reference's order."""
        return tuple(column.name for column in self.columns)

    def psi(self, current: Any) -> dict[str, float]:
        """The stability index of every column, and nothing else: as fast as it gets.

        Returns
        -------
        dict
            Name → PSI, in the reference's order; NaN for a column without any value.
        """
        found = matching(self.names, current)
        numbers = self._numbers()
        index = dict.fromkeys(self.names, np.nan)
        if numbers:
            psi = number_index(numbers, _values(numbers, found))[1]
            index |= zip((column.name for column in numbers), psi.tolist(), strict=True)
        for column in self._categories():
            index[column.name] = category_index(column, found[column.name], self.bins)
        return index

    def compare(self, current: Any, *, correction: Correction = "holm", alpha: float = 0.05) -> Report:
        """Hold a table against the baseline, feature by feature.

        Numbers are tested by Kolmogorov and Smirnov's limiting distribution, categories by chi-squared,
        both as two samples. An infinite number counts as larger, or smaller, than any other. A column
        without any value is tested for its missing ones.

        Parameters
        ----------
        current
            A table with the columns of the reference, in any order.
        correction
            ``"holm"`` holds the chance of any false alarm in the whole report at alpha,
            ``"benjamini-hochberg"`` the share of false ones among the alarms, ``"none"`` neither.
        alpha
            A feature has drifted when its adjusted p-value is at most this.

        Returns
        -------
        Report
            One ``Feature`` each, ``drifted``, ``frame()``.

        Raises
        ------
        TypeError, ValueError
            For missing or additional columns, other types than the reference's, and no rows.
        """
        if correction not in _CORRECTIONS:
            raise ValueError(f"correction must be one of {', '.join(_CORRECTIONS)}, got {correction!r}.")
        if not 0 < alpha < 1:
            raise ValueError(f"alpha must lie between 0 and 1, got {alpha}: use 0.05 for one false alarm in twenty.")
        found = matching(self.names, current)
        numbers = self._numbers()
        features = {each.name: each for each in compare_numbers(numbers, _values(numbers, found))}
        for column in self._categories():
            features[column.name] = compare_category(column, found[column.name], self.bins)
        ordered = [features[name] for name in self.names]
        adjusted = _CORRECTIONS[correction](np.array([feature.pvalue for feature in ordered]))
        judged = tuple(_judged(feature, p, alpha) for feature, p in zip(ordered, adjusted.tolist(), strict=True))
        return Report(judged, len(next(iter(found.values()))), self.rows, correction, alpha)

    def save(self, path: str | PathLike[str]) -> None:
        """Write it to a file, usually ``….npz``, without anything that could run when it is read."""
        write(Path(path), self.columns, self.rows, self.bins)

    @classmethod
    def load(cls, path: str | PathLike[str]) -> Baseline:
        """Read what ``save`` wrote; it compares as the saved one does.

        Raises
        ------
        FileNotFoundError, ValueError
            When there is no such file, or it is no baseline.
        """
        return cls(*read(Path(path)))

    def __repr__(self) -> str:
        numbers = len(self._numbers())
        return (
            f"Baseline of {self.rows:,} rows: {numbers} columns of numbers, "
            f"{len(self.columns) - numbers} of categories"
        )

    def _numbers(self) -> list[Numbers]:
        return [column for column in self.columns if isinstance(column, Numbers)]

    def _categories(self) -> list[Categories]:
        return [column for column in self.columns if isinstance(column, Categories)]


def _values(numbers: list[Numbers], found: dict[str, Any]) -> list[Floats]:
    return [floats(found[column.name], f"current[{column.name!r}]") for column in numbers]


def _judged(feature: Feature, adjusted: float, alpha: float) -> Feature:
    return replace(feature, adjusted=adjusted, drifted=adjusted <= alpha)
