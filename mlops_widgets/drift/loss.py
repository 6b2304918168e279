"""What does each answer cost, once its label is known?"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["log_loss"]

Floats = npt.NDArray[np.float64]
_CERTAIN = 1e-6  # no chance is taken nearer to 0 or 1: one mistake would otherwise cost without bound


def log_loss(label: npt.NDArray[Any], chance: Floats) -> Floats:  # Any: 0 and 1 of any type
    """The log loss of each row: minus the logarithm of the chance that was given to what happened.

    ``sklearn.metrics.log_loss`` gives the mean alone and refuses a missing chance, which is a missing loss here; it
    bounds a mistake at 36 nats, this at 14.

    Parameters
    ----------
    label
        What happened, 0 or 1, shape (n,).
    chance
        That was given to 1, 0–1, shape (n,).

    Returns
    -------
    array
        Shape (n,), nats, at least 0.

    Examples
    --------
    >>> log_loss(np.array([1, 0, 1]), np.array([0.5, 0.1, 0.0])).round(2).tolist()
    [0.69, 0.11, 13.82]
    """
    p = np.clip(chance, _CERTAIN, 1 - _CERTAIN)
    lost: Floats = -np.log(np.where(label > 0, p, 1 - p))
    return lost
