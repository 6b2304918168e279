"""How much harm did a rollout do: to how many users, in failures, in seconds, in money?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .deliver import Delivered
from .world import BUCKETS, USERS, Day

__all__ = ["Blast", "blast", "expected_errors", "expected_users"]


@dataclass(frozen=True)
class Blast:
    """What users met because something was released; the same users, had nothing been, are the measure.

    Requests and failures are exact for these users, chance included; whom a full queue would have turned away is
    drawn for either case. Users, seconds and money are expectations, the seconds of the work and not of a queue.
    """

    users: float  # different ones who met the candidate at least once, of 10,000 who come back again and again
    exposed: int  # requests that the candidate answered
    errors: int  # failures that users saw, beyond those of the stable version
    seconds: float  # that users waited, beyond those of the stable version
    money: float  # € lost: rewards of the stable version less those of the rollout; below 0, it won


def blast(day: Day, delivered: Delivered) -> tuple[Blast, npt.NDArray[np.float64]]:
    """The harm of a rollout, and how it grew.

    Returns
    -------
    Blast, array
        The second of shape (ticks, 5): users, exposed, errors, seconds and € so far.
    """
    users = delivered.requests.sum(axis=1) - np.where(delivered.mirrored, delivered.requests[:, 1], 0)
    errors = delivered.lost - delivered.usual
    slower = day.candidate.seconds() * day.candidate.slowness(day.times()) - day.stable.seconds()
    seconds = delivered.exposed * slower
    stable, candidate = (version.earns(day.segments) for version in (day.stable, day.candidate))
    answered = np.where(delivered.mirrored[:, None], [[1, 0]], 1) * (delivered.requests - delivered.errors)
    money = stable * (users - delivered.usual) - answered @ np.array([stable, candidate])
    summed = np.cumsum(np.stack([delivered.exposed, errors, seconds, money], axis=1), axis=0)
    so_far = np.column_stack([expected_users(day, delivered), summed])
    met, exposed, more, waited, lost = so_far[-1].tolist()
    return Blast(met, int(exposed), int(more), waited, lost), so_far


def expected_users(day: Day, delivered: Delivered) -> npt.NDArray[np.float64]:
    """How many different users have met the candidate up to each tick, on average, shape (ticks,).

    Requests of a group come from its m users, all alike: n of them are from m · (1 − (1 − 1/m)ⁿ) different ones.
    """
    live = np.where(delivered.mirrored, 0, delivered.share)
    requests = np.cumsum(np.diff(day.users, axis=1) * (live[:, None] > np.arange(BUCKETS)), axis=0)
    of_a_group = USERS / BUCKETS
    met: npt.NDArray[np.float64] = (of_a_group * (1 - (1 - 1 / of_a_group) ** requests)).sum(axis=1)
    return np.minimum(met, np.cumsum(delivered.exposed))


def expected_errors(day: Day, delivered: Delivered) -> float:
    """The closed form: share × rate × time × the difference of the versions, summed over the stages.

    What a rollout does to users on average, when nobody queues.
    """
    worse = day.failing[:, 1] - day.failing[:, 0]
    live = np.where(delivered.mirrored, 0, delivered.share) / BUCKETS
    return float(np.sum(live * day.arrivals * day.tick * worse))
