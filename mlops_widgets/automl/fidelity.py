"""May one judge networks cheaply: does a short training rank them as a long one does, and what does halving save?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mlops_widgets import stage

from .table import Table

__all__ = ["Bracket", "Rung", "halving", "kendall"]


def kendall(one: ArrayLike, other: ArrayLike) -> float:
    """Kendall's τ-b: of all pairs, those ranked alike less those ranked the other way round; ties are taken out.

    Raises
    ------
    StageError
        For fewer than two values, unequal sizes, or a side on which all are the same.

    Examples
    --------
    >>> kendall([1, 2, 3, 4], [1, 2, 4, 3])
    0.6666666666666666

    References
    ----------
    M. G. Kendall: The treatment of ties in ranking problems, Biometrika 33(3), 1945.
    """
    a, b = (np.asarray(each, dtype=float) for each in (one, other))
    if a.shape != b.shape or a.ndim != 1 or a.size < 2:
        raise stage.StageError(f"one and other must hold the same two or more networks, got {a.shape} and {b.shape}.")
    signs = [np.sign(each[:, None] - each)[np.triu_indices(a.size, 1)] for each in (a, b)]
    untied = [np.count_nonzero(each) for each in signs]
    if not all(untied):
        raise stage.StageError("all values of one side are the same: there is no order to compare.")
    return float(signs[0] @ signs[1] / np.sqrt(float(untied[0]) * untied[1]))


@dataclass(frozen=True)
class Rung:
    """One step of a bracket."""

    epochs: int
    numbers: NDArray[np.int64]  # of the networks that were trained so far, (networks,)
    score: NDArray[np.float64]  # (networks,), validation accuracy after these epochs


@dataclass(frozen=True)
class Bracket:
    """Many networks begin, few are trained to the end."""

    rungs: tuple[Rung, ...]
    winner: int  # the best at the last rung
    epochs: int  # spent together; a network that goes on is not begun anew
    killed: bool  # whether a network that began would have ended better than the winner


def halving(among: Table, networks: ArrayLike, *, first: int = 1, keep: float = 1 / 3) -> Bracket:
    """Successive halving: train all a little, keep the best part, train those longer, until one round is the last.

    Parameters
    ----------
    among
        The table.
    networks
        Numbers of those that begin.
    first
        Epochs of the first round; each further one trains ``1 / keep`` times as long, one epoch longer at least.
    keep
        Share that goes on, 0-1.

    References
    ----------
    Jamieson and Talwalkar: Non-stochastic best arm identification and hyperparameter optimization, AISTATS, 2016.
    Li et al.: Hyperband, JMLR 18, 2018.
    """
    last = among.curves.shape[-1]
    alive = np.asarray(networks, dtype=np.int64)
    if alive.size == 0 or not 1 <= first <= last or not 0 < keep < 1:
        raise stage.StageError(
            f"halving needs a network at least, first from 1 to {last}, and keep between 0 and 1, got {alive.size} "
            f"networks, first={first}, keep={keep:g}."
        )
    begun, rungs, spent, before, epochs = alive, [], 0, 0, first
    while True:
        score = among.curves[-1, alive, epochs - 1]
        rungs.append(Rung(epochs, alive, score))
        spent, before = spent + alive.size * (epochs - before), epochs
        if epochs == last:
            break
        best = np.argsort(-score, kind="stable")[: max(int(np.ceil(keep * alive.size - 1e-9)), 1)]
        alive, epochs = alive[best], min(max(round(epochs / keep), epochs + 1), last)
    winner = int(alive[np.argmax(score)])
    return Bracket(tuple(rungs), winner, int(spent), bool(among.score[begun].max() > among.score[winner]))
