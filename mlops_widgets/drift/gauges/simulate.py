"""Which gauges go up when one thing about the world moves, and when?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mlops_widgets import stage

from .readings import loss_threshold, losses, mmd_threshold, on_grid, psi_of, psi_threshold, remembered, up
from .scenario import Scenario
from .world import Moves, Rows, drawn, moves, probability, reference

__all__ = ["BINS", "CAUSES", "DOTS", "GAUGES", "Labels", "simulate"]

GAUGES = ("features", "together", "predictions", "performance")
CAUSES = {  # gauge → what makes it right to go up
    "features": {"shift", "prior"},
    "together": {"shift", "copula", "prior"},
    "predictions": {"shift", "copula", "prior"},
    "performance": {"shift", "copula", "prior", "concept"},
}
BINS = 13  # of the histograms: half a standard deviation each, the first and the last one open
DOTS = 12  # of the cloud, a day
_MOVES = {"shift": "x₁ moves", "copula": "dependence changes", "concept": "p(y|x) turns", "prior": "p(y) moves"}


@dataclass(frozen=True)
class Labels:
    """What a scene says about a run besides its numbers."""

    thresholds: tuple[float, float, float, float]  # of a feature's PSI, of MMD², of the scores' PSI, of the losses
    normal: float  # mean loss in the reference
    begun: tuple[tuple[int, str], ...]  # day → what began to move
    reference: tuple[tuple[float, float], ...]  # rows of it, for the cloud


def simulate(scenario: Scenario) -> stage.Trace:
    """Move p(x), p(y|x) and p(y) one by one, and read four gauges: features, both together, predictions, performance.

    Parameters
    ----------
    scenario
        What moves, from which day on, how late labels come, the rows of a day, the interventions.

    Returns
    -------
    Trace
        Columns along the days: ``psi1``, ``psi2`` (of the features), ``mmd`` (MMD² of both together),
        ``scores`` (PSI of the predictions), ``performance`` (mean loss of the rows whose labels came on
        that day, NaN before the first); for each gauge ``features_up`` … ``performance_up`` (0 or 1);
        ``r0`` … and ``a0`` …, ``b0`` … (shares of the reference, of x₁ and of x₂ in the bins of a
        histogram); ``x0`` …, ``y0`` … (a few rows of the day). Events: ``truth``, ``alarm``, ``false``.
    """
    moved = moves(scenario)
    rows, known = drawn(scenario.seed, scenario.rows, moved), reference()
    first, second, scores = remembered()
    normal, limit = loss_threshold(scenario.rows, scenario.rate, scenario.measure)
    thresholds = (
        psi_threshold(scenario.rows, scenario.rate / 2),
        mmd_threshold(scenario.rows, scenario.rate),
        psi_threshold(scenario.rows, scenario.rate),
        limit,
    )
    read = {
        "psi1": psi_of(rows.x[..., 0], first),
        "psi2": psi_of(rows.x[..., 1], second),
        "mmd": on_grid(rows.x),
        "scores": psi_of(probability(rows.x), scores),
        "performance": _late(losses(rows, scenario.measure).mean(axis=1), scenario.delay),
    }
    highest = (np.maximum(read["psi1"], read["psi2"]), read["mmd"], read["scores"], read["performance"])
    on = {name: up(values, level) for name, values, level in zip(GAUGES, highest, thresholds, strict=True)}
    return stage.Trace(
        np.arange(scenario.days),
        read | {f"{name}_up": values.astype(float) for name, values in on.items()} | _pictured(rows, known),
        scenario=scenario,
        events=_events(on, moved, scenario.delay),
        summary={f"{name}_up": float(values.sum()) for name, values in on.items()},  # days
        labels=Labels(thresholds, normal, moved.begun, tuple(map(tuple, known.x[0, :120].round(2).tolist()))),
    )


def _late(values: np.ndarray, delay: int) -> np.ndarray:
    """What is known on each day when labels take ``delay`` days to come."""
    late = np.full(values.size, np.nan)
    late[delay:] = values[: values.size - delay]
    return late


def _pictured(rows: Rows, known: Rows) -> dict[str, np.ndarray]:
    """The columns of the panels."""
    days = rows.x.shape[0]
    columns = {f"r{index}": np.full(days, share) for index, share in enumerate(_shares(known.x[..., 0])[0])}
    for name, feature in (("a", 0), ("b", 1)):
        columns |= {f"{name}{index}": shares for index, shares in enumerate(_shares(rows.x[..., feature]).T)}
    for name, feature in (("x", 0), ("y", 1)):
        columns |= {f"{name}{index}": rows.x[:, index, feature] for index in range(DOTS)}
    return columns


def _shares(values: np.ndarray) -> np.ndarray:
    """Shares of the bins, (days, BINS)."""
    days, rows = values.shape
    place = np.clip(np.round(2 * values).astype(int) + BINS // 2, 0, BINS - 1) + BINS * np.arange(days)[:, None]
    found: np.ndarray = np.bincount(place.ravel(), minlength=days * BINS).reshape(days, BINS) / rows
    return found


def _events(on: dict[str, np.ndarray], moved: Moves, delay: int) -> list[stage.Event]:
    events = [stage.Event(day, "truth", _MOVES[name]) for day, name in moved.begun]
    for gauge, values in on.items():
        late = delay if gauge == "performance" else 0
        for day in (np.flatnonzero(np.diff(values.astype(int), prepend=0) > 0)).tolist():
            caused = any(name in CAUSES[gauge] and begun + late <= day for begun, name in moved.begun)
            events.append(stage.Event(day, "alarm" if caused else "false", gauge))
    return events
