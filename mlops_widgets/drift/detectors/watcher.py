"""What do all detectors of this package share? They refuse what they cannot judge, and take many values at once."""

from __future__ import annotations

from datetime import date
from math import isfinite
from typing import Any, ClassVar, NoReturn

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mlops_widgets.drift.statistics.sample import floats

__all__ = ["River", "Watcher"]

_NO_NUMBERS = (str, bytes, date, np.datetime64, complex)  # anything else may be a number that is missing


class Watcher:
    """A detector that looks at each value before it takes it."""

    binary: ClassVar[bool] = False  # does it watch 0 and 1 only, 1 for an error?
    below: ClassVar[bool] = False  # does it alarm when its statistic falls below its threshold?

    @property
    def drift_detected(self) -> bool:
        """Is the alarm on after the last value?"""
        raise NotImplementedError

    def update(self, x: float) -> None:
        """Take the next value; a missing one is refused."""
        raise NotImplementedError

    def update_many(self, values: ArrayLike) -> NDArray[np.bool_]:
        """Take many values, the same as ``update`` with one after the other.

        Parameters
        ----------
        values
            Shape (n,), the next values in order.

        Returns
        -------
        numpy.ndarray
            Shape (n,), true where the alarm was on after that value.

        Raises
        ------
        TypeError, ValueError
            When one of them would be refused; then none is taken.
        """
        return np.array(self._alarms(self._admitted(values)), dtype=bool)

    def _alarms(self, values: list[float]) -> list[bool]:
        alarms = []
        for value in values:
            self.update(value)
            alarms.append(self.drift_detected)
        return alarms

    def _admitted(self, values: ArrayLike) -> list[float]:
        try:
            many = floats(values, "values")
        except (TypeError, ValueError) as error:
            raise type(error)(
                f"values must be numbers in one row, got {values!r:.80}: leave missing values out, "
                "and pass one stream at a time."
            ) from error
        fit = (many == 0) | (many == 1) if self.binary else np.isfinite(many)
        if not fit.all():
            self._refuse(float(many[fit.argmin()]))
        taken: list[float] = many.tolist()
        return taken

    def _check(self, x: float) -> None:
        try:
            fit = x in (0, 1) if self.binary else isfinite(x)
        except (OverflowError, TypeError, ValueError):  # a word, nothing, a whole array, more than a float can hold
            fit = False
        if not fit:
            self._refuse(x)

    def _refuse(self, x: object) -> NoReturn:
        if self.binary and isinstance(x, int | float) and isfinite(x):
            name = type(self).__name__
            raise ValueError(
                f"{name} counts errors, so x must be 0 or 1, got {x:g}: pass 1 for an error and 0 for none, "
                f"or let Above({name}()) count the values that are larger than usual."
            )
        kind = TypeError if isinstance(x, _NO_NUMBERS) else ValueError
        raise kind(f"x must be a number, got {x!s:.40}: leave missing values out.")


class River(Watcher):
    """A detector that river computes: its evidence is made visible here, its alarms are untouched.

    River switches an alarm off, and forgets what it has seen, when the next value comes.
    """

    _inner: Any  # Any: river ships no types

    @property
    def drift_detected(self) -> bool:
        """Is the alarm on after the last value?"""
        return bool(self._inner.drift_detected)

    def update(self, x: float) -> None:
        """Take the next value; a missing one is refused, and one that is not 0 or 1 where only those count."""
        self._check(x)
        self._inner.update(x)

    def _alarms(self, values: list[float]) -> list[bool]:
        alarms: list[bool] = []
        inner = self._inner
        update, note = inner.update, alarms.append
        for value in values:
            update(value)
            note(inner.drift_detected)
        return alarms
