"""Does a test look at the sizes of its groups first, then at the noise, and only then at the difference?"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial

import numpy as np
import numpy.typing as npt

from mlops_widgets.course.exercise import UNTOUCHED, Exercise, Verdict, hint, passed
from mlops_widgets.stage.parts import call

__all__ = ["exercise"]

Floats = npt.NDArray[np.float64]
Groups = tuple[Floats, Floats]

_WORDS = ("mismatch", "A", "B", "open")
_MARGIN, _BUYS = 12.0, 0.08
_TESTS = 400


def _look(answer: object) -> Verdict:
    if not callable(answer):
        return hint("no function", f"Hand over the function itself, verdict, got {answer!r:.40}.")
    said = {name: _asked(answer, groups) for name, groups in _cases().items()}
    if strange := [each for each in said.values() if not isinstance(each, str) or each not in _WORDS]:
        return hint("no word", f"It must give one of {', '.join(_WORDS)}; it gave {strange[0]!r:.40}.")
    if set(said.values()) == {"open"}:
        return hint(UNTOUCHED, "It leaves everything open. Compare len(a) and len(b) first, then the means.")
    for name, (wish, reason, told) in _WISHES.items():
        if said[name] != wish:
            return hint(reason, f"{told} It says {said[name]!r}.")
    return _played(answer)


_WISHES = {
    "lost": ("mismatch", "sizes unread", "B is far ahead, with 4,600 users against 5,000: who is missing?"),
    "more": ("mismatch", "one side only", "Groups of 5,000 and 5,400 users are no fair split either."),
    "uneven": ("open", "too strict", "Groups of 4,950 and 5,050 users are a fair split, and the means are the same."),
    "noise": ("open", "the noise unread", "The means differ by 1.4 standard errors only."),
    "clear": ("B", "too slow", "B earns more by 3.4 standard errors."),
    "worse": ("A", "the wrong winner", "A earns more by 3.4 standard errors."),
    "unlike": ("open", "one group's noise", "B's users vary much, and with their noise |z| is 1.4."),
}


def _asked(answer: Callable[..., object], groups: Groups) -> object:
    return call(partial(answer, *(each.copy() for each in groups)))


@cache
def _cases() -> dict[str, Groups]:
    """Pairs of groups: half of a group lies above its mean by the spread, half below."""
    even = _group(5000, 1.0, 3.0)
    return {
        "lost": (even, _group(4600, 2.0, 3.0)),
        "more": (even, _group(5400, 2.0, 3.0)),
        "uneven": (_group(4950, 1.0, 3.0), _group(5050, 1.0, 3.0)),
        "noise": (even, _group(5000, 1.084, 3.0)),
        "clear": (even, _group(5000, 1.204, 3.0)),
        "worse": (_group(5000, 1.204, 3.0), even),
        "unlike": (_group(5000, 1.0, 0.5), _group(5000, 1.0 + 1.4 * np.sqrt(36.25 / 5000), 6.0)),
    }


def _group(users: int, mean: float, spread: float) -> Floats:
    return mean + spread * np.tile([-1.0, 1.0], users // 2)


def _played(answer: Callable[..., object]) -> Verdict:
    """A/A tests, where every winner is a mistake."""
    random = np.random.default_rng(0)
    groups = _MARGIN * (random.random((_TESTS, 2, 2000)) < _BUYS)

    def judged() -> list[object]:
        return [answer(a, b) for a, b in groups]

    false = sum(each in ("A", "B") for each in call(judged)) / _TESTS
    return passed(f"Of {_TESTS} tests of a model against itself it names a winner in {false:.1%}; 5 % is promised.")


def _written(*lines: str) -> str:
    return "def verdict(a, b):" + "".join(f"\n    {line}" for line in lines)


_SIZES = 'if (len(a) - len(b)) ** 2 / (len(a) + len(b)) > 10.83:\n        return "mismatch"'
_ERROR = "error = (a.var() / len(a) + b.var() / len(b)) ** 0.5"
_Z = "z = (b.mean() - a.mean()) / error"
_OPEN = 'if abs(z) <= 1.96:\n        return "open"'
_WINNER = 'return "B" if z > 0 else "A"'

exercise = Exercise(
    look=_look,
    solution=_written(_SIZES, _ERROR, _Z, _OPEN, _WINNER),
    why=(
        "The sizes come first, because no other number is worth reading if they do not fit the plan. Then the "
        "difference in units of its standard error, with the variance and the size of each group; a difference "
        "within two of them is left open, which is not the same as no difference. Only then one of the two has won."
    ),
    wrong={
        "sizes unread": _written(_ERROR, _Z, _OPEN, _WINNER),
        "one side only": _written(
            _SIZES.replace("(len(a) - len(b)) **", "max(len(a) - len(b), 0) **"), *(_ERROR, _Z, _OPEN, _WINNER)
        ),
        "too strict": _written('if len(a) != len(b):\n        return "mismatch"', _ERROR, _Z, _OPEN, _WINNER),
        "the noise unread": _written(
            _SIZES, "z = b.mean() - a.mean()", 'return "B" if z > 0.05 else "A" if z < -0.05 else "open"'
        ),
        "too slow": _written(_SIZES, "error = a.std() + b.std()", _Z, _OPEN, _WINNER),
        "the wrong winner": _written(_SIZES, _ERROR, _Z, 'return "B" if abs(z) > 1.96 else "open"'),
        "one group's noise": _written(_SIZES, "error = (2 * a.var() / len(a)) ** 0.5", _Z, _OPEN, _WINNER),
        "no word": _written(_SIZES, _ERROR, _Z, "return abs(z) > 1.96"),
        "no function": 'verdict = "B"',
    },
)
