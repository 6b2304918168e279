"""Did every version get the share of users that it was promised? If not, no other number is worth reading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

__all__ = ["Mismatch", "sample_ratio"]


@dataclass(frozen=True)
class Mismatch:
    """How far the groups' sizes are from the plan, and how often chance alone gives as much."""

    statistic: float  # χ²
    pvalue: float
    expected: tuple[float, ...]  # users that each group should have
    found: bool  # is the p-value below alpha?


def sample_ratio(counts: Sequence[int], shares: Sequence[float] | None = None, *, alpha: float = 0.001) -> Mismatch:
    """The chi-squared test for a sample-ratio mismatch.

    Groups that are not as large as planned have lost users on the way, and hardly ever at random: a
    redirect that is slow, a bot filter, a crash of one version. Then the groups cannot be compared. The test is run
    on every experiment, so its alpha is small: 0.05 would throw away one sound experiment of twenty.

    Parameters
    ----------
    counts
        Users (not page views) that were seen in each group, at least two groups.
    shares
        The planned split; its sum is 1. Equal groups when left out.
    alpha
        Below this p-value the test says mismatch (0–1). No theory gives the number: 0.001 is our assumption. Eppo's
        documentation names the same, Vermeer's SRM Checker took 0.01. It is for one look: divide it by the looks.

    Returns
    -------
    Mismatch
        ``statistic``, ``pvalue``, ``expected`` and ``found``.

    Raises
    ------
    ValueError
        For fewer than two groups, shares that do not sum to 1, or groups too small to judge.

    Examples
    --------
    A split of 50.2 to 49.8 % sounds harmless.

    >>> found = sample_ratio([821_588, 815_482])
    >>> found.found, f"{found.pvalue:.1e}"
    (True, '1.8e-06')

    References
    ----------
    Fabijan, A., Gupchup, J., Gupta, S., Omhover, J., Qin, W., Vermeer, L., Dmitriev, P. (2019). Diagnosing
    sample ratio mismatch in online controlled experiments. KDD, 2156–2164.
    Kohavi, R., Tang, D., Xu, Y. (2020). Trustworthy Online Controlled Experiments. Cambridge, chapters 3 and 21.
    Eppo. Sample ratio mismatch. https://github.com/Eppo-exp/eppo-docs, docs/statistics/sample-ratio-mismatch.md.
    Vermeer, L. SRM Checker, frequently asked questions. https://www.lukasvermeer.nl/srm/docs/faq/.
    """
    from scipy.special import chdtrc

    seen = np.asarray(counts, dtype=float)
    if seen.ndim != 1 or seen.size < 2 or not (seen >= 0).all():
        raise ValueError(f"counts must hold the users of two groups or more, none negative, got {counts!r:.60}.")
    plan = np.full(seen.size, 1 / seen.size) if shares is None else np.asarray(shares, dtype=float)
    if plan.shape != seen.shape or not (plan > 0).all() or abs(plan.sum() - 1) > 1e-9:
        raise ValueError(
            f"shares must be {seen.size} numbers above 0 that sum to 1, got {shares!r:.60}: (0.95, 0.05) for example."
        )
    if not 0 < alpha < 1:
        raise ValueError(f"alpha must lie between 0 and 1, got {alpha:g}: 0.001 is usual.")
    expected = plan * seen.sum()
    if expected.min() < 5:
        raise ValueError(f"every group must expect at least 5 users, got {expected.min():.3g}: wait for more.")
    statistic = float(((seen - expected) ** 2 / expected).sum())
    pvalue = float(chdtrc(seen.size - 1, statistic))
    return Mismatch(statistic, pvalue, tuple(expected.tolist()), pvalue < alpha)
