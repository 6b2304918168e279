"""Does a policy wait until enough was counted, and hold when nothing was seen?"""

from __future__ import annotations

from collections.abc import Sequence

from mlops_widgets import rollout
from mlops_widgets.course.exercise import UNTOUCHED, Exercise, Verdict, hint, passed
from mlops_widgets.rollout.engines import Side
from mlops_widgets.stage.parts import call

__all__ = ["exercise"]

Counts = tuple[int, int] | None  # requests and failures of the candidate; None where no data came

_ROLLOUTS = 1000
_EMPTY: tuple[Counts, ...] = (None,) * 5
_FEW: tuple[Counts, ...] = ((20, 1), (20, 0), (20, 0))
_GOOD: tuple[Counts, ...] = ((100, 2), None, (100, 0), (100, 1))
_BAD: tuple[Counts, ...] = ((150, 0), (150, 9))
_EDGE: tuple[Counts, ...] = ((300, 6),)
_TWICE: tuple[Counts, ...] = (*_GOOD, (20, 1), (20, 0))


def _look(answer: object) -> Verdict:
    if not isinstance(answer, type):
        return hint("no class", f"Hand over the class itself, Patient, got {answer!r:.40}.")
    said = {name: _said(answer, counts) for name, counts in _CASES.items()}
    if strange := [each for told in said.values() for each in told if each not in list(rollout.VERDICTS)]:
        return hint("no verdict", f"Give back one of {', '.join(rollout.VERDICTS)}; it gave {strange[0]!r:.40}.")
    if {each for told in said.values() for each in told} == {"hold"}:
        return hint(
            UNTOUCHED, "It holds, whatever comes. Add up window.candidate.requests and window.candidate.errors."
        )
    if set(said["empty"]) != {"hold"}:
        return hint(
            "judges silence", f"No data came, and it says {said['empty'][0]!r}: hold where candidate is None."
        )
    if set(said["few"]) != {"hold"}:
        return hint("too early", "Sixty requests with one failure, and it has decided: wait until 300 are together.")
    if said["bad"][-1] != "roll back":
        return hint("lets it through", f"Nine of 300 failed, that is 3 %, and it says {said['bad'][-1]!r}.")
    if said["good"][-1] != "advance":
        return hint("takes it back", f"Three of 300 failed, that is 1 %, and it says {said['good'][-1]!r}.")
    if said["edge"][-1] != "advance":
        return hint("the border", "Six of 300 are 2 %, not more than 2 %: it may go on.")
    if said["twice"][-2:] != ["hold", "hold"]:
        return hint(
            "never begins anew", "After an advance twenty requests came, and it decided: set both counts to 0."
        )
    return _played(answer)


def _said(answer: type, counts: Sequence[Counts]) -> list[object]:
    def decided() -> list[object]:
        one = answer()
        return [one.decide(_window(time, each)) for time, each in enumerate(counts, start=1)]

    return call(decided)


def _window(time: int, counts: Counts) -> rollout.Window:
    candidate = Side(counts[0], counts[1], 0) if counts else None
    stable = Side(2000, 10, 0) if counts else Side(0, 0, 0)
    return rollout.Window(60.0 * time, 0, 5, False, 60.0 if counts else 0.0, candidate, stable, stable, 300.0)


def _played(answer: type) -> Verdict:
    good, bad = (_study(answer, rollout.Version(errors=rate)) for rate in (0.005, 0.04))
    return passed(
        f"Of {_ROLLOUTS:,} rollouts it takes back {good.rolled_back:.1%} of the healthy and lets {bad.promoted:.1%} "
        "of those through that fail in 4 %."
    )


def _study(answer: type, version: rollout.Version) -> rollout.Study:
    return rollout.study(
        rollout.canary(),
        candidate=version,
        requests=20.0,
        windows=200,
        rollouts=_ROLLOUTS,
        drops=0.1,
        decider=answer,
    )


_CASES = {"empty": _EMPTY, "few": _FEW, "good": _GOOD, "bad": _BAD, "edge": _EDGE, "twice": _TWICE}


def _written(*lines: str) -> str:
    first = "class Patient:\n    def __init__(self):\n        self.requests, self.errors = 0, 0\n\n"
    start = f"{first}    def decide(self, window):"
    return start + "".join(f"\n        {line}" for line in lines)


_SILENCE = 'if window.candidate is None:\n            return "hold"'
_ADD = ("self.requests += window.candidate.requests", "self.errors += window.candidate.errors")
_WAIT = 'if self.requests < 300:\n            return "hold"'
_JUDGE = "bad = self.errors > 0.02 * self.requests"
_ANEW = "self.requests, self.errors = 0, 0"
_END = 'return "roll back" if bad else "advance"'

exercise = Exercise(
    look=_look,
    solution=_written(_SILENCE, *_ADD, _WAIT, _JUDGE, _ANEW, _END),
    why=(
        "Silence first: without counts there is nothing to add, and holding is the only honest answer. Then counts "
        "grow until they can tell one in two hundred from one in fifty. The judgement compares counts, not a rate of "
        "a single window, and afterwards both begin at 0, so that each step is judged by its own requests."
    ),
    wrong={
        "judges silence": _written(
            'if window.candidate is None:\n            return "advance"', *_ADD, _WAIT, _JUDGE, _ANEW, _END
        ),
        "too early": _written(_SILENCE, *_ADD, _JUDGE, _ANEW, _END),
        "lets it through": _written(_SILENCE, *_ADD, _WAIT, "bad = window.candidate.error_rate > 0.2", _ANEW, _END),
        "takes it back": _written(_SILENCE, *_ADD, _WAIT, "bad = self.errors > 0.02", _ANEW, _END),
        "the border": _written(_SILENCE, *_ADD, _WAIT, "bad = self.errors >= 0.02 * self.requests", _ANEW, _END),
        "never begins anew": _written(_SILENCE, *_ADD, _WAIT, _JUDGE, _END),
        "no verdict": _written(_SILENCE, *_ADD, _WAIT, _JUDGE, _ANEW, "return not bad"),
        "raised": _written(*_ADD, _WAIT, _JUDGE, _ANEW, _END),
    },
)
