"""What is known of many runs? A snapshot in columns, wherever the runs come from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

__all__ = ["NOTE", "OWN", "Column", "Runs", "number"]

Floats = NDArray[np.float64]
Curve = Sequence[tuple[int, float]]  # step, value

OWN = "mlflow."  # tags that begin so are MLflow's
NOTE = "mlflow.note.content"  # the tag in which MLflow keeps a run's description


@dataclass(frozen=True, eq=False)
class Column:
    """One setting or measure of all runs."""

    name: str  # as in search_runs: params.leaves
    title: str
    kind: Literal["about", "param", "metric"]
    words: tuple[str, ...]  # as shown; "" where a run has none
    values: Floats | None  # as numbers, nan where a run has none; None when some are words

    @cached_property
    def varies(self) -> bool:
        """Do the runs differ in it?"""
        return len(set(self.words)) > 1

    @cached_property
    def ranks(self) -> Floats:
        """By which the runs are sorted, nan last."""
        if self.values is not None:
            return self.values
        places = {word: float(place) for place, word in enumerate(sorted(set(self.words) - {""}))}
        return np.array([places.get(word, np.nan) for word in self.words])


@dataclass(frozen=True, eq=False)
class Runs:
    """Runs as they were when they were read; what a learner adds on the board is kept there."""

    ids: tuple[str, ...]
    names: tuple[str, ...]
    status: tuple[str, ...]
    started: Floats  # ms since 1970, nan where unknown
    ended: Floats
    params: Mapping[str, Sequence[str | None]]  # setting → (runs,) words
    metrics: Mapping[str, Floats]  # measure → (runs,) last values, nan where there is none
    tags: tuple[Mapping[str, str], ...]  # without those that MLflow keeps for itself
    notes: tuple[str, ...]
    place: str  # where they come from, in words
    curve: Callable[[str, str], Curve] = lambda _run, _metric: ()
    client: Callable[[], Any] | None = None  # MLflow's own, where they can be written to; its types are not read here
    experiments: tuple[str, ...] = ()  # ids
    own: tuple[Mapping[str, str], ...] = ()  # the tags that MLflow keeps for itself, which a filter may ask for
    kept: dict[str, Any] = field(default_factory=dict)  # what was computed last; Any: of several kinds

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def index(self) -> Mapping[str, int]:
        """Run id → place."""
        return {run: place for place, run in enumerate(self.ids)}

    @cached_property
    def columns(self) -> Mapping[str, Column]:
        """All columns by name: settings, measures, when it began, how it ended."""
        when = np.where(np.isfinite(self.started), self.started, np.nan)
        columns = [
            *(_setting(name, words) for name, words in sorted(self.params.items())),
            *(_measure(name, values) for name, values in sorted(self.metrics.items())),
            Column("start_time", "started", "about", tuple(map(_moment, when)), when),
            Column("status", "status", "about", self.status, None),
        ]
        return {column.name: column for column in columns}


def number(value: float) -> str:
    """A measured value as one reads it: four digits that count.

    Examples
    --------
    >>> number(0.412345), number(12345.0), number(float("nan"))
    ('0.4123', '12340', '')
    """
    if not np.isfinite(value):
        return "" if np.isnan(value) else ("∞" if value > 0 else "−∞")
    short = f"{value:.4g}"
    return (f"{float(short):.0f}" if "e+" in short and abs(value) < 1e9 else short).replace("-", "−")


def _setting(name: str, words: Sequence[str | None]) -> Column:
    shown = tuple("" if word is None else word for word in words)
    return Column(f"params.{name}", name, "param", shown, _numbers(shown))


def _measure(name: str, values: Floats) -> Column:
    return Column(f"metrics.{name}", name, "metric", tuple(number(value) for value in values.tolist()), values)


def _numbers(words: Sequence[str]) -> Floats | None:
    try:
        values = np.array([float(word) if word else np.nan for word in words])
    except ValueError:
        return None
    return values if np.isfinite(values).any() else None


def _moment(milliseconds: float) -> str:
    if not np.isfinite(milliseconds):
        return ""
    return str(np.datetime64(int(milliseconds), "ms").astype("datetime64[m]")).replace("T", " ")
