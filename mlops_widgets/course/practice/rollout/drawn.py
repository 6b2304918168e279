"""Does a class of the learner's own answer as often as each version is likely to be the best?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from mlops_widgets.course.exercise import UNTOUCHED, Exercise, Verdict, hint, passed
from mlops_widgets.stage.parts import call

__all__ = ["exercise"]

Learned = Sequence[tuple[int, int, int]]  # version, purchases, users who did not buy

_ASKED = 400
_CLOSE: Learned = ((0, 2, 1), (1, 1, 1))  # B is the better one with a chance of 37 %
_MANY: Learned = ((0, 30, 70), (1, 19, 1))
_LAST: Learned = ((0, 5, 95), (1, 5, 95), (2, 60, 40))
_TURNED: Learned = ((0, 60, 40), (1, 5, 95))
_CHANCES = (0.08, 0.16)
_USERS = 2000


def _look(answer: object) -> Verdict:
    if not isinstance(answer, type):
        return hint("no class", f"Hand over the class itself, MyThompson, got {answer!r:.40}.")
    cases = {"close": (2, _CLOSE), "many": (2, _MANY), "last": (3, _LAST), "turned": (2, _TURNED)}
    said = {name: _chosen(answer, arms, learned) for name, (arms, learned) in cases.items()}
    if strange := [each for arms in said.values() for each in arms if not _is_version(each)]:
        return hint("no version", f"Choose must give the place of a version, 0 or 1, it gave {strange[0]!r:.40}.")
    shares = {name: np.bincount(np.array(each, dtype=int), minlength=3) / _ASKED for name, each in said.items()}
    if all(each[0] == 1 for each in shares.values()):
        return hint(
            UNTOUCHED, "It always chooses A. Draw one rate for each version, and take the place of the highest."
        )
    if shares["last"][2] < 0.7 and shares["turned"][0] < 0.7:
        return hint(
            "never learns", f"C bought far more often, and is chosen for {shares['last'][2]:.0%}: does it count?"
        )
    if shares["many"][1] < 0.9:
        told = "A bought 30 times of 100, B 19 times of 20"
        return hint(
            "failures unread", f"{told}, and B is chosen for {shares['many'][1]:.0%}. What do failures change?"
        )
    if not 0.25 < shares["close"][1] < 0.5:
        told = "A bought twice of three times, B once of twice"
        return hint(
            "no doubt", f"{told}: B may well be better, and is chosen for {shares['close'][1]:.0%} of the users."
        )
    return _played(answer)


def _is_version(each: object) -> bool:
    return isinstance(each, int | np.integer) and not isinstance(each, bool) and bool(0 <= each < 3)


def _chosen(answer: type, arms: int, learned: Learned) -> list[object]:
    def asked() -> list[object]:
        one = answer(arms)
        for arm, bought, left in learned:
            for reward in [1.0] * bought + [0.0] * left:
                one.learn(arm, reward)
        return [one.choose() for _ in range(_ASKED)]

    return call(asked)


def _played(answer: type) -> Verdict:
    rewards = np.random.default_rng(1).random((_USERS, 2)) < _CHANCES

    def served() -> int:
        one, worse = answer(2), 0
        for each in rewards:
            arm = one.choose()
            one.learn(arm, float(each[arm]))
            worse += arm == 0
        return int(worse)

    worse = call(served)
    return passed(
        f"Of {_USERS:,} users {worse:,} met the worse version; in a plain test it would have been half of them."
    )


def _written(choose: str, *learn: str) -> str:
    return (
        "import numpy as np\n\n\nclass MyThompson:\n    def __init__(self, arms=2):\n"
        "        self.bought, self.left = np.zeros(arms), np.zeros(arms)\n"
        "        self.random = np.random.default_rng(0)\n\n"
        f"    def choose(self, context=None):\n        {choose}\n\n"
        "    def learn(self, arm, reward, context=None):" + "".join(f"\n        {line}" for line in learn)
    )


_DRAW = "return int(self.random.beta(1 + self.bought, 1 + self.left).argmax())"
_BOUGHT, _LEFT = "self.bought[arm] += reward", "self.left[arm] += 1 - reward"

exercise = Exercise(
    look=_look,
    solution=_written(_DRAW, _BOUGHT, _LEFT),
    why=(
        "A purchase makes the belief's first number larger, a user who leaves the second; both begin at one, so that "
        "every rate is possible before the first user. The draw does all the exploring: a version about which little "
        "is known has a wide belief, and its draw is sometimes the highest. No ε, and no schedule, is needed."
    ),
    wrong={
        "no doubt": _written(
            "return int(((1 + self.bought) / (2 + self.bought + self.left)).argmax())", _BOUGHT, _LEFT
        ),
        "failures unread": _written(_DRAW, _BOUGHT),
        "never learns": _written(_DRAW, "self.bought = self.bought + reward", "self.left = self.left + 1 - reward"),
        "no version": _written("return self.random.beta(1 + self.bought, 1 + self.left).max()", _BOUGHT, _LEFT),
        "no class": "MyThompson = 0",
        "raised": _written("return int(self.random.beta(self.bought, self.left - 200).argmax())", _BOUGHT, _LEFT),
    },
)
