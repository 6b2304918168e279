"""What must an object offer to watch a stream? The two words that river's detectors use."""

from typing import Protocol, runtime_checkable

__all__ = ["Detector"]


@runtime_checkable
class Detector(Protocol):
    """Anything with river's ``update`` and ``drift_detected``.

    Three more attributes are shown when a detector has them: ``statistic`` (its evidence now),
    ``threshold`` (where the evidence becomes an alarm) and ``width`` (how many values it looks at).
    Those of this package also have ``update_many(values)``, one alarm flag for each value, and
    ``binary``, true where only 0 and 1 are understood.
    """

    @property
    def drift_detected(self) -> bool:
        """Is the alarm on after the last value?"""

    def update(self, x: float) -> object:
        """Take the next value of the stream; what it returns is not looked at."""
