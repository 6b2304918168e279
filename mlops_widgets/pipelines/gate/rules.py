"""When does a gate let a commit pass, and how often is it mistaken on average?"""

from __future__ import annotations

from collections.abc import Callable
from math import ceil, nan, sqrt
from statistics import NormalDist
from typing import NamedTuple, Protocol, runtime_checkable

import numpy as np

from mlops_widgets import stage

from .scenario import SHARED, Scenario

__all__ = ["Gate", "Look", "bar", "decider", "least", "rates"]

_RISK = 0.05
_ROUNDING = 1e-9  # a share that was computed in two ways


class Look(NamedTuple):
    """What a gate sees of one commit; whether it is broken is not among it."""

    rows: int  # in the test set
    right: int  # of them, by the commit's model
    right_now: int  # by the model in service
    gained: int  # rows that the commit has right and the model in service has not
    lost: int  # the other way round
    bar: float  # accuracy that is asked for, 0-1


@runtime_checkable
class Gate(Protocol):
    """Anything that answers a look; a fresh one is built for every run."""

    def decide(self, look: Look, /) -> bool:
        """``True`` when the commit may pass."""


def bar(scenario: Scenario) -> float:
    """The accuracy that is asked for."""
    return scenario.healthy - scenario.slack


def least(scenario: Scenario) -> int:
    """How many rows must be right at the two gates that count them alone.

    To be sure is to ask for so many that a model which lies just at the bar has them in at most 5 % of the cases.
    """
    if scenario.gate == "bar":
        return max(0, ceil(scenario.rows * bar(scenario) - _ROUNDING))
    from scipy.special import bdtrc

    counts = np.arange(scenario.rows + 1)
    chance = np.r_[1.0, bdtrc(counts[:-1], scenario.rows, bar(scenario))]  # of as many or more
    reached = np.flatnonzero(chance <= _RISK)
    return int(reached[0]) if reached.size else scenario.rows + 1


def decider(scenario: Scenario, build: Callable[[], object] | None) -> Callable[[Look], bool]:
    """The gate of the menu, or a learner's."""
    if build is not None:
        return _theirs(build())
    if scenario.gate == "yours":
        raise stage.PartError("this scenario runs your own gate: pass it, gate=YourClass.")
    if scenario.gate == "beside":
        allowed = -scenario.slack * scenario.rows - _ROUNDING
        return lambda look: look.gained - look.lost >= allowed
    needed = least(scenario)
    return lambda look: look.right >= needed


def _theirs(gate: object) -> Callable[[Look], bool]:
    if not isinstance(gate, Gate):
        raise stage.PartError(
            f"a gate needs a method decide(look) that returns True or False; {type(gate).__name__} has none: "
            "write def decide(self, look): return look.right / look.rows >= look.bar."
        )

    def decided(look: Look) -> bool:
        answer: object = gate.decide(look)
        if not isinstance(answer, bool | np.bool_):
            raise stage.PartError(f"decide must return True or False, got {answer!r:.60}: return look.right > 300.")
        return bool(answer)

    return decided


def rates(scenario: Scenario) -> tuple[float, float]:
    """How often a gate blocks a healthy commit, and how often it passes a broken one, on average.

    Exact (binomial) for the two gates that count a commit's right rows. Beside the model in service the difference on
    the same rows is taken to be normal, and what is in service is a Markov chain of two states, healthy and broken,
    taken at rest.

    Parameters
    ----------
    scenario
        Test set, gate and harm.

    Returns
    -------
    tuple of float
        False blocks among healthy commits and false passes among broken ones, 0-1; NaN for a gate of your own.

    Examples
    --------
    >>> blocked, passed = rates(Scenario(rows=400, slack=0.015, harm=0.03))
    >>> round(blocked, 3), round(passed, 3)
    (0.181, 0.239)

    References
    ----------
    Clopper and Pearson, The use of confidence or fiducial limits illustrated in the case of the binomial,
    Biometrika 26, 1934; McNemar, Note on the sampling error of the difference between correlated proportions,
    Psychometrika 12, 1947.
    """
    good, bad = scenario.healthy, scenario.healthy - scenario.harm
    if scenario.gate == "yours":
        return nan, nan
    if scenario.gate == "beside":
        return _beside(scenario, good, bad)
    from scipy.special import bdtr

    below = least(scenario) - 1
    if below < 0:
        return 0.0, 1.0
    blocked, stopped = (float(bdtr(below, scenario.rows, share)) for share in (good, bad))
    return blocked, 1 - stopped


def _beside(scenario: Scenario, good: float, bad: float) -> tuple[float, float]:
    """Both rates beside the model in service, which is broken itself for as long as no healthy commit passes."""
    passes = {(new, now): _allowed(scenario, new, now) for new in (good, bad) for now in (good, bad)}
    falls, mends = scenario.broken * passes[bad, good], (1 - scenario.broken) * passes[good, bad]
    ill = falls / (falls + mends)
    passed = {new: (1 - ill) * passes[new, good] + ill * passes[new, bad] for new in (good, bad)}
    return 1 - passed[good], passed[bad]


def _allowed(scenario: Scenario, share: float, now: float) -> float:
    """The chance to pass beside a model of accuracy ``now``, with a correction for whole rows."""
    both = _both(share, now)
    gained, lost = share - both, now - both
    spread = sqrt((gained + lost - (gained - lost) ** 2) / scenario.rows)
    least = ceil(-scenario.slack * scenario.rows - _ROUNDING) - 0.5
    return 1 - NormalDist(gained - lost, spread).cdf(least / scenario.rows)


def _both(share: float, now: float) -> float:
    """The chance that two models have one row right whose troubles with it are normal, correlated by ``SHARED``."""
    from scipy.stats import multivariate_normal

    point = [NormalDist().inv_cdf(each) for each in (share, now)]
    return float(multivariate_normal([0, 0], [[1, SHARED], [SHARED, 1]]).cdf(point))
