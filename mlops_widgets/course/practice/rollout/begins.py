"""How does a release begin: shadow, canary, gradual or at once? What its log tells."""

from __future__ import annotations

from functools import cache, partial

import numpy as np
import numpy.typing as npt

from mlops_widgets import rollout
from mlops_widgets.course.exercise import UNTOUCHED, Exercise, Verdict, hint, passed
from mlops_widgets.stage.parts import call

__all__ = ["exercise"]

Log = dict[str, npt.NDArray[np.int64]]

_KINDS = {"shadow": "shadow", "canary": "canary", "gradual": "gradual", "blue_green": "at once", "small": "canary"}
_SEEDS = range(3)


def _look(answer: object) -> Verdict:
    if not callable(answer):
        return hint("no function", f"Hand over the function itself, begins, got {answer!r:.40}.")
    said = {each: call(partial(answer, _copied(log))) for each, log in _logs().items()}
    if all(each == "" or each is None for each in said.values()):
        return hint(UNTOUCHED, "It names nothing yet. np.flatnonzero(candidate)[0] is the first minute that counts.")
    names = set(_KINDS.values())
    if strange := [each for each in said.values() if not isinstance(each, str) or each not in names]:
        return hint("no name", f"It must give one of {', '.join(sorted(names))}; it gave {strange[0]!r:.40}.")
    for (strategy, seed), told in said.items():
        if told != (wish := _KINDS[strategy]):
            return hint(*_told(wish, str(told), _logs()[strategy, seed]))
    return passed(f"All {len(said)} logs are named: {', '.join(dict.fromkeys(map(str, said.values())))}.")


def _told(wish: str, told: str, log: Log) -> tuple[str, str]:
    first = int(np.flatnonzero(log["candidate"])[0])
    stable, candidate, seen = (int(log[name][first]) for name in ("stable", "candidate", "seen"))
    now = f"In minute {first} the old version answers {stable:,}, the candidate {candidate:,}, and {seen:,} are seen"
    if wish == "shadow":
        return "copies taken for users", f"{now}. Whom does an answer reach that nobody sees?"
    if told == "shadow":
        return "users taken for copies", f"{now}. In shadow nobody sees the candidate's answers."
    if told == "at once":
        return "the end for the beginning", f"{now}. Everybody has it only later: look at the first minute alone."
    return "the wrong share", f"{now}: of all that are answered, which share is seen? It was called {told}."


def _copied(log: Log) -> Log:
    return {name: counts.copy() for name, counts in log.items()}


@cache
def _logs() -> dict[tuple[str, int], Log]:
    """By strategy and seed; some minutes without a release come first."""
    plans = {name: make() for name, make in rollout.STRATEGIES.items() if name in _KINDS}
    plans["small"] = rollout.Policy("small", (rollout.Step(3), rollout.Step(40)), plans["canary"].checks)
    version = rollout.Version()
    days = {seed: rollout.draw(version, version, requests=30, ticks=60, tick=60, seed=seed) for seed in _SEEDS}
    return {
        (name, seed): _log(rollout.deliver(day, plan), seed)
        for name, plan in plans.items()
        for seed, day in days.items()
    }


def _log(done: rollout.Delivered, seed: int) -> Log:
    counts = np.stack([done.requests[:, 0], done.requests[:, 1], done.exposed])
    before = np.zeros((3, 2 + seed), np.int64)
    before[0] = counts[:, 0].max()
    return dict(zip(("stable", "candidate", "seen"), np.concatenate([before, counts], axis=1), strict=True))


def _written(*lines: str) -> str:
    start = 'stable, candidate, seen = log["stable"], log["candidate"], log["seen"]'
    body = "".join(f"\n    {line}" for line in (start, *lines))
    return f"import numpy as np\n\n\ndef begins(log):{body}"


_FIRST = "first = np.flatnonzero(candidate)[0]"
_SHADOW = 'if not seen[first]:\n        return "shadow"'
_NAMED = 'return "canary" if share < 0.075 else "gradual" if share < 1 else "at once"'

exercise = Exercise(
    look=_look,
    solution=_written(_FIRST, _SHADOW, "share = seen[first] / (stable[first] + candidate[first])", _NAMED),
    why=(
        "Asked and not seen is a shadow, whatever comes later. Where answers are seen, their share of all tells a "
        "canary from a gradual rollout; it is drawn by chance around the share asked for, so the line lies "
        "between five and ten percent. To be asked is not yet to be seen: that is the whole difference."
    ),
    wrong={
        "copies taken for users": _written(
            _FIRST, "share = candidate[first] / max(stable[first], candidate[first])", _NAMED
        ),
        "users taken for copies": _written(
            _FIRST,
            'if candidate[first] < stable[first] or not seen[first]:\n        return "shadow"',
            'return "at once"',
        ),
        "the end for the beginning": _written(
            _FIRST,
            _SHADOW,
            "share = seen.max() / (stable[first] + candidate[first])",
            'return "at once" if share > 0.9 else "canary"',
        ),
        "the wrong share": _written(
            _FIRST,
            _SHADOW,
            "share = seen[first] / (stable[first] + candidate[first])",
            'return "canary" if share <= 0.03 else "gradual" if share < 1 else "at once"',
        ),
        "no name": _written(_FIRST, 'return "shadow" if not seen[first] else "live"'),
        "no function": 'begins = "shadow"',
    },
)
