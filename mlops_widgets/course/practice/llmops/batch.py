"""Which is the smallest batch with which a machine keeps up?"""

from __future__ import annotations

from numbers import Integral

from mlops_widgets.course.exercise import UNTOUCHED, Exercise, Verdict, hint, passed
from mlops_widgets.llmops.serving import Machine
from mlops_widgets.llmops.serving.theory import limit

__all__ = ["exercise"]

_STUB = 8
_RATE = 10.0  # requests a second
_LENGTHS = {"tokens_in": 200, "tokens_out": 100}


def _look(answer: object) -> Verdict:
    if isinstance(answer, bool) or not isinstance(answer, Integral):
        return hint("no number", f"A batch is a whole number of requests, got {answer!r:.40}.")
    size = int(answer)
    if not 1 <= size <= 512:
        return hint("out of range", f"Batches from 1 to 512 are looked at here, got {size}.")
    bears, fewer = _bears(size), _bears(size - 1)
    now = f"With a batch of {size} it can do {bears:.2f} requests a second"
    if bears < _RATE:
        told = f"{now}, and {_RATE:.0f} come. Ask limit(B) for larger ones."
        return hint(UNTOUCHED if size == _STUB else "too small", told)
    if fewer >= _RATE:
        return hint("larger than needed", f"{now}; one place fewer would be enough, too: {fewer:.2f}.")
    return passed(f"{now}, with one place fewer {fewer:.2f}: just enough.")


def _bears(size: int) -> float:
    return limit(Machine(batch=size), **_LENGTHS) if size else 0.0


exercise = Exercise(
    look=_look,
    solution="my_batch = 27",
    why=(
        "One request takes E[out] (a / B + b) + E[in] c seconds of the machine, and ten of them have to fit into a "
        "second, so it may take a tenth. Of that b and c take a fixed part, and what is left must hold E[out] a / B: "
        "that is solved for B and rounded up. Just enough is tight: close to the limit the queue is long."
    ),
    wrong={
        "too small": "my_batch = 20  # 100 tokens of 20 ms, ten a second, b and c forgotten",
        "larger than needed": "my_batch = 32",
        "out of range": "my_batch = 0",
        "no number": "my_batch = 26.3",
    },
)
