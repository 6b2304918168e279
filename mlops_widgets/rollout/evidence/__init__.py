"""How sure can one be that two versions differ: at one look, at many, and at any time?"""

from .fixed import Comparison, two_proportions, welch, z_scores
from .groups import boundary
from .looks import crossing, false_alarm
from .mismatch import Mismatch, sample_ratio
from .power import power, sample_size
from .rate import rate_sequence
from .ratio import RateRatio, rate_ratio
from .sequential import always_valid, confidence_sequence, mixture_boundary, msprt

__all__ = [
    "Comparison",
    "Mismatch",
    "RateRatio",
    "always_valid",
    "boundary",
    "confidence_sequence",
    "crossing",
    "false_alarm",
    "mixture_boundary",
    "msprt",
    "power",
    "rate_ratio",
    "rate_sequence",
    "sample_ratio",
    "sample_size",
    "two_proportions",
    "welch",
    "z_scores",
]
