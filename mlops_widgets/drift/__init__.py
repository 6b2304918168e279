"""Drift: has the world that a model was trained on changed, and how soon does anybody notice?"""

from . import detectors, guards, monitor, objectives, paging, runbook, unlabelled
from .baseline import Baseline, Report
from .detectors import PSI, Detector
from .guards import Guard
from .monitor import Monitor
from .runbook import Policy, Responder
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
    "Guard",
    "Monitor",
    "Policy",
    "Report",
    "Responder",
    "benjamini_hochberg",
    "chi_squared",
    "detectors",
    "guards",
    "holm",
    "jensen_shannon",
    "ks",
    "mmd",
    "monitor",
    "objectives",
    "paging",
    "psi",
    "psi_noise",
    "runbook",
    "unlabelled",
    "wasserstein",
]
