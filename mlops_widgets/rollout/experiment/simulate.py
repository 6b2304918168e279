"""Which recommender shall answer, if clicks say one thing and profit another?"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import numpy.typing as npt

from mlops_widgets import stage
from mlops_widgets.rollout.bandits import Bandit
from mlops_widgets.rollout.evidence import sample_ratio

from .play import Played, play
from .policies import built
from .scenario import TESTS, Scenario
from .world import HOURS, MARGIN, World, world, worth

__all__ = ["LETTERS", "best_for_all", "simulate"]

Floats = npt.NDArray[np.float64]
LETTERS = "abcd"
_LEVEL = 0.001  # of a mismatch that is none, over all evenings of a test


def simulate(scenario: Scenario, *, policy: Callable[..., Bandit] | None = None) -> stage.Trace:
    """Which recommender shall answer: tests and bandits on the same users, counted in profit and not in clicks.

    Every user would click and buy the same under every policy; only the version that they meet differs. Lost is what
    the versions met bring on average, against the best one for each user at that hour.

    Parameters
    ----------
    scenario
        The shop, the versions, and who decides.
    policy
        A class or function that builds your own, with ``choose(context)`` and ``learn(arm, reward, context)``; it is
        given ``arms``, ``seed`` and ``features`` if it takes them. Rewards are shares of the largest profit.

    Returns
    -------
    Trace
        672 hours, in days; for each version ``share_a`` … (of the last day's users) and beliefs with their spreads:
        ``click_a`` (share), ``cold_a`` and ``warm_a`` (€ a user); ``lost``, ``lost_uniform``, ``lost_single``
        (the best version for all), ``earned`` (€ so far), ``clicked`` (share so far), ``sold_out`` (0 or 1).

    Raises
    ------
    PartError
        When a learner's policy lacks a method or chooses a version that is not there.
    """
    if policy is not None:
        scenario = scenario.replace(policy="yours")
    users = world(scenario)
    played = play(users, scenario, built(scenario, policy))
    columns = {**_shares(played, scenario), **_money(users, played, scenario), **_beliefs(users, played, scenario)}
    events = sorted(_events(users, played, scenario))
    return stage.Trace(
        np.round(np.arange(1, HOURS + 1) / 24, 2),
        columns,
        scenario=scenario,
        events=events,
        summary=_summary(columns, played, events),
        labels=played.decided,
    )


def _shares(played: Played, scenario: Scenario) -> dict[str, Floats]:
    """Of the last 24 hours' users, at each hour."""
    hourly = np.stack([played.met == arm for arm in range(scenario.versions)]).reshape(scenario.versions, HOURS, -1)
    so_far = hourly.sum(axis=2).cumsum(axis=1)
    last = so_far - np.pad(so_far, ((0, 0), (24, 0)))[:, :HOURS]
    return {f"share_{letter}": each for letter, each in zip(LETTERS, last / last.sum(axis=0), strict=False)}


def _money(users: World, played: Played, scenario: Scenario) -> dict[str, Floats]:
    rows = np.arange(played.met.size)
    best = users.expected.max(axis=1)
    for_all = np.repeat(best_for_all(users, scenario), scenario.users)
    lost = {
        "lost": best - users.expected[rows, played.met],
        "lost_uniform": best - users.expected.mean(axis=1),
        "lost_single": best - users.expected[rows, for_all],
        "earned": users.profit[rows, played.met],
    }
    found = {name: each.reshape(HOURS, -1).sum(axis=1).cumsum() for name, each in lost.items()}
    clicked = users.clicks[rows, played.met].reshape(HOURS, -1).sum(axis=1).cumsum()
    found["clicked"] = clicked / (scenario.users * np.arange(1, HOURS + 1))
    return found | {"sold_out": users.sold_out.astype(float)}


def best_for_all(users: World, scenario: Scenario) -> npt.NDArray[np.intp]:
    """The version that would earn most if everybody met the same, at each hour."""
    mixed = worth(users.sold_out)[:, : scenario.versions] @ [scenario.cold, 1 - scenario.cold]
    best: npt.NDArray[np.intp] = mixed.argmax(axis=1)
    return best


def _beliefs(users: World, played: Played, scenario: Scenario) -> dict[str, Floats]:
    """Mean and spread of Beta beliefs that begin with one success and one failure, at each hour; NaN without a user.

    Clicks are known at once, purchases after the delay.
    """
    found = {}
    bought = users.profit > 0
    for arm, letter in enumerate(LETTERS[: scenario.versions]):
        met = played.met == arm
        rows = {"click": (met, users.clicks[:, arm] > 0, 1.0, 0)}
        for segment, name in enumerate(("cold", "warm")):
            rows[name] = (met & (users.segment == segment), bought[:, arm], MARGIN[arm], scenario.delay)
        for name, (seen, success, unit, delay) in rows.items():
            n, hits = (_so_far(each, delay) for each in (seen, seen & success))
            share = np.where(n > 0, (1 + hits) / (2 + n), np.nan)
            found[f"{name}_{letter}"] = unit * share
            found[f"{name}_{letter}_spread"] = unit * np.sqrt(share * (1 - share) / (3 + n))
    return found


def _so_far(each: npt.NDArray[np.bool_], delay: int) -> Floats:
    """How many by the end of each hour, if they are told ``delay`` hours later."""
    sums = each.reshape(HOURS, -1).sum(axis=1).cumsum()
    return np.pad(sums, (delay, 0))[:HOURS].astype(float)


def _events(users: World, played: Played, scenario: Scenario) -> Iterator[stage.Event]:
    for hour in np.flatnonzero(np.diff(users.sold_out.astype(int), prepend=0)).tolist():
        yield stage.Event(hour, "turn", "B sold out" if users.sold_out[hour] else "B is back")
    end = played.decided[0] if played.decided else HOURS - 1
    if scenario.policy in TESTS and (found := _mismatch(played, scenario, end)) is not None:
        yield stage.Event(found, "mismatch", "groups not as planned")
    if played.decided:
        hour, winner = played.decided
        right = winner == best_for_all(users, scenario)[hour]
        yield stage.Event(hour, "decided" if right else "mistaken", f"{LETTERS[winner].upper()} chosen")


def _mismatch(played: Played, scenario: Scenario, end: int) -> int | None:
    """The first evening at which the groups are no split by chance any more.

    Whoever looks every evening looks often: the level is shared among the evenings (Bonferroni).
    """
    for hour in range(23, end + 1, 24):
        groups = np.bincount(played.met[: (hour + 1) * scenario.users], minlength=scenario.versions)
        if (
            groups.sum() >= 5 * scenario.versions
            and sample_ratio(groups.tolist(), alpha=_LEVEL / scenario.horizon).found
        ):
            return hour
    return None


def _summary(columns: dict[str, Floats], played: Played, events: list[stage.Event]) -> dict[str, float]:
    hours = {each.kind: float(each.tick) for each in events}
    money = {name: float(columns[name][-1]) for name in ("lost", "lost_uniform", "lost_single", "earned", "clicked")}
    return money | {
        "decided": float(played.decided[0]) if played.decided else np.nan,
        "right": float("decided" in hours) if played.decided else np.nan,
        "mismatch": hours.get("mismatch", np.nan),
    }
