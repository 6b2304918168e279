"""What must something have to decide, user by user, which version answers?"""

from __future__ import annotations

from typing import Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

__all__ = ["Bandit", "Context"]

Context = npt.NDArray[np.float64]  # (d,) what is known of a user before the answer


@runtime_checkable
class Bandit(Protocol):
    """Anything that chooses a version for a user, and learns what came of it, at once or much later."""

    def choose(self, context: Context | None = None, /) -> int:
        """The version for this user, 0 to arms − 1."""

    def learn(self, arm: int, reward: float, context: Context | None = None, /) -> None:
        """What a version brought with a user."""
