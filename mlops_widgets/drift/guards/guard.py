"""May a model learn from this batch? The reference decides once, and every batch is held against it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from .limits import limits
from .nulls import nulls
from .problem import Problem
from .profile import Column, Profile, profile, read
from .schema import schema
from .units import units

__all__ = ["Guard"]


@dataclass(frozen=True)
class Guard:
    """Tells damaged data from a changed world, before anything is trained on it.

    A guard asks whether a batch could be wrong, not whether it differs: a drift passes, a column in another unit
    does not. Make one with ``Guard.fit``.

    Parameters
    ----------
    columns
        What is kept of each column of the reference.
    chance
        How often a check of one column may cry without a cause, 0–1, at most; with a millionth an hourly guard of
        ten columns cries so about once in ten years.

    Examples
    --------
    >>> import numpy as np
    >>> rng = np.random.default_rng(0)
    >>> guard = Guard.fit({"amount": 20 * np.exp(0.75 * rng.standard_normal(5000))})
    >>> later = 20 * np.exp(0.75 * rng.standard_normal(500))
    >>> guard.check({"amount": later})
    ()
    >>> [problem] = guard.check({"amount": 2 * later})
    >>> problem.column, problem.kind
    ('amount', 'unit')
    >>> print(problem.value)
    1.97 times as much at every quantile (×2, e.g. counted twice, or half)
    """

    columns: Mapping[str, Profile]
    chance: float = 1e-6

    @classmethod
    def fit(cls, reference: Mapping[str, npt.ArrayLike], *, chance: float = 1e-6) -> Self:
        """The guard that knows this reference.

        Parameters
        ----------
        reference
            Name → (n,) values, or a pandas frame: data that are known to be right.
        chance
            See the class.

        Raises
        ------
        TypeError
            For a column that is a single value.
        ValueError
            For a reference without rows, columns of different length, infinite numbers, or a chance outside (0, 1).
        """
        if not 0 < chance < 1:
            raise ValueError(f"chance must lie between 0 and 1, got {chance!r}: 1e-6 is one in a million.")
        columns = read(reference)
        if not any(column.rows for column in columns.values()):
            raise ValueError("reference must have rows, got none: pass the data that the model was trained on.")
        for name, column in columns.items():
            if infinite := int(np.isinf(column.values).sum()) if column.kind == "number" else 0:
                raise ValueError(
                    f"{name} of the reference must hold finite numbers, got {infinite} infinite in {column.rows}: "
                    "mend them, or every number would lie in range."
                )
        return cls({name: profile(column) for name, column in columns.items()}, chance)

    def check(self, batch: Mapping[str, npt.ArrayLike]) -> tuple[Problem, ...]:
        """Every reason not to learn from the batch; none when it is fit.

        Parameters
        ----------
        batch
            Name → (n,) values, or a pandas frame.

        Returns
        -------
        tuple of Problem
            Empty for a batch that is fit; in order of the reference's columns otherwise.

        Raises
        ------
        TypeError
            When a column is a single value.
        ValueError
            When the columns differ in length.
        """
        came = read(batch)
        if came and not any(column.rows for column in came.values()):
            return (Problem("every column", "rows", "have rows", "none", "ask the source where they went"),)
        return (*schema(self.columns, came), *(found for name in self.columns for found in self._values(name, came)))

    def _values(self, name: str, batch: Mapping[str, Column]) -> Iterator[Problem]:
        if name not in batch:
            return
        expected, came = self.columns[name], batch[name]
        yield from nulls(name, expected, came, chance=self.chance)
        if expected.kind == came.kind:
            told = list(units(name, expected, came)) if came.kind == "number" else []
            # Another unit puts values out of range as well: it is said once, with its cause.
            yield from told or limits(name, expected, came, chance=self.chance)
