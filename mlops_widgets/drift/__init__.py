"""Drift: has the world that a model was trained on changed, and how soon does anybody notice?"""

from . import detectors
from .baseline import Baseline, Report
from .detectors import PSI, Detector
from .statistics import (
    benjamini_hochberg,
    chi_squared,
    holm,
    jensen_shannon,
    ks,
    mmd,
    psi,
    psi_noise,
    wasserstein,
)

__all__ = [
    "PSI",
    "Baseline",
    "Detector",
    "Report",
    "benjamini_hochberg",
    "chi_squared",
    "detectors",
    "holm",
    "jensen_shannon",
    "ks",
    "mmd",
    "psi",
    "psi_noise",
    "wasserstein",
]
