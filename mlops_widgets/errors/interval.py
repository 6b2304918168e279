"""Between which shares may the truth lie, when so many of so many were counted?"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["wilson"]

Floats = npt.NDArray[np.float64]


def wilson(count: npt.ArrayLike, total: npt.ArrayLike, *, z: float = 1.96) -> tuple[Floats, Floats]:
    """The interval of Wilson for a share; it stays within 0 and 1, also for small numbers.

    Parameters
    ----------
    count, total
        So many of so many, of any shape.
    z
        How many standard errors wide on each side; 1.96 covers 95 %.

    Returns
    -------
    tuple
        The lower and the upper ends, in the shape of ``count`` and ``total`` together; 0 and 1 where nothing was
        counted, because then nothing is known.

    Raises
    ------
    ValueError
        If a count is negative or above its total.

    References
    ----------
    Wilson (1927), Probable inference, the law of succession, and statistical inference, Journal of the American
    Statistical Association 22.

    Examples
    --------
    >>> [round(float(end), 3) for end in wilson(8, 10)]
    [0.49, 0.943]
    """
    k, n = np.broadcast_arrays(np.asarray(count, float), np.asarray(total, float))
    if not np.all((k >= 0) & (k <= n)):
        raise ValueError(f"count must lie between 0 and total, got {k} of {n}: swap them if need be.")
    if not z > 0:
        raise ValueError(f"z must be above 0, got {z!r}: 1.96 covers 95 %.")
    share = np.divide(k, n, out=np.full(k.shape, 0.5), where=n > 0)
    safe = np.where(n > 0, n, 1.0)
    middle = (share + z**2 / (2 * safe)) / (1 + z**2 / safe)
    half = z * np.sqrt(share * (1 - share) / safe + z**2 / (4 * safe**2)) / (1 + z**2 / safe)
    low = np.where(n > 0, np.clip(middle - half, 0, share), 0.0)
    high = np.where(n > 0, np.clip(middle + half, share, 1), 1.0)
    return low, high
