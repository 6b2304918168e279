"""In which order must cells be run so that a kernel that knows nothing gets through?"""

from __future__ import annotations

from collections.abc import Sequence

from mlops_widgets.course.exercise import UNTOUCHED, Exercise, Verdict, hint, passed

__all__ = ["exercise"]

_NEEDS = {1: "usual", 2: "limit"}  # the name that a cell needs
_MAKES = {1: "limit", 3: "usual"}  # and the one that it makes
_PAGE = [1, 2, 3]


def _look(answer: object) -> Verdict:
    if not isinstance(answer, Sequence) or not answer or not all(each in _PAGE for each in answer):
        return hint("no order", f"my_order must be a list of the cells' numbers, such as [2, 1, 3], got {answer!r}.")
    order = list(answer)
    if order == _PAGE:
        return hint(
            UNTOUCHED, "From top to bottom cell 1 stops with a NameError: it needs usual, and nobody has made it yet."
        )
    missing = [cell for cell in _PAGE if cell not in order]
    if missing:
        return hint("left out", f"Cell {missing[0]} was never run. Whoever opens the notebook runs all of them.")
    if len(order) > len(_PAGE):
        return hint(
            "run twice", f"Each cell once, please, as Run All does it: here are {len(order)} runs for {len(_PAGE)}."
        )
    known: set[str] = set()
    for cell in order:
        if cell in _NEEDS and _NEEDS[cell] not in known:
            return hint("too soon", f"Cell {cell} stops with a NameError: {_NEEDS[cell]} is not there yet.")
        known |= {_MAKES[cell]} if cell in _MAKES else set()
    return passed("A fresh kernel gets through. Move the cells into this order on the page, and Run All works too.")


exercise = Exercise(
    look=_look,
    solution="my_order = [3, 1, 2]",
    why=(
        "Cell 3 makes the number that cell 1 needs, and cell 1 the one that cell 2 prints. Whoever wrote them ran "
        "cell 3 earlier, so the kernel remembered it and nobody noticed. A fresh kernel remembers nothing: only then "
        "does the order on the page matter, and so it is the fresh kernel that proves a notebook."
    ),
    wrong={
        "too soon": "my_order = [1, 3, 2]",
        "left out": "my_order = [3, 1]",
        "run twice": "my_order = [1, 3, 1, 2]",
        "no order": 'my_order = "3, 1, 2"',
    },
)
