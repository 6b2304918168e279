"""Does a filter find the runs that were asked for, and no others?"""

from __future__ import annotations

from functools import cache
from itertools import product

import numpy as np

from mlops_widgets.course.exercise import UNTOUCHED, Exercise, Verdict, hint, passed
from mlops_widgets.stage import BoardError
from mlops_widgets.tracking.runs import Runs
from mlops_widgets.tracking.runs.asking import matching

__all__ = ["exercise"]

_LIMIT, _JUST = 0.42, 0.4199  # below it by little is below it


@cache
def _runs() -> Runs:
    """Every mixture of data, leaves and loss once, the limit itself and what is just below it among the losses."""
    cases = list(product(("winter", "two months"), ("7", "15", "31"), (0.4, _JUST, _LIMIT, 0.45)))
    data, leaves, losses = zip(*cases, strict=True)
    none = np.full(len(cases), np.nan)
    return Runs(
        ids=tuple(f"{place:02d}" for place in range(len(cases))),
        names=tuple(f"run-{place:02d}" for place in range(len(cases))),
        status=("FINISHED",) * len(cases),
        started=none,
        ended=none,
        params={"model.leaves": leaves},
        metrics={"log_loss": np.array(losses)},
        tags=tuple({"data": each} for each in data),
        notes=("",) * len(cases),
        place="runs of the exercise",
    )


def _look(answer: object) -> Verdict:
    if not isinstance(answer, str):
        return hint("no words", f'A filter is a text in quotes, got {answer!r}: my_filter = "…".')
    try:
        found = matching(_runs(), answer, {})
    except BoardError as error:
        return hint("unreadable", f"{error} Settings and tags are words, also 15: write them in single quotes.")
    data = np.array([each["data"] == "winter" for each in _runs().tags])
    leaves = np.array([each == "15" for each in _runs().params["model.leaves"]])
    good = _runs().metrics["log_loss"] < _LIMIT
    if np.array_equal(found, data & leaves & good):
        return passed(f"Of {len(found)} runs it finds just the {found.sum()} that is asked for.")
    return _told(found, data, leaves, good)


def _told(found: np.ndarray, data: np.ndarray, leaves: np.ndarray, good: np.ndarray) -> Verdict:
    if np.array_equal(found, good):
        return hint(UNTOUCHED, "It asks for the loss alone. The data are a tag, the leaves a setting: add both.")
    if not found.any():
        return hint("nobody", "It finds nobody. How are tag, setting and measure spelt? The table says it.")
    if (found & ~good).any():
        return hint("the limit", "It finds a run whose loss is not below the limit: what is equal stays out.")
    if (found & ~data).any():
        return hint("any data", "It finds a run that learned from other data: ask for tags.data, too.")
    if (found & ~leaves).any():
        return hint("any leaves", "It finds a run with other leaves. Ask for params.model.leaves, too.")
    return hint("too few", "It leaves out a run that is asked for: say no more than data, leaves, loss.")


exercise = Exercise(
    look=_look,
    solution="""
        my_filter = "tags.data = 'winter' and params.model.leaves = '15' and metrics.log_loss < 0.42"
    """,
    why=(
        "Each part names its kind first: tags, params, metrics. Tags and settings are words for MLflow, also where "
        "they look like numbers, so they stand in quotes and are compared with = only; measures "
        "are numbers and can be compared by size. Joined by and, every part must hold."
    ),
    wrong={
        "unreadable": 'my_filter = "params.model.leaves < 16 and metrics.log_loss < 0.42"',
        "the limit": (
            "my_filter = \"tags.data = 'winter' and params.model.leaves = '15' and metrics.log_loss <= 0.42\""
        ),
        "any data": "my_filter = \"params.model.leaves = '15' and metrics.log_loss < 0.42\"",
        "any leaves": "my_filter = \"tags.data = 'winter' and metrics.log_loss < 0.42\"",
        "too few": "my_filter = \"tags.data = 'winter' and params.model.leaves = '15' and metrics.log_loss < 0.41\"",
        "nobody": "my_filter = \"tags.data = 'Winter' and params.model.leaves = '15' and metrics.log_loss < 0.42\"",
    },
)
