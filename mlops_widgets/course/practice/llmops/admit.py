"""How many of those who wait may join the batch, if nobody overtakes?"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from numbers import Integral
from typing import NamedTuple

from mlops_widgets.course.exercise import UNTOUCHED, Exercise, Verdict, hint, passed
from mlops_widgets.stage.parts import call

__all__ = ["exercise"]


class _Case(NamedTuple):
    """One moment before an iteration: who overlooks what it shows has a hint of his own."""

    reason: str
    told: str
    waiting: tuple[int, ...]
    running: int
    used: int
    batch: int = 8
    memory: int = 1000

    @property
    def truth(self) -> int:
        used, count = self.used, 0
        for need in self.waiting[: max(self.batch - self.running, 0)]:
            if used + need > self.memory:
                break
            used, count = used + need, count + 1
        return count


_CASES = (
    _Case("one at a time", "Three wait, and there is room for all of them at once.", (50, 60, 70), 2, 300),
    _Case("batch unread", "Six run of at most eight, and five wait who are small.", (10,) * 5, 6, 60),
    _Case("memory unread", "Three wait with 400 tokens each, and 900 of 1,000 are held.", (400, 400, 400), 1, 900),
    _Case("each by itself", "Each of the three would fit alone, but 400 tokens are free.", (300, 300, 300), 1, 600),
    _Case(
        "overtaken", "The first in the queue needs more than is free, and the second would fit.", (500, 20), 1, 800
    ),
    _Case("one too few", "What waits fills batch and memory exactly: at most means that it may.", (100, 100), 6, 800),
    _Case("nobody waits", "Nobody waits here, so nobody can come in.", (), 3, 100),
)


def _look(answer: object) -> Verdict:
    if not callable(answer):
        return hint("no function", f"Hand over the function itself, admit, got {answer!r:.40}.")
    said = [call(partial(_asked, answer, case)) for case in _CASES]
    if strange := [each for each in said if isinstance(each, bool) or not isinstance(each, Integral)]:
        return hint("no count", f"How many come in is a whole number, and it gave {strange[0]!r:.40}.")
    if not any(said):
        return hint(UNTOUCHED, "It lets nobody in. Begin with a loop over those who wait, and count.")
    for case, count in zip(_CASES, said, strict=True):
        if count != case.truth:
            return hint(case.reason, f"{case.told} It lets in {count}.")
    return passed(f"In all {len(_CASES)} moments it lets in as many as fit, in their order.")


def _asked(admit: Callable[..., object], case: _Case) -> object:
    return admit(list(case.waiting), case.running, case.used, case.batch, case.memory)


def _written(*lines: str) -> str:
    return "def admit(waiting, running, used, batch, memory):" + "".join(f"\n    {line}" for line in lines)


_LOOP = ("count = 0", "for need in waiting:")

exercise = Exercise(
    look=_look,
    solution=_written(
        *_LOOP,
        "    if running + count >= batch or used + need > memory:",
        "        break",
        "    used, count = used + need, count + 1",
        "return count",
    ),
    why=(
        "Each that comes in takes a place and its tokens, so both are counted on before the next is looked at. The "
        "first that does not fit ends the loop: if smaller ones went ahead, a large one could wait for ever while "
        "small ones keep coming. That is what first come, first served costs, and what it is for."
    ),
    wrong={
        "one at a time": _written(
            "return int(bool(waiting) and running < batch and used + waiting[0] <= memory)",
        ),
        "batch unread": _written(
            *_LOOP, "    if used + need > memory:", "        break", "    used, count = used + need, count + 1",
            "return count",
        ),
        "memory unread": _written("return max(min(len(waiting), batch - running), 0)"),
        "each by itself": _written(
            *_LOOP, "    if running + count >= batch or used + need > memory:", "        break", "    count += 1",
            "return count",
        ),
        "overtaken": _written(
            *_LOOP, "    if running + count < batch and used + need <= memory:",
            "        used, count = used + need, count + 1", "return count",
        ),
        "one too few": _written(
            *_LOOP, "    if running + count >= batch or used + need >= memory:", "        break",
            "    used, count = used + need, count + 1", "return count",
        ),
        "no count": _written("return waiting[: batch - running]"),
    },
)  # fmt: skip
