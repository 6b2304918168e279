"""Two hundred commits come to a gate: which pass, which of them should not have, and what is in service?"""

from __future__ import annotations

from collections.abc import Callable
from math import sqrt
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from mlops_widgets import stage

from .rules import Gate, Look, bar, decider, rates
from .scenario import COMMITS, SHARED, Scenario

__all__ = ["simulate"]

Floats = npt.NDArray[np.float64]
Rows = npt.NDArray[np.bool_]  # (rows,): which of them a model has right


def simulate(scenario: Scenario, *, gate: Callable[[], Gate] | None = None) -> stage.Trace:
    """Let commits come to a gate one by one; what passes is in service until the next one passes.

    A row is hard for one model as for another: a model has it right where its trouble, a standard normal number of
    which a share is the row's own, stays below a limit. Healthy and broken commits differ in that limit alone.

    Parameters
    ----------
    scenario
        The test set, the gate, and how bad a broken commit is.
    gate
        A class or function that builds your own, with ``decide(look) -> bool``; it takes the menu's place.

    Returns
    -------
    Trace
        A tick a commit, from 0, when nothing has come. ``sound`` and ``faulty`` (accuracy measured on the test set,
        of healthy and of broken commits, NaN for the other kind), ``blocked`` (share of the healthy commits blocked
        so far), ``passed`` (share of the broken ones that passed so far), ``exact_blocked`` and ``exact_passed``
        (what they are on average; NaN for a gate of your own), ``service`` (true accuracy of the model in service).
        ``let`` is 1 where a commit passed, else 0. No events: a mistake is a matter of two columns.

    Raises
    ------
    PartError
        When a learner's gate lacks ``decide`` or answers something else.
    """
    if gate is not None:
        scenario = scenario.replace(gate="yours")
    is_broken = np.random.default_rng([scenario.seed, 1]).random(COMMITS) < scenario.broken
    passes, measured, served = _decided(scenario, is_broken, decider(scenario, gate))
    columns = _columns(scenario, is_broken, passes, measured) | {"service": served, "let": np.r_[0.0, passes]}
    on_average = rates(scenario)
    for name, rate in zip(("exact_blocked", "exact_passed"), on_average, strict=True):
        columns[name] = np.full(COMMITS + 1, rate)
    names = ("blocked", "passed", "exact_blocked", "exact_passed")
    summary = {name: float(columns[name][-1]) for name in names if np.isfinite(columns[name][-1])}
    return stage.Trace(
        np.arange(COMMITS + 1),
        columns,
        scenario=scenario,
        summary=summary | {"service": float(served[1:].mean())},
    )


def _decided(scenario: Scenario, is_broken: Rows, passes: Callable[[Look], bool]) -> tuple[Rows, Floats, Floats]:
    """Which commits pass, what is measured of each, and the true accuracy of what is in service after each."""
    truth = scenario.healthy - scenario.harm * is_broken
    passed, measured, served = np.zeros(COMMITS, bool), np.zeros(COMMITS), np.full(COMMITS + 1, scenario.healthy)
    rows = _Rows(scenario)
    now = rows.answered(scenario.healthy)
    for commit in range(COMMITS):
        if not scenario.same:
            now = rows.anew(served[commit])
        right = rows.answered(truth[commit])
        look = Look(
            scenario.rows, int(right.sum()), int(now.sum()), int((right & ~now).sum()), int((now & ~right).sum()),
            bar(scenario),
        )  # fmt: skip
        passed[commit], measured[commit] = passes(look), look.right / look.rows
        if passed[commit]:
            now = right
        served[commit + 1] = truth[commit] if passed[commit] else served[commit]
    return passed, measured, served


class _Rows:
    """The test set: how hard each of its rows is, and which of them a model has right."""

    def __init__(self, scenario: Scenario) -> None:
        self._size = scenario.rows
        self._hard = np.random.default_rng([scenario.seed, 2])
        self._own = np.random.default_rng([scenario.seed, 3])
        self._draw()

    def _draw(self) -> None:
        self._shared = sqrt(SHARED) * self._hard.standard_normal(self._size, dtype=np.float32)

    def anew(self, accuracy: float) -> Rows:
        """Draw other rows, and ask the model in service."""
        self._draw()
        return self.answered(accuracy)

    def answered(self, accuracy: float) -> Rows:
        """Ask a model of this true accuracy."""
        own = sqrt(1 - SHARED) * self._own.standard_normal(self._size, dtype=np.float32)
        found: Rows = self._shared + own < NormalDist().inv_cdf(accuracy)
        return found


def _columns(scenario: Scenario, is_broken: Rows, passed: Rows, measured: Floats) -> dict[str, Floats]:
    """What is seen of each kind, and the shares decided falsely so far; NaN before the first of a kind."""
    found = {"bar": np.full(COMMITS + 1, bar(scenario))}
    for name, kind in (("sound", ~is_broken), ("faulty", is_broken)):
        found[name] = np.r_[np.nan, np.where(kind, measured, np.nan)]
    for name, kind, false in (("blocked", ~is_broken, ~passed), ("passed", is_broken, passed)):
        seen = np.r_[0, np.cumsum(kind)]
        share = np.r_[0, np.cumsum(kind & false)] / np.maximum(seen, 1)
        found[name] = np.where(seen, share, np.nan)
    return found
