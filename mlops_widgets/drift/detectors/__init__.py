"""Detectors of change in a stream, one a file. A learner's own fits in the same hole."""

from .adwin import adwin
from .detector import Detector
from .psi import PSI

__all__ = ["PSI", "Detector", "adwin"]
