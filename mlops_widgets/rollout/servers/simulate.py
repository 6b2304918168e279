"""The same release as on running servers, on generated counts; and the rows in which either is written down."""

from __future__ import annotations

from math import nan
from typing import Any

import numpy as np

from mlops_widgets import stage
from mlops_widgets.rollout.deliver import Look, deliver
from mlops_widgets.rollout.engines import Side
from mlops_widgets.rollout.policies import VERDICTS, Policy, Step, Threshold
from mlops_widgets.rollout.world import Version, draw

from .scenario import TICKS, Scenario

__all__ = ["CODES", "Rows", "policy_of", "simulate"]

CODES = {verdict: code for code, verdict in enumerate(VERDICTS)}
_KINDS = {"roll back": ("back", "rolled back"), "advance": ("on", "promoted"), "warn": ("warn", "warning")}
_SO_FAR = ("candidate", "stable", "failed", "answered")


class Rows:
    """The looks of one release as rows, for a picture that grows: ``live.append(**rows(look))``.

    Parameters
    ----------
    policy
        Whose steps are named where it goes on.

    Examples
    --------
    >>> from mlops_widgets.rollout import Window
    >>> window = Window(1.0, 0, 25, False, 1.0, Side(10, 3, 0), Side(30, 0, 0), Side(30, 0, 0), 250.0)
    >>> row = Rows(policy_of(Scenario()))(Look(0, window, "hold", ""))
    >>> row["realised"], row["window"], row["candidate"]
    (0.25, 0.3, 0.3)
    """

    def __init__(self, policy: Policy) -> None:
        self._steps = policy.steps
        self._sums = np.zeros(4)  # failures and requests of the candidate, then of the stable version

    def __call__(self, look: Look) -> dict[str, Any]:  # Any: numbers, and an event of two words
        """Time, columns and perhaps the event of one look."""
        window = look.window
        new = window.candidate or Side(0, 0, 0)
        self._sums += new.errors, new.requests, window.stable.errors, window.stable.requests
        failed, answered, failed_before, answered_before = self._sums.tolist()
        users = window.stable.requests + (0 if window.mirrored else new.requests)
        seconds = window.seconds or nan
        row: dict[str, Any] = {  # Any: as above
            "time": round(window.time, 2),
            "asked": window.share / 100,
            "shadow": float(window.mirrored),
            "realised": new.requests / (users or nan),
            "window": new.errors / (new.requests or nan),
            "candidate": failed / (answered or nan),
            "stable": failed_before / (answered_before or nan),
            "to_candidate": new.requests / seconds,
            "to_stable": window.stable.requests / seconds,
            "failed": failed,
            "answered": answered,
            "verdict": float(CODES.get(look.verdict, nan)),  # after the decision there is none
        }
        event = self.event(look)
        return row | ({"event": event} if event else {})

    def event(self, look: Look) -> tuple[str, str] | None:
        """Kind and label of what a look changed; None where it changed nothing."""
        following = self._steps[look.window.step + 1 :]
        if look.verdict == "advance" and following:
            return "on", f"{following[0].share} %"
        return _KINDS.get(look.verdict)


def policy_of(scenario: Scenario) -> Policy:
    """Three steps and a line for failures, as a policy that can be written down."""
    steps = tuple(Step(each, min_requests=scenario.min_requests, pass_needed=1) for each in (scenario.share, 50, 100))
    return Policy("quick canary", steps, (Threshold("errors", above=scenario.above),), interval=1.0)


def simulate(scenario: Scenario) -> stage.Trace:
    """A candidate is let in, and a policy looks every second.

    Returns
    -------
    Trace
        30 rows of 1 s; ``asked`` and ``realised`` (share of the users, 0-1), ``candidate`` and ``stable`` (share of
        the answers that failed, so far), ``failed`` and ``answered`` (of the candidate, so far); and until the
        decision, NaN after it, ``shadow`` (0 or 1), ``window`` (share of the candidate's answers that failed in the
        last second), ``to_candidate`` and ``to_stable`` (requests a second), ``verdict`` (its place among
        ``VERDICTS``).
    """
    versions = Version(errors=scenario.stable_errors), Version(errors=scenario.candidate_errors)
    day = draw(*versions, requests=scenario.requests, ticks=TICKS, tick=1.0, limit=250.0, seed=scenario.seed)
    policy = policy_of(scenario)
    done, write = deliver(day, policy), Rows(policy)
    rows = [write(look) for look in done.looks]  # one each second, until it is decided
    columns = {
        name: _padded(np.array([row[name] for row in rows], float), TICKS, keep=name in _SO_FAR)
        for name in rows[0]
        if name not in ("time", "event")
    }
    events = [stage.Event(look.tick, *event) for look in done.looks if (event := write.event(look))]
    columns["asked"] = done.share / 100
    users = done.requests.sum(axis=1)
    columns["realised"] = np.divide(done.requests[:, 1], users, out=np.full(TICKS, nan), where=users > 0)
    outcome = {"promoted": 1.0, "rolled back": -1.0, "undecided": 0.0}[done.outcome]
    summary = {"outcome": outcome, "seconds": nan if done.decided is None else done.decided + 1.0}
    return stage.Trace(1.0 + np.arange(TICKS), columns, scenario=scenario, events=events, summary=summary)


def _padded(values: np.ndarray, size: int, *, keep: bool) -> np.ndarray:
    """As long as the run: what is counted so far stays, anything else is not known any more."""
    return np.pad(values, (0, size - values.size), constant_values=values[-1] if keep else nan)
