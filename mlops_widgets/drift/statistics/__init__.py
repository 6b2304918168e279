"""How far apart are two samples? One number each, with its p-value where there is one, and no warnings."""

from .binned import JensenShannon, jensen_shannon, psi
from .counted import ChiSquared, chi_squared
from .kernel import MMD, mmd
from .noise import PsiNoise, psi_noise
from .ranked import KolmogorovSmirnov, ks, wasserstein
from .several import benjamini_hochberg, holm

__all__ = [
    "MMD",
    "ChiSquared",
    "JensenShannon",
    "KolmogorovSmirnov",
    "PsiNoise",
    "benjamini_hochberg",
    "chi_squared",
    "holm",
    "jensen_shannon",
    "ks",
    "mmd",
    "psi",
    "psi_noise",
    "wasserstein",
]
