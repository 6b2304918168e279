"""What does a question look like at this try? Other numbers and another order each time, the same in every kernel."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random

from mlops_widgets.course.bank import Matching, Numeric, Ordering, Question

__all__ = ["Drawn", "draw"]


@dataclass(frozen=True)
class Drawn:
    """A question as it is asked at one try.

    Attributes
    ----------
    ask
        The question, with the numbers in it.
    order
        The ids of what can be chosen, as the page shows them.
    values
        The numbers drawn, and what was worked out from them.
    """

    ask: str
    order: tuple[str, ...] = ()
    values: Mapping[str, float] = field(default_factory=dict)


def draw(key: str, question: Question, attempt: int) -> Drawn:
    """The question of a quiz as it is asked at this try, 1 is the first."""
    if isinstance(question, Numeric):
        values = question.worked_out(_numbers(Random(f"{key} {question.name}"), question, attempt))
        return Drawn(question.written(question.ask, values), values=values)
    if isinstance(question, Matching):
        goals = [*(each.answer_id for each in question.pairs), *(each.id for each in question.decoys)]
        ids = list(dict.fromkeys(goals))
    elif isinstance(question, Ordering):
        ids = [each.id for each in question.steps]
    else:
        ids = [each.id for each in question.options]
    random = Random(f"{key} {question.name} {attempt}")
    order = random.sample(ids, len(ids))
    while isinstance(question, Ordering) and order == ids:  # it would be answered already
        order = random.sample(ids, len(ids))
    return Drawn(question.ask, order=tuple(order))


def _numbers(random: Random, question: Numeric, attempt: int) -> dict[str, float]:
    """One of all combinations: a walk that comes back to none before it has seen them all."""
    size = math.prod(len(each.among) for each in question.variables.values())
    start, stride = random.randrange(size), random.randrange(size)
    while math.gcd(stride, size) != 1:
        stride += 1
    place, numbers = (start + attempt * stride) % size, {}
    for name, each in question.variables.items():
        place, digit = divmod(place, len(each.among))
        numbers[name] = each.among[digit]
    return numbers
