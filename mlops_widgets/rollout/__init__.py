"""Rollout: is the new version better, how soon can one know, and whom does it hurt meanwhile?"""

from . import bandits, evidence
from .evidence import (
    Comparison,
    Mismatch,
    RateRatio,
    always_valid,
    boundary,
    confidence_sequence,
    crossing,
    false_alarm,
    mixture_boundary,
    msprt,
    power,
    rate_ratio,
    sample_ratio,
    sample_size,
    two_proportions,
    welch,
    z_scores,
)

__all__ = [
    "Comparison",
    "Mismatch",
    "RateRatio",
    "always_valid",
    "bandits",
    "boundary",
    "confidence_sequence",
    "crossing",
    "evidence",
    "false_alarm",
    "mixture_boundary",
    "msprt",
    "power",
    "rate_ratio",
    "sample_ratio",
    "sample_size",
    "two_proportions",
    "welch",
    "z_scores",
]
