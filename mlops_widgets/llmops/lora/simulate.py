"""What does a model gain in a new trade while it is adapted, and what does it lose in its old one?"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from mlops_widgets import stage

from .grid import EVERY, STEPS, curves
from .scenario import Scenario, Stop

__all__ = ["simulate"]

_TWICE = 2.0  # times the old text's perplexity at the start


def simulate(scenario: Scenario) -> stage.Trace:
    """Take a training from the table of those that were really run.

    Parameters
    ----------
    scenario
        Which one, and where it is stopped.

    Returns
    -------
    Trace
        One row for each look, every 10 steps: ``new`` and ``old`` (perplexities of the desk's answers and of the
        course's text, both held out), ``exact`` (share of the tickets that are answered to the letter), the same of
        full fine-tuning (``…_full``), ``forgotten`` (how many times the old perplexity of the start), ``parameters``
        (thousands that are trained) and ``stored`` (kB of the file to keep). Events: ``stop``, ``half`` (of the
        tickets are answered to the letter) and ``twice`` (as surprised by the old text).
    """
    run = scenario.run
    found, full = curves(run), curves(run._replace(place="full", rank=0, seed=0))
    stop = min((each.tick for each in scenario.interventions if isinstance(each, Stop)), default=len(found.new))
    columns = {name: _kept(getattr(found, name), stop) for name in ("new", "old", "exact")}
    columns |= {f"{name}_full": getattr(full, name) for name in ("new", "old", "exact")}
    columns["forgotten"] = columns["old"] / columns["old"][0]
    same = np.ones(len(found.new))
    columns |= {"parameters": found.parameters / 1000 * same, "stored": found.stored / 1000 * same}
    crossings = {"half": columns["exact"] >= 0.5, "twice": columns["forgotten"] >= _TWICE}
    labels = {"half": "half to the letter", "twice": "old text: twice"}
    events = [
        stage.Event(tick, kind, labels[kind])
        for kind, above in crossings.items()
        for tick, (before, now) in enumerate(pairwise(above), start=1)
        if now and not before and not above[:tick].any()
    ]
    if stop < len(found.new):
        events.append(stage.Event(stop, "stop", "stopped"))
    return stage.Trace(
        np.arange(0.0, STEPS + 1, EVERY),
        columns,
        scenario=scenario,
        events=events,
        summary={name: float(values[-1]) for name, values in columns.items()},
    )


def _kept(values: np.ndarray, stop: int) -> np.ndarray:
    """The values up to a tick, and that one for ever after."""
    return np.where(np.arange(len(values)) <= stop, values, values[min(stop, len(values) - 1)])
