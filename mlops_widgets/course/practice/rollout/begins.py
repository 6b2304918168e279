"""How does a release begin: shadow, canary, gradual or at once? What its log tells."""

from __future__ import annotations

from functools import cache, partial
from typing import Any

import numpy as np
import numpy.typing as npt

from mlops_widgets import rollout
from mlops_widgets.course.exercise import UNTOUCHED, Exercise, Verdict, hint, passed
from mlops_widgets.stage.parts import call

__all__ = ["exercise"]

Log = dict[str, npt.NDArray[np.int64]]

_KINDS = {
    "blue_green": "at once", "canary": "canary", "gradual": "gradual", "shadow": "shadow", "small": "canary",
    "waits": "canary", "short": "canary", "busy": "canary", "half": "gradual", "five": "canary", "sampled": "shadow",
}  # fmt: skip
_SEEDS = range(3)
_QUICK: dict[str, Any] = {"min_requests": 1, "pass_needed": 1}  # a step of one minute
_RATE, _RATES = 30, {"busy": 300}  # requests a second
_OWN = {  # of a log that one mistake alone misses: its reason, and what to look at
    "waits": ("a fixed minute", "This log begins later than the others: find its first minute in the log."),
    "short": ("the minute after", "Each step lasts one minute here: the one after it belongs to the next step."),
    "busy": ("counts for shares", "Ten times as many come here as elsewhere: how large is the share that sees it?"),
    "half": ("half taken for all", "As many see it as do not: of all that are answered, which share is that?"),
    "five": ("no room for chance", "Five percent are asked for, and chance adds a little: where lies the line?"),
    "sampled": ("equal counts for a shadow", "A part is copied here, and nobody sees it: which count says so?"),
}


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
            return hint(*_told(strategy, wish, str(told), _logs()[strategy, seed]))
    return passed(f"All {len(said)} logs are named: {', '.join(dict.fromkeys(map(str, said.values())))}.")


def _told(strategy: str, wish: str, told: str, log: Log) -> tuple[str, str]:
    first = int(np.flatnonzero(log["candidate"])[0])
    stable, candidate, seen = (int(log[name][first]) for name in ("stable", "candidate", "seen"))
    now = f"In minute {first} the old version answers {stable:,}, the candidate {candidate:,}, and {seen:,} are seen"
    if strategy in _OWN:
        reason, look = _OWN[strategy]
        return reason, f"{now}. {look}"
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
    checks, step = rollout.canary().checks, rollout.Step
    plans = {name: make() for name, make in rollout.STRATEGIES.items() if name in _KINDS}
    plans["small"] = rollout.Policy("small", (step(3), step(40)), checks)
    plans["waits"] = plans["busy"] = plans["canary"]
    plans["short"] = rollout.Policy("short", (step(3, **_QUICK), step(50, **_QUICK)), checks)
    plans["half"] = rollout.Policy("half", (step(50),), checks)
    plans["five"] = rollout.Policy("five", (step(5),), checks)
    plans["sampled"] = rollout.Policy("sampled", (step(20, mirrored=True),), checks)
    version = rollout.Version()
    ways: dict[str, Any] = {"ticks": 60, "tick": 60}
    days = {
        (rate, seed): rollout.draw(version, version, requests=rate, seed=seed, **ways)
        for rate in (_RATE, *_RATES.values())
        for seed in _SEEDS
    }
    return {
        (name, seed): _log(
            rollout.deliver(days[_RATES.get(name, _RATE), seed], plans[name]), seed, waits=name == "waits"
        )
        for name in _KINDS
        for seed in _SEEDS
    }


def _log(done: rollout.Delivered, seed: int, *, waits: bool) -> Log:
    counts = np.stack([done.requests[:, 0], done.requests[:, 1], done.exposed])
    before = np.zeros((3, 2 + seed + 10 * waits), np.int64)
    before[0] = counts[:, 0].max()
    return dict(zip(("stable", "candidate", "seen"), np.concatenate([before, counts], axis=1), strict=True))


def _written(*lines: str) -> str:
    start = 'stable, candidate, seen = log["stable"], log["candidate"], log["seen"]'
    body = "".join(f"\n    {line}" for line in (start, *lines))
    return f"import numpy as np\n\n\ndef begins(log):{body}"


_FIRST = "first = np.flatnonzero(candidate)[0]"
_SHADOW = 'if not seen[first]:\n        return "shadow"'
_SHARE = "share = seen[first] / (stable[first] + candidate[first])"
_NAMED = 'return "canary" if share < 0.075 else "gradual" if share < 1 else "at once"'

exercise = Exercise(
    look=_look,
    solution=_written(_FIRST, _SHADOW, _SHARE, _NAMED),
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
            _SHARE,
            'return "canary" if share <= 0.03 else "gradual" if share < 1 else "at once"',
        ),
        "a fixed minute": _written("first = 4", _SHADOW, _SHARE, _NAMED),
        "the minute after": _written("first = np.flatnonzero(candidate)[0] + 1", _SHADOW, _SHARE, _NAMED),
        "counts for shares": _written(
            _FIRST,
            _SHADOW,
            'return "canary" if seen[first] < 120 else "gradual" if stable[first] else "at once"',
        ),
        "half taken for all": _written(_FIRST, _SHADOW, "share = seen[first] / max(stable[first], 1)", _NAMED),
        "no room for chance": _written(
            _FIRST,
            _SHADOW,
            _SHARE,
            'return "canary" if share <= 0.05 else "gradual" if share < 1 else "at once"',
        ),
        "equal counts for a shadow": _written(
            _FIRST,
            'if candidate[first] == stable[first]:\n        return "shadow"',
            "share = candidate[first] / (stable[first] + candidate[first])",
            _NAMED,
        ),
        "no name": _written(_FIRST, 'return "shadow" if not seen[first] else "live"'),
        "no function": 'begins = "shadow"',
    },
)
