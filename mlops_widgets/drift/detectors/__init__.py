"""Detectors of change in a stream, one a file. A learner's own fits in the same hole."""

from collections.abc import Mapping

from .adapted import Above, Standardised
from .adwin import ADWIN
from .always import Always
from .ddm import DDM
from .detector import Detector
from .eddm import EDDM
from .hddm_a import HDDM_A
from .hddm_w import HDDM_W
from .ks import KS
from .kswin import KSWIN
from .page_hinkley import PageHinkley
from .psi import PSI
from .watcher import Watcher

__all__ = [
    "ADWIN",
    "DDM",
    "DETECTORS",
    "EDDM",
    "HDDM_A",
    "HDDM_W",
    "KS",
    "KSWIN",
    "PSI",
    "Above",
    "Always",
    "Detector",
    "PageHinkley",
    "Standardised",
    "Watcher",
]

DETECTORS: Mapping[str, type[Watcher]] = {
    "psi": PSI,
    "adwin": ADWIN,
    "ks": KS,
    "page_hinkley": PageHinkley,
    "kswin": KSWIN,
    "ddm": DDM,
    "eddm": EDDM,
    "hddm_a": HDDM_A,
    "hddm_w": HDDM_W,
    "always": Always,
}  # every one that is offered by name, in the order of the menu
