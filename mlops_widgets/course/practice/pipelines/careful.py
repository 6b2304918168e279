"""Which gate lets hardly any broken commit pass, with any number of rows, and blocks no more than it must?"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial

from mlops_widgets.course.exercise import UNTOUCHED, Exercise, Verdict, hint, passed
from mlops_widgets.pipelines.gate import Look, Scenario
from mlops_widgets.stage.parts import call

__all__ = ["exercise"]

_HEALTHY, _BROKEN, _BAR = (0.85, 0.82, Scenario().healthy - Scenario().slack)
_SIZES = (200, 500, 2000)
_MOST, _ROOM = 0.06, 0.06  # the normal law is no worse than this; healthy commits blocked beyond the best


def _look(answer: object) -> Verdict:
    if not callable(answer):
        return hint("no class", f"Hand over the class itself, Careful, got {answer!r:.60}.")
    rates = {}
    for rows in _SIZES:
        decided = call(partial(_decisions, answer, rows))
        if decided is None:
            return hint("no answer", "A gate needs decide(self, look), and decide must return True or False.")
        rates[rows] = _rates(decided, rows)
    return _told(rates)


def _decisions(build: Callable[[], object], rows: int) -> list[bool] | None:
    """What the gate says of every count of right rows."""
    gate = build()
    decide = getattr(gate, "decide", None)
    if not callable(decide):
        return None
    now = round(_HEALTHY * rows)
    told = []
    for right in range(rows + 1):
        look = Look(rows, right, now, max(0, right - now), max(0, now - right), _BAR)
        said = decide(look)
        if said not in (True, False):
            return None
        told.append(bool(said))
    return told


def _rates(decided: list[bool], rows: int) -> tuple[float, float]:
    """Healthy blocked and broken passed, exactly."""
    from scipy.stats import binom

    counts = range(rows + 1)
    blocked, let = (binom.pmf(counts, rows, share) for share in (_HEALTHY, _BROKEN))
    passes = [*map(float, decided)]
    return float(1 - blocked @ passes), float(let @ passes)


@cache
def _best(rows: int) -> float:
    """Healthy commits that must be blocked when one broken one in twenty may pass."""
    from scipy.stats import binom

    least = int(binom.isf(0.05, rows, _BROKEN)) + 1
    return float(binom.cdf(least - 1, rows, _HEALTHY))


def _told(rates: dict[int, tuple[float, float]]) -> Verdict:
    from scipy.stats import binom

    let = {rows: passes for rows, (_, passes) in rates.items()}
    if all(abs(rates[rows][0] - binom.cdf(-(-_BAR * rows // 1) - 1, rows, _HEALTHY)) < 1e-9 for rows in _SIZES):
        return hint(UNTOUCHED, f"The bar alone lets {let[500]:.0%} of the broken pass on 500 rows. Ask for more.")
    for rows in _SIZES:
        if let[rows] > _MOST:
            name = "one size" if min(let.values()) <= _MOST else "lets pass"
            return hint(name, f"On {rows} rows {let[rows]:.0%} of the broken commits pass; 5 % are allowed.")
    for rows in _SIZES:
        blocked = rates[rows][0]
        if blocked > _best(rows) + _ROOM:
            said = f"On {rows} rows {blocked:.0%} of the healthy are blocked, and {_best(rows):.0%} would do"
            return hint("blocks too many", f"{said}: a broken commit may pass once in twenty.")
    told = ", ".join(f"{rates[rows][0]:.0%} with {rows}" for rows in _SIZES)
    return passed(f"One broken commit in twenty passes at most; of the healthy it blocks {told} rows.")


def _written(*lines: str) -> str:
    return "class Careful:\n    def decide(self, look):" + "".join(f"\n        {line}" for line in lines)


_ERROR = "error = (0.82 * 0.18 / look.rows) ** 0.5"

exercise = Exercise(
    look=_look,
    solution=_written(_ERROR, "return look.right / look.rows > 0.82 + 1.645 * error"),
    why=(
        "A broken commit shows 82 % on average, and more than 1.645 standard errors above that in one of twenty "
        "cases. What lies higher may pass. The standard error shrinks with more rows, so the same gate grows kinder "
        "to healthy commits when the test set grows, and with few rows it blocks most of them: that is the price."
    ),
    wrong={
        "one size": _written("return look.right / look.rows > 0.85"),
        "lets pass": _written("return look.right / look.rows > 0.81"),
        "blocks too many": _written(_ERROR, "return look.right / look.rows > 0.85 + 1.645 * error"),
        "no answer": _written("return look.right / look.rows"),
    },
)
