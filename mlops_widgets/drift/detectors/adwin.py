"""How long may a window grow before its two halves disagree? River's ADWIN, with its width made visible."""

from __future__ import annotations

from typing import Any

from .detector import Detector

__all__ = ["adwin"]


def adwin(*, delta: float = 0.002) -> Detector:
    """River's ADWIN: a window that grows while the mean stands still and is cut when it moved.

    Parameters
    ----------
    delta
        Chance of a false cut at one look; 0.002 is river's default and the paper's.

    Returns
    -------
    Detector
        ``river.drift.ADWIN`` with ``statistic``, the window's mean (``width`` it has by itself).

    References
    ----------
    Bifet, A., Gavaldà, R. (2007). Learning from time-changing data with adaptive windowing. SDM.
    """
    from river.drift import ADWIN

    class Adwin(ADWIN):
        @property
        def statistic(self) -> Any:  # Any: river ships no types
            return self.estimation

    detector: Detector = Adwin(delta=delta)  # type: ignore[no-untyped-call]  # river types only some
    return detector
