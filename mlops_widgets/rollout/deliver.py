"""What becomes of a release, tick by tick, when a policy decides on what is measured?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from mlops_widgets import stage
from mlops_widgets.stage.parts import blame

from .engines import NOBODY, CountEngine, Engine, Served
from .metrics import Pipeline, Window
from .policies import VERDICTS, Decider, Policy
from .world import BUCKETS, Day

__all__ = ["Delivered", "Look", "decided", "deliver"]


class Look(NamedTuple):
    """One look of the policy at what was measured."""

    tick: int
    window: Window
    verdict: str
    reason: str  # empty where the policy gives none


@dataclass(frozen=True, eq=False)
class Delivered:
    """A rollout from beginning to end."""

    share: npt.NDArray[np.int64]  # (ticks,) percent of the users, or of their copies
    mirrored: npt.NDArray[np.bool_]  # (ticks,)
    requests: npt.NDArray[np.int64]  # (ticks, 2) to the stable version, to the candidate
    errors: npt.NDArray[np.int64]  # (ticks, 2)
    exposed: npt.NDArray[np.int64]  # (ticks,) requests that the candidate answered for users
    lost: npt.NDArray[np.int64]  # (ticks,) failures that users saw
    usual: npt.NDArray[np.int64]  # (ticks,) failures that they would have seen, were nothing released
    looks: tuple[Look, ...] = field(repr=False)
    outcome: str  # "promoted", "rolled back" or "undecided"
    decided: int | None  # tick of the promotion or the rollback, the last if there were both


def deliver(
    day: Day,
    policy: Policy,
    *,
    decider: Decider | None = None,
    engine: Engine | None = None,
    pipeline: Pipeline | None = None,
    orders: Mapping[int, str] | None = None,
) -> Delivered:
    """Release the candidate on this day, as the policy decides.

    Parameters
    ----------
    day
        Who comes, and the truth about both versions.
    policy
        Steps, checks, and how often one looks.
    decider
        Decides in the place of the policy's own judge, through the policy's steps.
    engine
        Serves the day; counts by default.
    pipeline
        What reaches the policy, and when; everything at once by default.
    orders
        Tick → ``"advance"`` or ``"roll back"``: what a person does, whatever the policy wants.

    Raises
    ------
    PartError
        When the decider raises, or answers something that is no verdict.
    ValueError
        When an order is none.
    """
    if unknown := set((orders or {}).values()) - {"advance", "roll back"}:
        raise ValueError(
            f"orders must be 'advance' or 'roll back', got {min(unknown, key=str)!r}: write 'roll back'."
        )
    pipeline = pipeline or Pipeline(seed=day.seed)
    engine = engine or CountEngine(day, timed=pipeline.between(_ticks(policy, day)))
    return _Rollout(day, policy, decider or policy.judge(), orders or {}).run(engine, pipeline)


def _ticks(policy: Policy, day: Day) -> int:
    """Ticks between two looks."""
    return max(round(policy.interval / day.tick), 1)


class _Rollout:
    def __init__(self, day: Day, policy: Policy, decider: Decider, orders: Mapping[int, str]) -> None:
        self._day, self._policy, self._decider, self._orders = day, policy, decider, orders
        self._step, self._share, self._mirrored = 0, policy.steps[0].share, policy.steps[0].mirrored
        self._outcome = "undecided"
        self._decided: int | None = None
        self._back: int | None = None  # tick at which the old version is up again
        self._looks: list[Look] = []

    def run(self, engine: Engine, pipeline: Pipeline) -> Delivered:
        every, ticks = _ticks(self._policy, self._day), len(self._day)
        share, mirrored, numbers = np.zeros(ticks, np.int64), np.zeros(ticks, bool), []
        for tick in range(ticks):
            if tick == self._back:
                self._share = 0
            share[tick], mirrored[tick] = self._share, self._mirrored
            served = engine.serve(tick, self._share, mirrored=self._mirrored)
            numbers.append(_numbers(served))
            if order := self._orders.get(tick):
                self._follow(order, tick)
            if self._outcome == "undecided":
                pipeline.record(tick, served)
                if (tick + 1) % every == 0:
                    self._look(tick, pipeline)
        table = np.array(numbers)
        return Delivered(
            share, mirrored, table[:, :2], table[:, 2:4], table[:, 4], table[:, 5], table[:, 6],
            tuple(self._looks), self._outcome, self._decided,
        )  # fmt: skip

    def _look(self, tick: int, pipeline: Pipeline) -> None:
        ticks, reading = pipeline.look(tick)
        candidate, stable, baseline = reading or (None, NOBODY, NOBODY)
        day = self._day
        window = Window(
            (tick + 1) * day.tick, self._step, self._share, self._mirrored, ticks * day.tick,
            candidate, stable, baseline, day.limit,
        )  # fmt: skip
        verdict = decided(self._decider, window)
        self._looks.append(Look(tick, window, verdict, str(getattr(self._decider, "reason", ""))))
        self._follow(verdict, tick)

    def _follow(self, verdict: str, tick: int) -> None:
        steps = self._policy.steps
        if verdict == "roll back" and self._outcome != "rolled back":
            self._outcome, self._decided = "rolled back", tick
            self._back = tick + 1 + round(self._policy.redeploy / self._day.tick)
            if self._mirrored:
                self._share, self._mirrored = 0, False
        elif verdict == "advance" and self._outcome == "undecided":
            self._step += 1
            if self._step == len(steps):
                self._outcome, self._decided = "promoted", tick
                self._share, self._mirrored = BUCKETS, False
            else:
                self._share, self._mirrored = steps[self._step].share, steps[self._step].mirrored


def _numbers(served: Served) -> tuple[int, ...]:
    stable, candidate = served.stable, served.candidate
    counted = stable.requests, candidate.requests, stable.errors, candidate.errors
    return (*counted, served.exposed, served.lost, served.usual)


def decided(decider: Decider, window: Window) -> str:
    """The verdict on a window, or a PartError: what the decider raised and where, or which verdicts there are."""
    try:
        verdict: object = decider.decide(window)
    except Exception as error:  # noqa: BLE001 - whatever a policy raises is told with its line
        blame(error)
    if not isinstance(verdict, str) or verdict not in VERDICTS:
        raise stage.PartError(
            f"decide must return one of {', '.join(map(repr, VERDICTS))}, got {verdict!r:.60}: return 'hold'."
        )
    return verdict
