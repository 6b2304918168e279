"""Does a strategy of a few lines, which stays near the best it knows, beat chance?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np

from mlops_widgets.automl import Config, Race, Strategy, Table, expected_best, explore, plane
from mlops_widgets.course.exercise import UNTOUCHED, Exercise, Verdict, hint, passed
from mlops_widgets.stage.parts import call

__all__ = ["exercise"]

_SEEDS, _TRIALS = range(25), 40


def _look(answer: object) -> Verdict:
    if not isinstance(answer, type):
        return hint("no class", f"Hand over the class itself, Climber, got {answer!r:.60}.")
    if missing := [name for name in ("ask", "tell") if not callable(getattr(answer, name, None))]:
        return hint("half a strategy", f"A strategy has ask and tell: {missing[0]} is missing.")
    table = plane()
    races = call(partial(_races, answer, table))
    if _same(races, call(partial(_races, answer, _upside_down(table)))):
        drawn = _same(races, _races(_Drawn, table))
        return hint(
            UNTOUCHED if drawn else "deaf to the score",
            "It asks for the same networks whatever came of them: "
            + ("tell has to remember, ask to use it." if drawn else "where does the score enter?"),
        )
    late = np.mean([race.score[_TRIALS // 2 :].mean() for race in races])
    if late < table.score.mean():
        return hint(
            "downhill",
            f"Its later networks are worse than the average of the table, {late:.0%}: which one does it stay near?",
        )
    behind = 100 * float(np.mean([race.regret[-1] for race in races]))
    chance = 100 * (table.best - expected_best(table.score, _TRIALS, chances=table.chances))
    again = np.mean([1 - np.unique(race.numbers).size / _TRIALS for race in races])
    if again > 0.5:
        return hint("asks again", f"Of its {_TRIALS} networks {again:.0%} had been trained before: take a step away.")
    if behind >= chance:
        return hint(
            "no better than chance",
            f"Over {len(_SEEDS)} seeds it ends {behind:.2f} points behind the best, chance {chance:.2f}. How "
            "far are its steps, and from which network?",
        )
    return passed(f"It ends {behind:.2f} points behind the best, chance {chance:.2f}: over {len(_SEEDS)} seeds.")


class _Drawn:
    """What the stub does."""

    def __init__(self, seed: int) -> None:
        self.rng = np.random.default_rng(seed)

    def ask(self) -> Config:
        return plane().space.draw(self.rng)

    def tell(self, config: Config, score: float) -> None:
        pass


def _same(some: list[Race], others: list[Race]) -> bool:
    return all(np.array_equal(one.numbers, two.numbers) for one, two in zip(some, others, strict=True))


def _races(build: Callable[[int], Strategy], among: Table) -> list[Race]:
    return [explore(build(seed), _TRIALS, among) for seed in _SEEDS]


def _upside_down(table: Table) -> Table:
    """The same networks, the best being the worst."""
    return replace(table, curves=1 - table.curves)


_BEGIN = """
import numpy as np
from mlops_widgets import automl


class Climber:
    def __init__(self, seed=0):
        self.rng, self.space = np.random.default_rng(seed), automl.plane().space
        self.best, self.top = None, -1.0

    def ask(self):
""".strip()
_ASK = """
        if self.best is None or self.rng.random() < 0.25:
            return self.space.draw(self.rng)
        return self.space.near(self.best, self.rng)
"""
_TELL = """
    def tell(self, config, score):
        if score > self.top:
            self.best, self.top = config, score
"""


def _written(ask: str = _ASK, tell: str = _TELL) -> str:
    return f"{_BEGIN}\n{ask.strip(chr(10))}\n\n{tell.strip(chr(10))}"


exercise = Exercise(
    look=_look,
    solution=_written(),
    why=(
        "Networks near a good one tend to be good: the table is a ridge. So three times in four it looks beside the "
        "best so far, which is evolution with a population of one. The fourth time it draws anywhere, so that a "
        "first network on the wrong side of a cliff does not hold it for ever."
    ),
    wrong={
        "downhill": _written(
            tell="    def tell(self, config, score):\n        if self.best is None or score < self.top:\n"
            "            self.best, self.top = config, score"
        ),
        "deaf to the score": _written(tell="    def tell(self, config, score):\n        self.best = config"),
        "no better than chance": _written(ask=_ASK.replace("self.best, self.rng", "self.best, self.rng, step=0.6")),
        "asks again": _written(
            ask="        if self.best is None or self.rng.random() < 0.25:\n"
            "            return self.space.draw(self.rng)\n        return self.best"
        ),
        "half a strategy": f"{_BEGIN}\n        return self.space.draw(self.rng)",
        "no class": f"{_written()}\n\n\nClimber = Climber()",
    },
)
