"""What follows from a window: pass, warn, hold, advance, roll back, or nothing certain?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Protocol, runtime_checkable

from mlops_widgets.rollout.engines import Side
from mlops_widgets.rollout.metrics import Window

from .checks import FAIL, PASS, UNSURE, Watch
from .step import Step

__all__ = ["NO_DATA", "VERDICTS", "Decider", "Judge"]

VERDICTS: Mapping[str, str] = MappingProxyType(
    {
        "pass": "a good window; more are needed",
        "warn": "a bad window; the step may have a few",
        "hold": "too little is known",
        "inconclusive": "enough was counted, and it could be either",
        "advance": "the next step; after the last, everybody",
        "roll back": "nobody has the candidate any more",
    }
)
"""What a policy may answer to a window, and what it means."""

NO_DATA = {"hold": UNSURE, "fail": FAIL, "pass": PASS}


@runtime_checkable
class Decider(Protocol):
    """Anything that answers a window with a verdict: a policy's judge, or a learner's own."""

    def decide(self, window: Window, /) -> str:
        """One of ``VERDICTS``."""


class Judge:
    """Follows a policy through one rollout.

    A window with fewer requests than the step asks for is kept open and counts neither way. A bad window sets the
    count of good ones back to nothing; one more bad window than the step may have rolls back. Enough good windows
    in a row, and seconds enough, lead on, and the next step begins with no bad window.
    """

    def __init__(self, steps: Sequence[Step], watches: Sequence[Watch]) -> None:
        self.reason = "nothing is known yet"
        self._steps, self._watches = steps, watches
        self._step = self._passes = self._failures = 0
        self._began = 0.0  # seconds at which the step did
        self._open: Window | None = None
        self._fresh = True

    def decide(self, window: Window) -> str:
        """The verdict on this window; ``reason`` says why."""
        if window.step > self._step:  # a person led on
            self._begin(window.step, window.time)
        step = self._steps[self._step]
        if window.candidate is None:
            self.reason = "no data came"
            return self._count(NO_DATA[step.on_no_data], step, window.time) if step.on_no_data != "hold" else "hold"
        requests = window.candidate.requests
        if self._open is not None and self._open.candidate is not None:
            requests += self._open.candidate.requests
            window = _together(self._open, self._open.candidate.plus(window.candidate), window)
        self._open = window
        if requests < step.min_requests:
            self.reason = f"{requests} of {step.min_requests} requests"
            return "hold"
        self._open = None
        findings = [int(watch.look(window, fresh=self._fresh)) for watch in self._watches]
        self._fresh = False
        worst = min(findings, default=PASS)
        self.reason = self._watches[findings.index(worst)].say() if findings else "nothing is checked"
        return self._count(worst, step, window.time)

    def _count(self, finding: int, step: Step, now: float) -> str:
        if finding == UNSURE:
            return "inconclusive"
        if finding == FAIL:
            self._passes, self._failures = 0, self._failures + 1
            return "roll back" if self._failures > step.failure_limit else "warn"
        self._passes += 1
        if self._passes < step.pass_needed or now - self._began < step.hold:
            return "pass"
        self._begin(min(self._step + 1, len(self._steps) - 1), now)
        return "advance"

    def _begin(self, step: int, now: float) -> None:
        self._step, self._began, self._fresh = step, now, True
        self._passes = self._failures = 0


def _together(earlier: Window, candidate: Side, later: Window) -> Window:
    """One window of two, with what both counted of the candidate."""
    return later._replace(
        candidate=candidate,
        stable=earlier.stable.plus(later.stable),
        baseline=earlier.baseline.plus(later.baseline),
        seconds=earlier.seconds + later.seconds,
    )
