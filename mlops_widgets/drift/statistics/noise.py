"""How large does the stability index get when nothing has changed?"""

from __future__ import annotations

from dataclasses import dataclass

from .options import check_whole

__all__ = ["PsiNoise", "psi_noise"]


@dataclass(frozen=True)
class PsiNoise:
    """The distribution of PSI without drift: scale · χ² with ``freedom`` degrees of freedom."""

    scale: float  # 1/n + 1/m
    freedom: int  # bins − 1

    @property
    def mean(self) -> float:
        """What PSI is on average although nothing has changed."""
        return self.scale * self.freedom

    def above(self, level: float) -> float:
        """The probability, 0 to 1, that PSI is at least this large although nothing has changed."""
        from scipy.special import chdtrc

        return float(chdtrc(self.freedom, level / self.scale))

    def level(self, probability: float) -> float:
        """The PSI that noise exceeds with this probability: a threshold with known false alarms."""
        from scipy.special import chdtri

        if not 0 < probability <= 1:
            raise ValueError(
                f"probability must lie above 0 and up to 1, got {probability}: use 0.05 for a false alarm "
                "in one of twenty windows."
            )
        return float(self.scale * chdtri(self.freedom, probability))


def psi_noise(n: int, m: int, *, bins: int = 10) -> PsiNoise:
    """What sampling alone does to PSI, for samples of these sizes.

    Parameters
    ----------
    n, m
        Values in the two samples; their order does not matter.
    bins
        Bins that hold values, at least 2.

    Returns
    -------
    PsiNoise
        ``above(level)`` is a probability, ``level(probability)`` a threshold, ``mean`` the average.

    Examples
    --------
    With a hundred values each, a PSI above 0.1 means nothing; with 500 it means something.

    >>> round(psi_noise(100, 100).above(0.1), 3), round(psi_noise(500, 500).above(0.1), 3)
    (0.834, 0.003)
    >>> round(psi_noise(100, 100).level(0.05), 2)
    0.34

    References
    ----------
    Yurdakul, B., Naranjo, J. (2020). Statistical properties of the population stability index.
    Journal of Risk Model Validation 14(4).
    """
    for name, value, least in (("n", n, 1), ("m", m, 1), ("bins", bins, 2)):
        check_whole(name, value, least=least)
    return PsiNoise(1 / n + 1 / m, bins - 1)
