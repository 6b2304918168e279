"""How far is a version let in, and how much must be known before it goes further?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .errors import PolicyError, check_seconds, check_whole

__all__ = ["Step"]


@dataclass(frozen=True)
class Step:
    """One stage of a rollout.

    Parameters
    ----------
    share
        Percent of the users who meet the candidate, a whole number from 1 to 100.
    hold
        Seconds that the step lasts at least.
    min_requests
        Requests to the candidate below which a window is kept open: it counts neither way.
    pass_needed
        Good windows in a row that lead to the next step.
    failure_limit
        Bad windows that a step may have; one more, and the candidate is rolled back.
    on_no_data
        What a window without any reading counts as: ``"hold"`` (nothing), ``"fail"`` or ``"pass"``.
    mirrored
        Shadow: the candidate gets copies of the requests, and users see the stable version's answers only.

    Raises
    ------
    PolicyError
        Naming the field, what fits, and what came.
    """

    share: int
    hold: float = 0.0
    min_requests: int = 100
    pass_needed: int = 3
    failure_limit: int = 0
    on_no_data: Literal["hold", "fail", "pass"] = "hold"
    mirrored: bool = False

    def __post_init__(self) -> None:
        check_whole("share", self.share, 1, 100, "5 for 5 %")
        check_whole("min_requests", self.min_requests, 1, 10**9, "100")
        check_whole("pass_needed", self.pass_needed, 1, 10**6, "3")
        check_whole("failure_limit", self.failure_limit, 0, 10**6, "1")
        check_seconds("hold", self.hold)
        if self.on_no_data not in ("hold", "fail", "pass"):
            raise PolicyError(f"on_no_data must be hold, fail or pass, got {self.on_no_data!r}: write hold.")
        if not isinstance(self.mirrored, bool):
            raise PolicyError(f"mirrored must be true or false, got {self.mirrored!r}: write true for a shadow.")
