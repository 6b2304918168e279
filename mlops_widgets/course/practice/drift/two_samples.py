"""What is chi-squared when both samples vary, the reference as much as the day?"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from numbers import Real

import numpy as np

from mlops_widgets.course.exercise import UNTOUCHED, Exercise, Verdict, hint, passed
from mlops_widgets.stage.parts import call

__all__ = ["exercise"]

Counts = np.ndarray  # values in each category

_CASES = ((300, 250, 240, 160), (90, 70, 20, 20)), ((50, 30, 20), (40, 20, 40)), ((60, 40, 0), (30, 60, 10))
_UNEVEN = tuple(np.array(counts) for counts in _CASES[0])


def _look(answer: object) -> Verdict:
    if not callable(answer):
        return hint("no function", f"Hand over the function itself, statistic, got {answer!r}.")
    said = [call(partial(_asked, answer, *map(np.array, case))) for case in _CASES]
    found = [each for each in said if each is not None]
    if len(found) < len(_CASES):
        return hint("no number", "One number is asked for: return the sum over all cells of the table.")
    right = [_two_samples(*map(np.array, case)) for case in _CASES]
    if np.allclose(found, right):
        ours, before = (100 * _false(rule) for rule in (_two_samples, _as_truth))
        return passed(f"Of 100 pairs without a change {ours:.1f} are called changed; before, it was {before:.1f}.")
    for reason, (rule, told) in _KNOWN.items():
        if np.isclose(found[0], rule(*_UNEVEN)):
            return hint(reason, told)
    if not np.isfinite(found[2]):
        return hint("empty category", "A category that nobody was in before gives no number: what do you divide by?")
    return hint("elsewhere", f"Of 950 against 200 values it is {right[0]:.2f}, and yours says {found[0]:.2f}.")


def _asked(statistic: Callable[..., object], before: Counts, now: Counts) -> float | None:
    with np.errstate(all="ignore"):
        found = statistic(before, now)
    return float(found) if isinstance(found, Real) and not isinstance(found, bool) else None


def _two_samples(before: Counts, now: Counts) -> float:
    table = np.array([before, now])
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
    return float(((table - expected) ** 2 / expected).sum())


def _as_truth(before: Counts, now: Counts) -> float:
    expected = before * now.sum() / before.sum()
    return float(((now - expected) ** 2 / expected).sum())


def _one_row(before: Counts, now: Counts) -> float:
    expected = (before + now) * now.sum() / (before + now).sum()
    return float(((now - expected) ** 2 / expected).sum())


def _equal_sizes(before: Counts, now: Counts) -> float:
    return float(((before - now) ** 2 / (before + now)).sum())


_KNOWN: dict[str, tuple[Callable[[Counts, Counts], float], str]] = {
    UNTOUCHED: (_as_truth, "The reference still is the truth. Pour both together: what is expected of each of them?"),
    "one row": (_one_row, "The expectation is right. The table has two rows, and one of them is not in the sum yet."),
    "equal sizes": (
        _equal_sizes,
        "That is right for two samples of equal size. Of 950 and 200 values other counts are to be expected.",
    ),
}


@cache
def _false(rule: Callable[[Counts, Counts], float]) -> float:
    """The share of false alarms at 5 % among pairs of samples of one distribution."""
    from scipy.special import chdtri

    pairs = zip(*(np.random.default_rng(seed).multinomial(960, [0.2] * 5, 2000) for seed in (1, 2)), strict=True)
    return float(np.mean([rule(*pair) > chdtri(4, 0.05) for pair in pairs]))


def _written(*lines: str) -> str:
    return "def statistic(before, now):" + "".join(f"\n    {line}" for line in lines)


_POT = "pot = (before + now) / (before + now).sum()"

exercise = Exercise(
    look=_look,
    solution=_written(
        _POT,
        "found = 0.0",
        "for counts in (before, now):",
        "    expected = pot * counts.sum()",
        "    found += ((counts - expected) ** 2 / expected).sum()",
        "return found",
    ),
    why=(
        "What both samples have in common is the best guess at the truth: the shares of the pot into which both were "
        "poured. Of each sample its own number of values times these shares is expected, and both rows are a part of "
        "the sum, because both vary. A category that one sample has not is no longer a division by zero."
    ),
    wrong={
        "one row": _written(_POT, "expected = pot * now.sum()", "return ((now - expected) ** 2 / expected).sum()"),
        "equal sizes": _written("return ((before - now) ** 2 / (before + now)).sum()"),
        "empty category": _written(
            "q, p = before / before.sum(), now / now.sum()",
            "return now.sum() * ((p - q) ** 2 / (q + q * now.sum() / before.sum())).sum()",
        ),
        "no number": _written(_POT, "expected = pot * now.sum()", "return (now - expected) ** 2 / expected"),
        "elsewhere": _written(_POT, "expected = pot * now.sum()", "return (abs(now - expected) / expected).sum()"),
    },
)
