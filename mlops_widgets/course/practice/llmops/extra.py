"""How many parameters does an adapter add to a large model?"""

from __future__ import annotations

from numbers import Integral

from mlops_widgets.course.exercise import UNTOUCHED, Exercise, Verdict, hint, passed

__all__ = ["exercise"]

_WIDE, _RANK, _LAYERS, _EACH = 4096, 8, 32, 2
_TRUTH = _RANK * (_WIDE + _WIDE) * _EACH * _LAYERS
_SLIPS = {
    _WIDE * _WIDE * _EACH * _LAYERS: ("the matrices", "That many stand in the matrices themselves, which rest."),
    _RANK * (_WIDE + _WIDE) * _EACH: ("one layer", "That is one layer, and there are more of them."),
    _RANK * (_WIDE + _WIDE) * _LAYERS: (
        "half of it",
        "That is half: an adapter both reads and writes, and two matrices of each layer have one.",
    ),
    _RANK * _WIDE * _WIDE * _EACH * _LAYERS: ("times for plus", "The two widths are added, not multiplied."),
}


def _look(answer: object) -> Verdict:
    if isinstance(answer, bool) or not isinstance(answer, Integral):
        return hint("no number", f"A number of parameters is a whole number, got {answer!r:.40}.")
    if answer == _TRUTH:
        whole = _WIDE * _WIDE * _EACH * _LAYERS
        return passed(f"{_TRUTH:,} parameters, {_TRUTH / whole:.2%} of those that stand in the matrices.")
    if answer == 0:
        return hint(UNTOUCHED, "Begin with one matrix: rank times the sum of its widths. Then count the matrices.")
    if int(answer) in _SLIPS:
        return hint(*_SLIPS[int(answer)])
    return hint("another number", f"From {int(answer):,} one cannot see the way. Which matrices learn, and how many?")


exercise = Exercise(
    look=_look,
    solution="my_extra = 8 * (4096 + 4096) * 2 * 32",
    why=(
        "An adapter of rank r beside a matrix of d_out rows and d_in columns is a matrix of r rows and d_in columns "
        "that reads, and one of d_out rows and r columns that writes: r (d_in + d_out) numbers. Two matrices in each "
        "of the layers have one. The widths are added, where the large matrix multiplies them: hence the saving."
    ),
    wrong={
        "the matrices": "my_extra = 4096 * 4096 * 2 * 32",
        "one layer": "my_extra = 8 * (4096 + 4096) * 2",
        "half of it": "my_extra = 8 * 4096 * 2 * 32",
        "times for plus": "my_extra = 8 * 4096 * 4096 * 2 * 32",
        "another number": "my_extra = 8 * (4096 + 4096) * 2 * 32 * 4  # bytes",
    },
)
