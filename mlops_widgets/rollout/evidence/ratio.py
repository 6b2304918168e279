"""Does a new version err more often than the old one? Evidence that may be read after every window."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["RateRatio", "rate_ratio"]

Floats = NDArray[np.float64]
_RATIOS = (1.5, 2.0, 3.0, 5.0, 10.0)
_LARGEST = 700.0  # of a logarithm: more evidence than this has no number


class RateRatio:
    """Evidence, window by window, that the candidate errs more often than the stable version.

    Of all errors in a window the candidate's share should be the share of errors that its requests let
    expect,

        s = tolerance · requests / (tolerance · requests + requests of stable)

    whatever the true rate is, however it moves from window to window, and whatever share of the traffic the
    candidate has. A candidate that errs g times as often as tolerated makes the errors of a window

        g^(errors of the candidate) / (1 + s · (g − 1))^(errors of both)

    times as likely. These factors are multiplied over the windows, for each g of a grid, and the mean over the
    grid is the e-value. While the candidate is no worse, its expectation is at most 1 whenever one stops, so
    it ever reaches 1/α with probability α at most (Ville 1939). That holds exactly, for few errors and few
    requests too: 1 + x ≤ eˣ bounds each version's factor. The next window's traffic may depend on all that
    was seen; a look costs nothing.

    Parameters
    ----------
    tolerance
        How many times the stable version's error rate is still fine; 1 for "no worse".
    ratios
        The grid g: how many times worse than tolerated a candidate may be, each above 1. Any grid is valid;
        one near the truth is fastest.

    Raises
    ------
    ValueError
        For a tolerance not above 0 or a ratio not above 1.

    Examples
    --------
    >>> test = RateRatio()
    >>> [round(test.update(errors, 500, 95, 9500), 2) for errors in (5, 12, 14, 13)]
    [0.18, 2.33, 120.3, 4520.51]
    >>> RateRatio().update([5, 12], 500, 95, 9500).round(2)
    array([ 0.18, 10.4 ])

    References
    ----------
    Robbins, H. (1970). Statistical methods related to the law of the iterated logarithm. Ann. Math. Stat. 41.
    Przyborowski, J., Wilenski, H. (1940). Homogeneity of results in testing samples from Poisson series.
    Biometrika 31. The share of the errors, given their number.
    """

    def __init__(self, *, tolerance: float = 1.0, ratios: Sequence[float] = _RATIOS) -> None:
        self.tolerance, self.ratios = _checked(tolerance, ratios)
        self.evidence: float | Floats = 1.0  # the e-value so far
        self._log: float | Floats = 0.0

    def update(
        self, errors: ArrayLike, requests: ArrayLike, errors_stable: ArrayLike, requests_stable: ArrayLike
    ) -> float | Floats:
        """Take in one window, and tell the e-value so far.

        Parameters
        ----------
        errors, requests
            Of the candidate in this window: counts, or arrays with one place for each replica.
        errors_stable, requests_stable
            Of the stable version.

        Returns
        -------
        float or array
            The e-value; abort where it has reached 1/α. A window without errors or without traffic of one of the two
            says nothing, and leaves it as it was.

        Raises
        ------
        ValueError
            For negative counts, or more errors than requests.
        """
        counts = _counts(errors, requests, errors_stable, requests_stable)
        self._log = self._log + _factors(*counts, self.tolerance, self.ratios)
        mean = np.exp(np.minimum(self._log, _LARGEST)).mean(axis=0)
        self.evidence = mean if np.ndim(mean) else float(mean)
        return self.evidence


def rate_ratio(
    errors: ArrayLike,
    requests: ArrayLike,
    errors_stable: ArrayLike,
    requests_stable: ArrayLike,
    *,
    tolerance: float = 1.0,
    ratios: Sequence[float] = _RATIOS,
) -> Floats:
    """The e-values that ``RateRatio`` tells after each window, for whole arrays at once.

    Parameters
    ----------
    errors, requests, errors_stable, requests_stable
        Counts in each window, shape (..., windows).
    tolerance, ratios
        As for ``RateRatio``.

    Returns
    -------
    array
        Shape (..., windows).

    Raises
    ------
    ValueError
        As ``RateRatio``.

    Examples
    --------
    >>> rate_ratio([5, 12, 14, 13], 500, 95, 9500).round(2)
    array([1.80000e-01, 2.33000e+00, 1.20300e+02, 4.52051e+03])
    """
    tolerated, grid = _checked(tolerance, ratios)
    counts = _counts(errors, requests, errors_stable, requests_stable)
    logs = np.cumsum(_factors(*counts, tolerated, grid), axis=-1)
    found: Floats = np.exp(np.minimum(logs, _LARGEST)).mean(axis=0)
    return found


def _factors(x: Floats, n: Floats, x_stable: Floats, n_stable: Floats, tolerance: float, ratios: Floats) -> Floats:
    """Logarithm of a window's likelihood ratio, one for each ratio; shape (ratios, ...)."""
    weighed = tolerance * n
    share = weighed / np.maximum(weighed + n_stable, 1e-300)  # no traffic, no errors, any share
    g = ratios.reshape(-1, *(1,) * max(np.ndim(share), np.ndim(x), np.ndim(x_stable)))
    logs: Floats = x * np.log(g) - (x + x_stable) * np.log(1 + share * (g - 1))
    return logs


def _counts(*counts: ArrayLike) -> tuple[Floats, Floats, Floats, Floats]:
    x, n, x_stable, n_stable = (np.asarray(each, dtype=float) for each in counts)
    for name, errors, requests in (("errors", x, n), ("errors_stable", x_stable, n_stable)):
        if not ((errors >= 0) & (errors <= requests)).all():
            raise ValueError(
                f"{name} must lie between 0 and the requests of the same window, got {errors} of {requests}: "
                "hand over counts, not rates."
            )
    return x, n, x_stable, n_stable


def _checked(tolerance: float, ratios: Sequence[float]) -> tuple[float, Floats]:
    if not 0 < tolerance < np.inf:
        raise ValueError(f"tolerance must be above 0, got {tolerance:g}: 1 for no worse, 1.5 for half as many again.")
    grid = np.asarray(ratios, dtype=float)
    if grid.ndim != 1 or not grid.size or not ((grid > 1) & (grid < np.inf)).all():
        raise ValueError(
            f"ratios must be numbers above 1, at least one, got {ratios!r:.60}: (1.5, 2, 5) for example."
        )
    return float(tolerance), grid
