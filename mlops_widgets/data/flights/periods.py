"""Tell which flights a model may learn from, which choose it, and which it will meet in production."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from mlops_widgets.data.flights.source import CLOCK

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Split", "split"]

Rows = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Split:
    """Three stretches of time, as labels of rows for ``frame.loc``; read-only, all flights labelled."""

    train: Rows  # (flights,) scheduled and landed before the training is over
    validate: Rows  # (flights,) scheduled after that, landed before production begins
    production: Mapping[int, Rows]  # month (1-12) -> (flights,) scheduled from then on


def split(flights: "pd.DataFrame", *, train_until: str = "2013-04-01", validate_until: str = "2013-05-01") -> Split:
    """Split the labelled flights by time, so that no label is used before its flight has landed.

    A flight in the air at the end of a stretch belongs to none: its label came too late for the one,
    its features too early for the other. Cancelled and diverted flights have no label and are left out.

    Parameters
    ----------
    flights
        Rows of ``load()``.
    train_until
        Day (ISO, clock of New York) at whose start the model is trained; by default after the winter.
    validate_until
        Day at whose start it goes into production; by default a month later.

    Returns
    -------
    Split
        Labels of the rows of ``flights``.

    Raises
    ------
    ValueError
        If a day cannot be read, the days are in the wrong order, or a stretch would be empty.

    Examples
    --------
    >>> from mlops_widgets.data.flights import load
    >>> parts = split(load())
    >>> len(parts.train), len(parts.validate), list(parts.production)
    (77827, 27516, [5, 6, 7, 8, 9, 10, 11, 12])

    """
    first, second = _day("train_until", train_until), _day("validate_until", validate_until)
    if not first < second:
        raise ValueError(
            f"validate_until must be a later day than train_until ({train_until}), got {validate_until}; "
            "leave a month between them"
        )
    labelled = flights[flights["late"].notna()]
    due, landed = labelled["scheduled"], labelled["landed"]
    later = labelled[due >= second]
    parts = {
        "train": _rows(labelled[(due < first) & (landed < first)]),
        "validate": _rows(labelled[(due >= first) & (due < second) & (landed < second)]),
    }
    months = {int(month): _rows(rows) for month, rows in later.groupby(later["scheduled"].dt.month)}
    empty = [name for name, rows in {**parts, "production": _rows(later)}.items() if rows.size == 0]
    if empty:
        raise ValueError(
            f"flights must have labelled flights in each stretch, got none for {empty[0]} with "
            f"train_until={train_until}, validate_until={validate_until}; choose days within the flights"
        )
    return Split(**parts, production=MappingProxyType(months))


def _day(name: str, day: str) -> "pd.Timestamp":
    import pandas as pd

    try:
        return pd.Timestamp(day).tz_localize(CLOCK)
    except (TypeError, ValueError):
        raise ValueError(f'{name} must be a day, got {day!r}; write it like "2013-04-01"') from None


def _rows(flights: "pd.DataFrame") -> Rows:
    rows: Rows = flights.index.to_numpy(np.int64, copy=True)
    rows.flags.writeable = False
    return rows
