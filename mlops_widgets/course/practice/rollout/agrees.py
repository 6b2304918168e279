"""Does a shadow's candidate say what the stable version says?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from mlops_widgets.course.exercise import UNTOUCHED, Exercise, Verdict, hint, passed
from mlops_widgets.stage.parts import call

__all__ = ["exercise"]

_COUNT = 200
Pair = tuple[float, float | None]


@dataclass(frozen=True)
class _Case:
    """One shadow: who overlooks what it shows has a hint of his own."""

    reason: str
    told: str
    far: int  # pairs that differ
    by: float  # with alternating sign
    silent: int = 0  # pairs without an answer of the candidate
    count: int = _COUNT

    @property
    def truth(self) -> bool:
        return self.count > 0 and (self.far + self.silent) / self.count <= 0.05

    def pairs(self) -> list[Pair]:
        old = np.random.default_rng(3).uniform(0.45, 0.55, self.count).round(3).tolist()
        apart = [self.by * (-1) ** at if at < self.far else 0.02 for at in range(self.count)]
        new: list[float | None] = [round(a + b, 3) for a, b in zip(old, apart, strict=True)]
        new[self.count - self.silent :] = [None] * self.silent
        return list(zip(old, new, strict=True))


_CASES = (
    _Case(
        "cancels", "All pairs are 0.3 apart, half upwards and half downwards: the sign must not cancel.", _COUNT, 0.3
    ),
    _Case("mean hides", "Sixteen of 200 pairs are 0.4 apart, and the mean hides them: count pairs.", 16, 0.4),
    _Case(
        "silence passes", "For 20 of 200 requests the candidate has no answer at all, and it is let in.", 0, 0.0, 20
    ),
    _Case("too strict", "Six of 200 pairs are apart, 3 %, and up to 5 % are allowed.", 6, 0.4),
    _Case("nothing compared", "No pair was compared at all: that is no agreement.", 0, 0.0, count=0),
)


def _look(answer: object) -> Verdict:
    if not callable(answer):
        return hint("no function", f"Hand over the function itself, agrees, got {answer!r:.60}.")
    said = [call(partial(_asked, answer, case)) for case in _CASES]
    if None in said:
        return hint("no answer", "True or False is asked for: return whether the two agree.")
    if all(said):
        return hint(UNTOUCHED, "It lets every candidate in. Begin with how many pairs are more than 0.1 apart.")
    for case, agreed in zip(_CASES, said, strict=True):
        if agreed != case.truth:
            return hint(case.reason, case.told)
    return passed(f"Of {len(_CASES)} shadows it lets in just the {sum(case.truth for case in _CASES)} that agrees.")


def _asked(agrees: Callable[..., object], case: _Case) -> bool | None:
    """What the learner's function says, or None when that is neither yes nor no."""
    found = agrees(case.pairs())
    return bool(found) if isinstance(found, bool | np.bool_) else None


def _written(*lines: str) -> str:
    return "def agrees(pairs):" + "".join(f"\n    {line}" for line in lines)


_FAR = "far = [new is None or abs(old - new) > 0.1 for old, new in pairs]"

exercise = Exercise(
    look=_look,
    solution=_written(_FAR, "return bool(far) and sum(far) / len(far) <= 0.05"),
    why=(
        "Each pair is far apart or it is not, and a candidate that does not answer is as far as one can be. Counting "
        "pairs keeps large differences from hiding in a mean, and the absolute value keeps them "
        "from cancelling. No pairs at all is no data, and no data is no proof."
    ),
    wrong={
        "mean hides": _written(
            "far = [1 if new is None else abs(old - new) for old, new in pairs]",
            "return bool(far) and sum(far) / len(far) <= 0.1",
        ),
        "cancels": _written(
            "apart = [1 if new is None else new - old for old, new in pairs]",
            "return bool(apart) and abs(sum(apart)) / len(apart) <= 0.1",
        ),
        "silence passes": _written(
            "far = [new is not None and abs(old - new) > 0.1 for old, new in pairs]",
            "return bool(far) and sum(far) / len(far) <= 0.05",
        ),
        "too strict": _written(_FAR, "return bool(far) and not any(far)"),
        "nothing compared": _written(_FAR, "return sum(far) <= 0.05 * len(far)"),
        "no answer": _written(_FAR, "return sum(far) / max(len(far), 1)"),
    },
)
