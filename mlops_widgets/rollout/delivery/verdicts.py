"""What would one say about a rollout aloud, look by look, and at its end?"""

from __future__ import annotations

from collections.abc import Iterator

from mlops_widgets import stage
from mlops_widgets.rollout.deliver import Look
from mlops_widgets.rollout.spoken import SAID, TONES
from mlops_widgets.stage import Phrase, Verdict, written

from .scenario import MINUTES, Order, Scenario

__all__ = ["verdicts"]


def verdicts(trace: stage.Trace) -> Iterator[Verdict]:
    """One sentence for each look that says something new."""
    looks: tuple[Look, ...] = trace.labels  # type: ignore[assignment]  # our simulate put it there
    if not looks or looks[0].tick:
        yield Verdict(0, (Phrase("Released; nothing is measured yet."),))
    last = len(trace) - 1
    promoted = {event.tick for event in trace.events if event.label == "promoted"}
    said = [
        Verdict(look.tick, tuple(_look(look, is_last=look.tick in promoted))) for look in looks if look.tick < last
    ]
    scenario: Scenario = trace.scenario  # type: ignore[assignment]  # as above
    said += [
        Verdict(each.tick, tuple(_order(each)))
        for each in scenario.interventions
        if isinstance(each, Order) and 0 < each.tick < last
    ]
    yield from sorted(said, key=lambda verdict: verdict.tick)
    yield Verdict(last, tuple(_balance(trace)))


def _look(look: Look, *, is_last: bool) -> Iterator[Phrase]:
    reason = f": {look.reason}" if look.reason else ""
    said = "Promoted" if is_last else SAID[look.verdict]
    minutes = round((look.tick + 1) * MINUTES, 1)
    yield Phrase(f"{said} at {minutes:g} min", TONES.get(look.verdict, "ink"))
    yield Phrase(f"{reason}.")


def _order(order: Order) -> Iterator[Phrase]:
    what = "You rolled it back" if order.action == "roll back" else "You sent it on"
    yield Phrase(f"{what} at {round((order.tick + 1) * MINUTES, 1):g} min", "accent")
    yield Phrase(", whatever the policy wanted.")


def _balance(trace: stage.Trace) -> Iterator[Phrase]:
    """The last word: what was decided, and what it cost beside a release to all at once."""
    summary = trace.summary
    what = {1: "Promoted", -1: "Rolled back", 0: "Undecided"}[int(summary["outcome"])]
    minutes = summary["decided"] if summary["outcome"] else len(trace) * MINUTES
    yield Phrase(f"{what} after {written(minutes, digits=0)} minutes", "ink")
    errors = written(abs(summary["errors"]), digits=0)
    at_once = written(summary["errors_at_once"], digits=0)
    users, requests = (written(summary[name], digits=0) for name in ("users", "exposed"))
    if not summary["exposed"]:
        otherwise = written(abs(summary["errors_at_once"]), digits=0)
        side = "more" if summary["errors_at_once"] >= 0 else "fewer"
        yield Phrase(f": no user met the candidate; released at once, {otherwise} requests {side} would have failed.")
        return
    yield Phrase(f": about {users} users met the candidate in {requests} requests, ")
    side = "failed that would not have" if summary["errors"] >= 0 else "fewer failed"
    yield Phrase(f"{errors} {side}", "warn" if summary["errors"] > 0 else "soft")
    everybody = written(summary["users_at_once"], digits=0)
    yield Phrase(f"; released at once, {at_once}, and {everybody} users had met it.")
