"""A year of inspections: which parts are stopped, which of them rightly, and what does each metric make of it?"""

from __future__ import annotations

from math import erfc, sqrt

import numpy as np
from numpy.typing import NDArray

from mlops_widgets import stage
from mlops_widgets.errors.confusion import Confusion, precision_at
from mlops_widgets.errors.interval import wilson

from .scenario import NEVER, Move, Scenario

__all__ = ["DAYS", "SLOTS", "expected", "simulate"]

Floats = NDArray[np.float64]

DAYS = 365
SLOTS = 8  # parts drawn of each day
CELLS = ("tp", "fp", "fn", "tn")


def simulate(scenario: Scenario) -> stage.Trace:
    """Let parts arrive day by day, score each, and stop those whose score reaches the threshold.

    Parameters
    ----------
    scenario
        How many parts are defective, how well scores tell them apart, and the threshold.

    Returns
    -------
    Trace
        One row a day. ``tp fp fn tn``: counts so far; ``accuracy precision recall f1`` so far (NaN where undefined),
        ``never`` (accuracy of stopping nothing), ``precise_low`` and ``precise_high`` (Wilson, 95 %), ``bayes``
        (precision by Bayes' rule at that day's threshold), ``right`` and ``false`` (shares of the alarms so far),
        ``stopped`` and ``passed`` (shares of that day's parts), ``threshold``; and of a few parts of each day the
        ``place_``, ``way_`` and ``pace_`` of a flow. Events: ``move``.
    """
    who, noise, drawn = (np.random.default_rng([scenario.seed, source]) for source in (0, 1, 2))
    shape = DAYS, scenario.parts
    defective = who.random(shape) < float(scenario.prevalence)
    score = noise.normal(size=shape) + scenario.apart * defective
    threshold = _thresholds(scenario)
    stopped = (score >= threshold[:, None]) & (threshold[:, None] < NEVER)
    cells = (defective & stopped, ~defective & stopped, defective & ~stopped, ~defective & ~stopped)
    tp, fp, fn, tn = (each.sum(axis=1).cumsum().astype(float) for each in cells)
    columns = dict(zip(CELLS, (tp, fp, fn, tn), strict=True)) | _metrics(tp, fp, fn, tn)
    columns["threshold"] = threshold
    columns["bayes"] = np.array([expected(scenario, at)[0] for at in threshold])
    columns["stopped"] = stopped.mean(axis=1)
    columns["passed"] = 1 - columns["stopped"]
    columns |= _flow(defective, stopped, drawn)
    last = Confusion(*(float(columns[name][-1]) for name in CELLS))
    summary = {name: float(getattr(last, name)) for name in ("accuracy", "precision", "recall", "f1")}
    return stage.Trace(
        np.arange(1.0, DAYS + 1),
        columns,
        scenario=scenario,
        events=[
            stage.Event(each.tick, "move", f"stop from {each.to:g} σ")
            for each in scenario.interventions
            if isinstance(each, Move) and each.tick < DAYS
        ],
        summary=summary | {"never": float(columns["never"][-1])},
    )


def expected(scenario: Scenario, threshold: float | None = None) -> tuple[float, float, float]:
    """Precision, recall and share of false alarms in closed form, 0-1; NaN where nothing is ever stopped.

    Examples
    --------
    >>> [round(each, 3) for each in expected(Scenario())]
    [0.335, 0.885, 0.036]
    """
    at = scenario.threshold if threshold is None else threshold
    if at >= NEVER:
        return float("nan"), 0.0, 0.0
    recall, false = _above(at - scenario.apart), _above(at)
    return precision_at(float(scenario.prevalence), recall, false), recall, false


def _above(z: float) -> float:
    """How much of a standard normal distribution lies above."""
    return 0.5 * erfc(z / sqrt(2))


def _thresholds(scenario: Scenario) -> Floats:
    thresholds = np.full(DAYS, scenario.threshold)
    for each in scenario.interventions:
        if isinstance(each, Move):
            thresholds[each.tick :] = each.to
    return thresholds


def _metrics(tp: Floats, fp: Floats, fn: Floats, tn: Floats) -> dict[str, Floats]:
    total, alarms = tp + fp + fn + tn, tp + fp
    low, high = wilson(tp, alarms)
    unknown = np.where(alarms > 0, 0.0, np.nan)
    return {
        "accuracy": (tp + tn) / total,
        "never": (fp + tn) / total,
        "precision": _share(tp, alarms),
        "recall": _share(tp, tp + fn),
        "f1": _share(2 * tp, 2 * tp + fp + fn),
        "precise_low": low + unknown,
        "precise_high": high + unknown,
        "right": _share(tp, alarms),
        "false": _share(fp, alarms),
    }


def _share(part: Floats, whole: Floats) -> Floats:
    share: Floats = np.divide(part, whole, out=np.full(part.shape, np.nan), where=whole > 0)
    return share


def _flow(defective: NDArray[np.bool_], stopped: NDArray[np.bool_], rng: np.random.Generator) -> dict[str, Floats]:
    """Of each day the first parts: where on the belt each lies, and which way it goes."""
    columns = {}
    above = stopped.mean(axis=1)  # those stopped lie at the upper end, as wide as they are many
    for slot in range(SLOTS):
        luck, is_stopped = rng.random(DAYS), stopped[:, slot]
        columns[f"place_{slot}"] = np.where(is_stopped, 1 - above * luck, (1 - above) * luck)
        columns[f"way_{slot}"] = np.where(is_stopped, 0.0, 2.0) + (defective[:, slot] != is_stopped)
        columns[f"pace_{slot}"] = np.ones(DAYS)
    return columns
