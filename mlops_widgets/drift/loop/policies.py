"""Which items does the recommender put on its page? Those that were clicked most often where they were shown."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

__all__ = ["CAUTION", "Policy", "Ranked"]

Floats = NDArray[np.float64]

CAUTION = 10.0  # showings without a click that every item is credited with: a single lucky click proves nothing


@runtime_checkable
class Policy(Protocol):
    """Anything that learns from counts and then names the items for the page."""

    def learn(self, shown: Floats, clicks: Floats) -> object:
        """Take what the log says, at each retraining.

        Both have shape (items, places): how often each item stood at each place of the page in the days
        that are remembered, and how often it was clicked there.
        """

    def page(self) -> object:
        """Numbers of the items to show, the best first; as many as there are places, or more."""


class Ranked:
    """Rank by clicks per showing, or per look, with a few showings too many for every item.

    Parameters
    ----------
    looked
        Shape (places,): the chance that a place is looked at. With ones, showings are counted as they are.

    Examples
    --------
    >>> shown, clicks = np.array([[90.0, 0], [0, 90]]), np.array([[45.0, 0], [0, 30]])
    >>> ranked = Ranked(np.array([1, 1]))
    >>> ranked.learn(shown, clicks)
    >>> ranked.page().tolist(), ranked.belief.tolist()
    ([0, 1], [0.45, 0.3])
    >>> fair = Ranked(np.array([1, 0.5]))
    >>> fair.learn(shown, clicks)
    >>> fair.page().tolist()
    [1, 0]

    References
    ----------
    Joachims, T., Swaminathan, A., Schnabel, T. (2017). Unbiased learning-to-rank with biased feedback.
    WSDM, 781–789.
    """

    def __init__(self, looked: Floats) -> None:
        self.looked = looked
        self.belief = np.empty(0)

    def learn(self, shown: Floats, clicks: Floats) -> None:
        """Take what the log says."""
        self.belief = clicks.sum(axis=1) / (shown @ self.looked + CAUTION)

    def page(self) -> NDArray[np.int64]:
        """All items, the best first."""
        return np.argsort(-self.belief, kind="stable")
