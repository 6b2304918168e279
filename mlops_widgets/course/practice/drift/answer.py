"""What should be done this morning? A policy that looks at the data before it learns from them."""

from __future__ import annotations

from mlops_widgets import stage
from mlops_widgets.course.exercise import UNTOUCHED, Exercise, Verdict, hint, passed
from mlops_widgets.drift import response
from mlops_widgets.drift.response import Day

__all__ = ["exercise"]

_SEEDS = range(5)
_NEAR = 1.2  # at most so many times what the runbook loses
_CALM = Day(
    day=50, psi=0.03, nulls=0.0, problem="", estimated=0.92, measured=0.92, expected=0.92, since_retraining=60,
    yesterday="wait", finding="",
)  # fmt: skip
_BROKEN = _CALM._replace(psi=1.0, problem="amount", nulls=0.1)
_STILL = _BROKEN._replace(yesterday="fall_back")
_MOVED = _CALM._replace(psi=0.8)
_TURNED = _CALM._replace(measured=0.84)


def _look(answer: object) -> Verdict:
    if not isinstance(answer, type):
        return hint("no class", f"Hand over the class itself, Mine, got {answer!r}.")
    said = {name: _decided(answer, day) for name, day in _MORNINGS.items()}
    unknown = [each for each in said.values() if each not in response.ACTIONS]
    if unknown:
        return hint("no action", f"Give back one of {', '.join(response.ACTIONS)}; it gave {unknown[0]!r}.")
    if set(said.values()) == {"wait"}:
        return hint(UNTOUCHED, "It waits, whatever the morning brings. Begin with the guard: if day.problem: …")
    if said["broken"] == "retrain":
        return hint("learns from damage", "The guard refuses a column, and it retrains. Look at day.problem first.")
    if said["broken"] == "wait":
        return hint(
            "leaves it broken", "The guard refuses a column, and it waits. Somebody has to look: investigate."
        )
    if {said["broken"], said["still"]} == {"fall_back"}:
        return hint("nobody looks", "Rules answer, and nobody ever looks: damage stays until somebody investigates.")
    if said["calm"] != "wait":
        return hint("never rests", f"On a calm morning, PSI {_CALM.psi}, it answers {said['calm']}: wait.")
    if said["moved"] != "retrain":
        return hint("misses a drift", f"Sound data, a PSI of {_MOVED.psi}, and it answers {said['moved']}: retrain.")
    if said["turned"] != "retrain":
        return hint(
            "blind to concept drift",
            f"PSI {_TURNED.psi}, but {_TURNED.measured:.0%} right where {_TURNED.expected:.0%} is normal: compare.",
        )
    return _paid(answer)


def _decided(answer: type, day: Day) -> object:
    return stage.parts.call(lambda: answer().decide(day))


def _paid(answer: type) -> Verdict:
    years = [_year(answer, seed) for seed in _SEEDS]
    lost, always, runbook = (sum(each) / len(_SEEDS) for each in zip(*years, strict=True))
    if lost > _NEAR * runbook:
        return hint(
            "too dear",
            f"It loses {lost:.0f} thousand € a year, the runbook {runbook:.0f}; a fifth more is near enough. After a "
            "retraining, give it time to show: look at day.since_retraining.",
        )
    return passed(f"It loses {lost:.0f} thousand € a year; retraining on every alarm loses {always:.0f}.")


def _year(answer: type, seed: int) -> tuple[float, float, float]:
    """What the answer, retraining on every alarm, and the runbook lose in one year, in thousand €."""
    scenario = response.Scenario(seed=seed)
    mine, book = response.simulation.run(scenario, policy=answer), response.simulation.run(scenario)
    return mine.summary["lost"], mine.summary["lost_always"], book.summary["lost"]


_MORNINGS = {"calm": _CALM, "broken": _BROKEN, "still": _STILL, "moved": _MOVED, "turned": _TURNED}


def _written(*lines: str) -> str:
    return "class Mine:\n    def decide(self, day):\n" + "\n".join(f"        {line}" for line in lines)


_LOOK_FIRST = (
    "if day.problem:",
    '    return "fall_back" if day.yesterday in ("investigate", "fall_back") else "investigate"',
)
_EITHER = "moved = day.psi > 0.25 or day.measured < day.expected - 0.03"

exercise = Exercise(
    look=_look,
    solution=_written(*_LOOK_FIRST, _EITHER, 'return "retrain" if moved and day.since_retraining >= 14 else "wait"'),
    why=(
        "First the data: what the guard refuses is no lesson, so somebody looks, and rules answer until it is "
        "mended. Then the drift, in two ways, because inputs can stand still while the answer to them turns. At last "
        "patience: labels are late, so for days after a retraining the measured quality is still the old model's."
    ),
    wrong={
        "learns from damage": _written(_EITHER, 'return "retrain" if moved else "wait"'),
        "leaves it broken": _written(
            "moved = day.psi > 0.25 and not day.problem", 'return "retrain" if moved else "wait"'
        ),
        "nobody looks": _written(
            'if day.problem: return "fall_back"',
            _EITHER,
            'return "retrain" if moved and day.since_retraining >= 14 else "wait"',
        ),
        "never rests": _written(*_LOOK_FIRST, 'return "retrain"'),
        "misses a drift": _written(*_LOOK_FIRST, 'return "retrain" if day.psi > 2.5 else "wait"'),
        "blind to concept drift": _written(*_LOOK_FIRST, 'return "retrain" if day.psi > 0.25 else "wait"'),
        "too dear": _written(*_LOOK_FIRST, _EITHER, 'return "retrain" if moved else "wait"'),
        "no action": _written(*_LOOK_FIRST, "return day.psi > 0.25"),
        "raised": _written('return "retrain" if day.index > 0.25 else "wait"'),
    },
)
