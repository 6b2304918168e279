"""What does a policy see? The counts of a window, or that there are none."""

from __future__ import annotations

from typing import NamedTuple

from mlops_widgets.rollout.engines import Side

__all__ = ["Window"]


class Window(NamedTuple):
    """What is measured of both versions since the last look; the truth is not among it.

    ``candidate`` is None when no reading has come: *no data* is neither good nor bad.
    """

    time: float  # seconds since the rollout began
    step: int  # from 0 on
    share: int  # percent of the users who meet the candidate, or whose requests are copied to it
    mirrored: bool  # do users see the stable version's answers only?
    seconds: float  # that the readings are apart
    candidate: Side | None
    stable: Side
    baseline: Side  # of the stable version's users, as many as the candidate has
    limit: float  # milliseconds that an answer may take
