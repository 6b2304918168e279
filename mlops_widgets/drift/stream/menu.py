"""Which detectors does the menu offer, how is each built from its knobs, and what does its lane show?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mlops_widgets.drift import detectors as d

if TYPE_CHECKING:
    from .scenario import Scenario

__all__ = ["BINARY", "MENU", "Offer", "fitted"]


@dataclass(frozen=True)
class Offer:
    """One detector of the menu."""

    title: str  # in the menu
    build: Callable[[Scenario], d.Detector]
    evidence: str  # what its lane is called
    unit: str  # what the lane counts, in words
    readout: str  # its statistic beside the other numbers
    digits: int = 2  # of the statistic


MENU: Mapping[str, Offer] = {
    "psi": Offer(
        "PSI, sliding window",
        lambda s: d.PSI(window=s.window, reference=s.reference, threshold=s.threshold),
        "PSI against the first {reference} values",
        "evidence of change",
        "PSI now",
    ),
    "adwin": Offer(
        "ADWIN, adaptive window",
        lambda s: d.ADWIN(delta=s.delta),
        "What ADWIN believes",
        "mean of the window it trusts",
        "mean of its window",
    ),
    "ks": Offer(
        "KS, sliding window",
        lambda s: d.KS(window=s.window, reference=s.reference, alpha=s.alpha),
        "KS distance to the first {reference} values",
        "largest gap between the two distributions",
        "KS distance now",
    ),
    "page_hinkley": Offer(
        "Page–Hinkley, running sum",
        lambda s: d.PageHinkley(threshold=s.bound, delta=s.slack),
        "Page–Hinkley's sum",
        "deviations added up, in sd of the first {reference} values",
        "its sum now",
    ),
    "kswin": Offer(
        "KSWIN, now and then",
        lambda s: d.KSWIN(alpha=s.alpha, every=s.every, seed=s.seed),
        "KSWIN's last look",
        "p-value; it alarms below the threshold",
        "p-value of its last look",
        digits=3,
    ),
    "ddm": Offer(
        "DDM, error rate",
        lambda s: d.DDM(level=s.level),
        "DDM's error rate",
        "p + s, of the values above the limit since its last alarm",
        "p + s now",
    ),
    "eddm": Offer(
        "EDDM, gaps of errors",
        lambda s: d.EDDM(beta=s.beta),
        "EDDM's distance between errors",
        "beside the largest so far; it alarms below the threshold",
        "its ratio now",
    ),
    "hddm_a": Offer(
        "HDDM_A, averages",
        lambda s: d.HDDM_A(confidence=s.confidence),
        "HDDM_A's rise",
        "share of values above the limit, over that up to its best cut",
        "its rise now",
    ),
    "hddm_w": Offer(
        "HDDM_W, weighted",
        lambda s: d.HDDM_W(confidence=s.confidence, weight=s.weight),
        "HDDM_W's rise",
        "share of values above the limit, the newest weighted most",
        "its rise now",
    ),
    "always": Offer(
        "Always, by the clock",
        lambda s: d.Always(every=s.pace),
        "Values since its last alarm",
        "it looks at none of them",
        "values since its last alarm",
        digits=0,
    ),
}

BINARY = tuple(name for name in MENU if d.DETECTORS[name].binary)


def fitted(detector: d.Detector, scenario: Scenario) -> d.Detector:
    """The detector with what it needs between the stream and itself."""
    if isinstance(detector, d.PageHinkley):
        return d.Standardised(detector, reference=scenario.reference)
    # Ours say so, and river's are of a kind.
    binary = getattr(detector, "binary", None) is True or "BinaryDriftDetector" in map(_name, type(detector).__mro__)
    return d.Above(detector, reference=scenario.reference, share=scenario.usual) if binary else detector


def _name(kind: type) -> str:
    return kind.__name__
