"""Does an alarm become better when it waits until the evidence has held for twelve values?"""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby

import numpy as np

from mlops_widgets import drift
from mlops_widgets.course.exercise import UNTOUCHED, Exercise, Verdict, hint, passed
from mlops_widgets.drift import stream
from mlops_widgets.stage import Trace

__all__ = ["exercise"]

_IN_A_ROW = 12
_WINDOW = 48


def _look(answer: object) -> Verdict:
    if not isinstance(answer, type):
        return hint("no class", f"Hand over the class itself, Patient, got {answer!r}.")
    patient = stream.simulation.run(detector=answer)
    alone = stream.simulation.run(detector=_alone)
    alarm, above = patient["alarm"] > 0, alone["alarm"] > 0
    held = _held(above)
    if np.array_equal(alarm, held >= _IN_A_ROW):
        return passed(_counted(patient, alone))
    if not alarm.any():
        return hint(
            UNTOUCHED, "It never fires. In update, count in self.in_a_row how often PSI has fired without a pause."
        )
    if np.array_equal(alarm, above):
        return hint("impatient", "It fires with PSI itself: compare self.in_a_row with twelve before you fire.")
    if np.array_equal(alarm, np.cumsum(above) >= _IN_A_ROW):
        return hint(
            "never starts again", "It fires for ever. In a row means: one quiet value and the count is 0 again."
        )
    if np.array_equal(alarm, held == _IN_A_ROW):
        return hint("fires once", "It fires for one value only. The alarm stays on while PSI stays above: ≥, not =.")
    if np.array_equal(alarm, held > _IN_A_ROW):
        return hint("one too late", "It waits for thirteen: the twelfth value in a row is enough.")
    tick = int(np.flatnonzero(alarm != (held >= _IN_A_ROW))[0])
    return hint(
        "elsewhere",
        f"At hour {tick} PSI had held for {held[tick]} values, and your alarm was {'on' if alarm[tick] else 'off'}.",
    )


def _alone() -> drift.PSI:
    return drift.PSI(window=_WINDOW)


def _held(above: np.ndarray) -> np.ndarray:
    """For how many values the evidence has held without a pause, at each value; shape (n,)."""
    runs = (
        range(1, sum(1 for _ in group) + 1) if on else [0] * sum(1 for _ in group) for on, group in groupby(above)
    )
    return np.array([count for run in runs for count in run])


def _counted(patient: Trace, alone: Trace) -> str:
    names = ("found", "false_alarms")
    (found, false), (before, many) = ([int(run.summary[name]) for name in names] for run in (patient, alone))
    return f"Patience leaves {false} false alarms of {many}, and finds {found} storms where PSI alone found {before}."


Factory = Callable[[], object]

_CLASS = """
class Patient:
    def __init__(self):
        self.psi, self.in_a_row, self.drift_detected = drift.PSI(window=48), 0, False
        self.threshold = self.psi.threshold

    @property
    def statistic(self):
        return self.psi.statistic

    def update(self, x):
        self.psi.update(x)
"""

_IMPORT = "from mlops_widgets import drift\n\n\n"


def _written(*lines: str) -> str:
    return _IMPORT + _CLASS.strip("\n") + "".join(f"\n        {line}" for line in lines)


exercise = Exercise(
    look=_look,
    solution=_written(
        "self.in_a_row = self.in_a_row + 1 if self.psi.drift_detected else 0",
        "self.drift_detected = self.in_a_row >= 12",
    ),
    why=(
        "The count grows by one while PSI stays above its threshold and falls to 0 at the first quiet value; from "
        "twelve on the alarm is on. Chance alarms are short, so many of them never get that far. The price is a "
        "delay of eleven values, and storms that are over before: patience is bought with blindness to what is brief."
    ),
    wrong={
        "impatient": _written("self.drift_detected = self.psi.drift_detected"),
        "never starts again": _written(
            "self.in_a_row += self.psi.drift_detected", "self.drift_detected = self.in_a_row >= 12"
        ),
        "one too late": _written(
            "self.in_a_row = self.in_a_row + 1 if self.psi.drift_detected else 0",
            "self.drift_detected = self.in_a_row > 12",
        ),
        "fires once": _written(
            "self.in_a_row = self.in_a_row + 1 if self.psi.drift_detected else 0",
            "self.drift_detected = self.in_a_row == 12",
        ),
        "raised": _written("self.drift_detected = self.inarow >= 12"),
    },
)
